// A page as a client-rendered app makes it: the boot data is fetched (the HTML preloads it), then everything is drawn
// here. Same data, words, markup and styles as our page; three of its views; events followed, forms posted by fetch.
import { render } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { Result } from './result.jsx'
import { Select } from './select.jsx'
import { Waiting } from './waiting.jsx'
import { speak } from './words.js'
import * as K from 'keys'

const VIEWS = { select: Select, waiting: Waiting, result: Result }
const root = document.documentElement

function Page({ boot }) {
  const [view, see] = useState(boot.view)
  const [choice, change] = useState({ bank: boot.choice.provider_id, method: boot.choice.method_id, q: boot.choice.q })
  const [busy, work] = useState(null)
  const [standing, stand] = useState(null)
  const news = (newer) => see((known) => (newer.seq >= known.seq ? newer : known))

  useLayoutEffect(() => {
    Object.assign(root.dataset, { screen: view.screen, status: view.status, mode: 'live' })
    if (view.screen === 'handoff') location.assign(`${boot.page}/leave`)
  }, [view])
  useEffect(() => {
    if (view.final) return undefined
    const events = new EventSource(`${boot.page}/events?lang=${boot.look.lang}`)
    events.onmessage = (event) => news(JSON.parse(event.data))
    return () => events.close()
  }, [view.final])
  useEffect(() => {
    const offline = () => stand(navigator.onLine ? null : K.Offline)
    addEventListener('online', offline)
    addEventListener('offline', offline)
    return () => { removeEventListener('online', offline); removeEventListener('offline', offline) }
  }, [])

  const post = (what, fields = {}) => async () => {
    work(what)
    try {
      const body = new URLSearchParams({ token: boot.form_token, lang: boot.look.lang, ...fields })
      const answer = await fetch(`${boot.page}/${what}`, { method: 'POST', body, headers: { accept: 'application/json' } })
      if (!answer.ok) throw answer.status
      stand(null)
      news(await answer.json())
    } catch {
      stand(K.PressMissed)
    }
    work(null)
  }

  const View = VIEWS[view.screen] ?? Select
  return (
    <View
      boot={boot} view={view} choice={choice} busy={busy} standing={standing} change={change}
      pay={post('pay', { provider_id: choice.bank, method_id: choice.method })} cancel={post('cancel')} retry={post('retry')}
    />
  )
}

const boot = await (await fetch('boot.json')).json()
speak(boot.words)
root.lang = boot.look.lang
document.title = `${boot.view.payment.amount} ${boot.view.payment.currency} · ${boot.view.payment.creditor}`
render(<Page boot={boot} />, document.body)
