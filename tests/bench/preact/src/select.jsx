// The first view: search, banks, the methods of the chosen one, Pay.
import { Frame, BankMark, Icon, Ours, Say } from './parts.jsx'
import { counted, plain } from './words.js'
import * as K from 'keys'

const SHOWN = 40
const SCHEMES = { instant: K.Instant, domestic: K.Domestic, sepa: K.Sepa }
const UNUSABLE = { down: K.Down, over_limit: K.AmountTooHigh, under_limit: K.AmountTooLow, currency: K.WrongCurrency }
const fold = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, '')

function fitting(banks, q) {
  const wanted = fold(q)
  return wanted ? banks.filter((bank) => [bank.name, ...bank.keys].some((text) => fold(text).includes(wanted) || (text && wanted.includes(fold(text))))) : banks
}

const isOff = (bank) => bank.unusable || bank.status === 'down'

function Hint({ bank, currency }) {
  if (bank.unusable || bank.status === 'down') return <> <span class="bank-hint">{plain(UNUSABLE[bank.unusable] ?? K.Down, { currency })}</span></>
  if (bank.status === 'degraded') return <> <span class="bank-slow"><Icon of="clock" />{plain(K.Slow)}</span></>
  return null
}

function Method({ method, chosen, told, currency, choose }) {
  const end = method.unusable === 'over_limit' && method.limit ? [K.OverLimit, method.limit] : method.unusable ? [UNUSABLE[method.unusable]] : method.limit ? [K.LimitUpTo, method.limit] : null
  return (
    <button type="button" role="radio" aria-checked={chosen} data-method-id={method.method_id} disabled={!!method.unusable} class="method" onClick={() => choose(method.method_id)}>
      <span class="radio" />
      <span class="method-text">
        <Say of={SCHEMES[method.scheme] ?? K.OtherScheme} />
        {told && method.remitter.length === 1 && <>, <Say of={method.remitter[0] === 'corporate' ? K.Corporate : K.Retail} /></>}
      </span>{' '}
      <span class="method-end">{end && <Say of={end[0]} fills={{ currency, limit: <Ours>{end[1]}</Ours> }} />}</span>
    </button>
  )
}

function Row({ bank, at, count, choice, currency, chooseBank, chooseMethod }) {
  const off = isOff(bank)
  const chosen = !off && choice.bank === bank.provider_id
  const told = bank.methods.some((method) => String(method.remitter) !== String(bank.methods[0].remitter))
  return (
    <div data-state={off ? 'off' : chosen ? 'chosen' : 'open'} class="bank">
      <button type="button" role="radio" aria-checked={chosen} aria-posinset={at + 1} aria-setsize={count} data-provider-id={bank.provider_id} disabled={off} class="bank-row" onClick={() => chooseBank(bank)}>
        <BankMark id={bank.provider_id} name={bank.name} />
        <span class="bank-text"><span class="bank-name">{bank.name}</span><Hint bank={bank} currency={currency} /></span>
        <span class="radio" />
      </button>
      {chosen && (
        <div role="radiogroup" aria-label={plain(K.MethodsOf, { bank: bank.name })} class="methods">
          {bank.methods.map((method) => <Method key={method.method_id} method={method} chosen={choice.method === method.method_id} told={told} currency={currency} choose={chooseMethod} />)}
        </div>
      )}
    </div>
  )
}

export function Select({ boot, view, choice, busy, standing, change, pay, cancel }) {
  const { payment } = view
  const found = fitting(boot.banks, choice.q)
  const shown = found.slice(0, SHOWN)
  const bank = boot.banks.find((one) => one.provider_id === choice.bank)
  const chooseBank = (one) => change({ ...choice, bank: one.provider_id, method: one.methods.find((method) => !method.unusable)?.method_id })
  const chooseMethod = (method) => change({ ...choice, method })
  const actions = (
    <>
      <button type="button" data-action="cancel" class="second" disabled={!!busy} onClick={cancel}>
        <span class="button-label">{plain(busy === 'cancel' ? K.Cancelling : K.CancelPayment)}</span>
      </button>
      <button type="button" data-action="pay" class="main" disabled={!!busy || !choice.method} data-state={busy === 'pay' ? 'busy' : undefined} onClick={pay}>
        <span class="button-label">{busy === 'pay' ? plain(K.Asking) : <Say of={K.Pay} fills={{ amount: <Ours>{payment.amount} {payment.currency}</Ours> }} />}</span>{' '}
        {!busy && <span class="button-more">{bank ? plain(K.PayWith, { bank: bank.name }) : plain(K.PayChooseFirst)}</span>}
      </button>
    </>
  )
  return (
    <Frame boot={boot} view={view} progress="open" actions={actions} standing={standing}>
      <section aria-labelledby="pay-from" class="picker">
        <div class="picker-head">
          <h2 id="pay-from">{plain(K.PayFrom)}</h2>
          <p role="status" class="small">{counted(K.Banks, found.length)}</p>
        </div>
        <search class="search">
          <form onSubmit={(event) => event.preventDefault()}>
            <label for="q" class="unseen">{plain(K.SearchLabel)}</label>
            <input id="q" type="search" name="q" value={choice.q} placeholder={plain(K.SearchHint)} autocomplete="off" autocapitalize="none" spellcheck={false} enterkeyhint="search" class="search-field" onInput={(event) => change({ ...choice, q: event.currentTarget.value })} />
            <button type="submit" aria-label={plain(K.SearchButton)} class="search-go"><Icon of="search" /></button>
          </form>
        </search>
        {shown.length > 0 ? (
          <div role="radiogroup" aria-labelledby="pay-from" class="bank-list">
            {shown.map((one, at) => <Row key={one.provider_id} bank={one} at={at} count={found.length} choice={choice} currency={payment.currency} chooseBank={chooseBank} chooseMethod={chooseMethod} />)}
          </div>
        ) : (
          <div role="status" class="none-found">
            <p><strong>{plain(K.NoneFound, { q: choice.q })}</strong></p>
            <p class="small">{plain(K.NoneFoundNow)}</p>
            <button type="button" class="tool" onClick={() => change({ ...choice, q: '' })}>{plain(K.ShowAll)}</button>
          </div>
        )}
        {found.length > shown.length && <p class="small">{plain(K.ShowingSome, { count: shown.length })}</p>}
      </section>
    </Frame>
  )
}
