// Small parts of every view, in our page's markup and classes.
import { plain, runs } from './words.js'
import * as K from 'keys'

const PATHS = {
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4 14 14',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 5v3.2l2 1.2',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 7.3v3.5M8 5v.1',
  tick: 'm3.5 8.3 3 3 6-6.4',
  cross: 'm4.2 4.2 7.6 7.6M11.8 4.2l-7.6 7.6',
  arrow: 'M13 8H3M7 4 3 8l4 4',
}
export const Icon = ({ of }) => <svg viewBox="0 0 16 16" aria-hidden="true" class="icon"><path d={PATHS[of]} /></svg>
export const Ours = ({ children }) => <bdi dir="ltr">{children}</bdi>
export const Theirs = ({ children }) => <bdi class="theirs">{children}</bdi>

/** A sentence in full: stress and fills as elements. */
export const Say = ({ of, fills }) => runs(of, fills).map((run) => (Array.isArray(run) ? <strong>{run[1]}</strong> : run))

export const Fact = ({ of, field, children }) => <div class="fact"><dt>{plain(of)}</dt><dd data-field={field}>{children}</dd></div>

export function initials(name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const short = (word) => word.length <= 4 && word === word.toUpperCase()
  if (words.length > 1 && short(words[words.length - 1])) words.pop()
  const [first, last] = [words[0] ?? '?', words[words.length - 1]]
  const second = words.length > 1 && !short(first) ? last[0] : [...first].slice(1).find((sign) => sign !== sign.toLowerCase()) ?? first[1] ?? ''
  return (first[0] + second).toUpperCase()
}

const tint = (id) => String([...id].reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % 8)
export const BankMark = ({ id, name }) => <span aria-hidden="true" data-mark={id} data-tint={tint(id)} class="mark">{initials(name)}</span>
export const PayeeMark = ({ name }) => <span aria-hidden="true" class="mark mark-payee">{initials(name)}</span>

const Languages = ({ boot }) => (
  <span class="langs">
    {boot.look.other_langs.map(([tag, name]) => <a href={`${boot.page}?lang=${tag}`} lang={tag} hreflang={tag} class="quiet-link">{name}</a>)}
  </span>
)

function Head({ boot, view: { payment, screen } }) {
  const name = <span data-field="creditor" class="payee-name"><Theirs>{payment.creditor}</Theirs></span>
  return (
    <div class="seam-head">
      <div class="payee">
        <PayeeMark name={payment.creditor} />
        {screen === 'select'
          ? <h1 id="title" tabindex="-1" class="payee-text">{name} <span class="payee-more">{plain(K.AsksYouToPay)}</span></h1>
          : <p class="payee-text">{name} <span class="payee-more"><Theirs>{payment.reference}</Theirs></span></p>}
        <Languages boot={boot} />
      </div>
      <p data-field="amount" class="amount" data-long={payment.amount.length > 10 ? '' : undefined}>
        <Ours><span class="amount-number">{payment.amount}</span>{'\u00a0'}<span class="amount-currency">{payment.currency}</span></Ours>
      </p>
    </div>
  )
}

function Facts({ payment }) {
  const more = [
    payment.creditor_iban && <Fact of={K.IbanLabel} field="creditor-iban"><Ours>{payment.creditor_iban}</Ours></Fact>,
    ...[payment.creditor_at_bank, payment.reference_at_bank].filter(Boolean).map((form) => <Fact of={K.AtBankLabel}><Theirs>{form}</Theirs></Fact>),
    ...payment.items.map((item) => <Fact of={K.GoodsLabel}>{item.quantity} × <Theirs>{item.name}</Theirs>, <Ours>{item.amount}</Ours></Fact>),
  ].filter(Boolean)
  return (
    <div class="facts-slot">
      <dl class="facts">
        <Fact of={K.ReferenceLabel} field="reference"><Theirs>{payment.reference}</Theirs></Fact>
        <Fact of={K.ExpiresLabel} field="expires"><time dateTime={payment.expires.iso}>{payment.expires.text}</time></Fact>
        <Fact of={K.FirmLabel}><Say of={K.FirmValue} fills={{ firm: payment.initiator }} /></Fact>
      </dl>
      {more.length > 0 && <details class="more"><summary>{plain(K.MoreFacts)}</summary><dl class="facts">{more}</dl></details>}
    </div>
  )
}

const KNOTS = { open: 'arrow', ready: 'arrow', done: 'tick', failed: 'cross' }

/** The frame of every view: what is paid beside where it is paid from. */
export function Frame({ boot, view, progress, actions, standing, children }) {
  const { payment, attempt, screen } = view
  return (
    <div class="page">
      <div data-at={screen} data-progress={progress} class="seam">
        <main class="seam-halves">
          <div class="seam-ask"><Head boot={boot} view={view} /><Facts payment={payment} /></div>
          <div class="seam-act">
            <div aria-hidden="true" class="thread">
              {screen !== 'select' && attempt?.bank && <BankMark id={attempt.provider_id} name={attempt.bank} />}
              <span class="thread-line" />
              <span class="thread-knot">{KNOTS[progress] && <Icon of={KNOTS[progress]} />}</span>
              <span class="thread-rest" />
              <PayeeMark name={payment.creditor} />
            </div>
            <div role="status" class="standing">{standing && <div data-state="warn" class="notice"><Icon of="info" /><p><Say of={standing} /></p></div>}</div>
            <div class="seam-body">{children}</div>
            {actions && <div class="actions" data-stacked={screen === 'select' ? undefined : ''}>{actions}</div>}
          </div>
        </main>
        <footer aria-label={plain(K.FootName)} class="foot">
          <a href="/legal" class="quiet-link">{plain(K.Legal)}</a>
          <a href="/accessibility" class="quiet-link">{plain(K.Accessibility)}</a>
          <Languages boot={boot} />
        </footer>
      </div>
    </div>
  )
}
