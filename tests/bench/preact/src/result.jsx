// The end: has money left, may I pay again, what now.
import { Fact, Frame, Ours, Say, Theirs } from './parts.jsx'
import { plain } from './words.js'
import * as K from 'keys'

const REFUSED = { refused: K.RefusedTitle, no_funds: K.RefusedTitle, rejected_by_psu: K.RejectedTitle, cancelled_by_psu: K.CancelledThereTitle, cancelled_by_bank: K.CancelledThereTitle }
const LEADS = { no_funds: K.NoFundsLead, sca_expired: K.ScaExpiredLead, refused: K.RefusedLead }

/** Title, lead and the three answers of an outcome. */
function told({ status, attempt }) {
  const at = attempt?.ended
  switch (status) {
    case 'completed': return [K.CompletedTitle, null, at ? K.CompletedMoneyAt : K.CompletedMoney, K.CompletedAgain, K.CompletedNext]
    case 'funds_received': return [K.ReceivedTitle, K.ReceivedLead, at ? K.CompletedMoneyAt : K.CompletedMoney, K.CompletedAgain, K.CompletedNext]
    case 'funds_rejected': return [K.ReturnedTitle, K.ReturnedLead, K.ReturnedMoney, K.ReturnedAgain, K.ReturnedNext]
    case 'submitted': return [K.SubmittedTitle, K.SubmittedLead, K.SubmittedMoney, K.SubmittedAgain, K.SubmittedNext]
    case 'failed': return [REFUSED[attempt?.reason] ?? K.FailedTitle, LEADS[attempt?.reason], at ? K.FailedMoneyAt : K.FailedMoney, K.FailedAgain, K.FailedNext]
    default: return [K.CancelledTitle, null, K.CancelledMoney, K.CancelledAgain, K.CancelledNext]
  }
}

export function Result({ boot, view, standing }) {
  const { attempt, payment, status } = view
  const [title, lead, money, again, next] = told(view)
  const settled = ['completed', 'funds_received', 'funds_rejected'].includes(status)
  const fills = {
    bank: attempt?.bank ?? plain(K.TheBankFirst), payee: <Theirs>{payment.creditor}</Theirs>, ref: <Ours>{payment.support_ref}</Ours>,
    amount: <Ours>{payment.amount} {payment.currency}</Ours>, when: <Ours>{(attempt?.ended ?? payment.expires).full}</Ours>,
  }
  const actions = view.back_url && <a href={view.back_url} data-action="back-to-merchant" class="main"><span class="button-label"><Say of={K.BackTo} fills={fills} /></span></a>
  return (
    <Frame boot={boot} view={view} progress={settled ? 'done' : status === 'submitted' ? 'moving' : 'failed'} actions={actions} standing={standing}>
      <h1 id="title" tabindex="-1" data-field="outcome" class="title"><Say of={title} fills={fills} /></h1>
      {lead && <p class="lead"><Say of={lead} fills={fills} /></p>}
      <dl class="answers">
        <Fact of={K.MoneyAsk} field="money"><Say of={money} fills={fills} /></Fact>
        <Fact of={K.AgainAsk} field="again"><Say of={again} fills={fills} /></Fact>
        <Fact of={K.NextAsk} field="next"><Say of={next} fills={fills} /></Fact>
      </dl>
      {settled ? (
        <section aria-labelledby="receipt" class="receipt">
          <div class="receipt-head">
            <h2 id="receipt">{plain(K.Receipt)}</h2>
            <button type="button" data-action="receipt" class="tool" onClick={() => print()}>{plain(K.Print)}</button>
          </div>
          <dl class="receipt-rows">
            <Fact of={K.ReceiptTo}><Theirs>{payment.creditor}</Theirs></Fact>
            <Fact of={K.ReceiptAmount}><Ours>{payment.amount} {payment.currency}</Ours></Fact>
            {attempt?.bank && <Fact of={K.ReceiptFrom}>{attempt.bank}{attempt.debtor_iban && <>, <Ours>{attempt.debtor_iban}</Ours></>}</Fact>}
            {attempt?.ended && <Fact of={K.ReceiptWhen}><Ours>{attempt.ended.full}</Ours></Fact>}
            {attempt?.end_to_end_id && <Fact of={K.ReceiptId}><Ours>{attempt.end_to_end_id}</Ours></Fact>}
          </dl>
        </section>
      ) : <p class="support-ref"><Say of={K.SupportRef} fills={fills} /></p>}
    </Frame>
  )
}
