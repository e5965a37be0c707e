// Something is on its way.
import { Frame, Icon, Ours, Say, Theirs } from './parts.jsx'
import { plain } from './words.js'
import * as K from 'keys'

const KINDS = {
  elsewhere: [K.ElsewhereTitle, K.ElsewhereLead, K.ElsewhereNote],
  asking: [K.AskingTitle, K.AskingLead, K.NothingYet],
  approval: [K.AtBankTitle, K.AtBankLead, K.NothingYet],
  word: [K.ConfirmingTitle, K.ConfirmingLead, K.KeepOpen],
  second: [K.SecondTitle, K.SecondLead, K.MayClose],
}

function kind({ whose, status, attempt }) {
  if (whose === 'other') return 'elsewhere'
  if (status === 'awaiting_authz' || status === 'intent_accepted') return 'approval'
  if (status === 'received' && attempt?.second_signer) return 'second'
  return ['requested', 'created', 'started'].includes(status) ? 'asking' : 'word'
}

const Step = ({ of, state, clock, fills }) => (
  <li data-state={state} aria-current={state === 'now' ? 'step' : undefined} class="step">
    <span class="step-dot">{state === 'done' && <Icon of="tick" />}</span>
    <span class="step-text"><Say of={of} fills={fills} /></span>{' '}
    <span class="step-end">{state === 'now' ? plain(K.Now) : state === 'done' && clock && <Ours>{clock.clock}</Ours>}</span>
  </li>
)

export function Waiting({ boot, view, busy, standing, retry, cancel }) {
  const { attempt, payment } = view
  const wait = kind(view)
  const [title, lead, note] = KINDS[wait]
  const fills = { bank: attempt?.bank ?? plain(K.TheBank), payee: <Theirs>{payment.creditor}</Theirs>, amount: <Ours>{payment.amount} {payment.currency}</Ours>, ref: <Ours>{payment.support_ref}</Ours> }
  const states = { asking: ['now', 'ahead', 'ahead'], approval: ['done', 'now', 'ahead'], word: ['done', 'done', 'now'], second: ['done', 'done', 'now'] }[wait]
  const actions = wait === 'approval' ? (
    <>
      <button type="button" data-action="cancel" class="second" disabled={!!busy} onClick={cancel}><span class="button-label">{plain(K.CancelPayment)}</span></button>
      <button type="button" data-action="retry" class="second" disabled={!!busy} onClick={retry}><span class="button-label">{plain(K.OtherBank)}</span></button>
      {attempt?.can_leave && <a href={`${boot.page}/leave`} data-action="continue" class="main"><span class="button-label"><Say of={K.ContinueAgain} fills={fills} /></span></a>}
    </>
  ) : wait === 'elsewhere' ? (
    <button type="button" data-action="retry" class="main" disabled={!!busy} onClick={retry}><span class="button-label">{plain(K.StartHere)}</span></button>
  ) : null
  return (
    <Frame boot={boot} view={view} progress={['word', 'second'].includes(wait) ? 'moving' : 'ready'} actions={actions} standing={standing}>
      <h1 id="title" tabindex="-1" class="title"><Say of={title} fills={fills} /></h1>
      <p class="lead"><Say of={lead} fills={fills} /></p>
      {states && (
        <ol aria-label={plain(K.ProgressName)} class="steps">
          <Step of={wait === 'asking' ? K.StepPreparing : K.StepPrepared} state={states[0]} clock={attempt?.prepared} />
          <Step of={states[1] === 'done' ? K.StepBack : K.StepApprove} state={states[1]} clock={attempt?.returned} fills={fills} />
          <Step of={wait === 'second' ? K.StepSecond : K.StepConfirm} state={states[2]} />
          <Step of={K.StepResult} state="ahead" />
        </ol>
      )}
      <div data-state="calm" class="notice"><Icon of="info" /><p><Say of={note} fills={fills} /></p></div>
      <p class="support-ref"><Say of={K.SupportRef} fills={fills} /></p>
    </Frame>
  )
}
