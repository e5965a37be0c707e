// `cargo xtask bench handoff`: from the click that leaves for the bank to the first byte of the bank's page, beside a bare
// redirect of the same gateway and the same page of the bank; in Chromium beside a link that leads there without us.
//
// The bare redirect is what the gateway answers where a form's address is opened by hand: the same server, the same gate, no
// store, nothing to seal or to write down. By plain calls over kept connections, by turns; each way out is a payment's first.
import { startBrowser, startHouse } from '../browser/house.mjs'
import { press, shows } from '../browser/payer.mjs'
import { flags, machineLoad, ratios, shown, spread, table, write } from './figures.mjs'

const asked = flags({ rounds: 40, visits: 10, json: '', assets: '' })
const AHEAD = 3
const still = { redirect: 'manual' }

/** A payment that waits at its bank for somebody to leave: page, cookies, and a form's address that only redirects. */
async function prepared(house) {
  const { web_url: page } = await house.link({}, {}, { payment_method: { provider_id: 'libra_ro', payment_scheme: 'domestic' } })
  const opened = await fetch(`${page}?bank=libra_ro`, { headers: { accept: 'text/html' } })
  const cookie = opened.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ')
  const { form_token: token, banks } = JSON.parse((await opened.text()).match(/id="boot"[^>]*>(.*?)<\/script>/s)[1])
  const [bank] = banks
  const paid = await fetch(`${page}/pay`, {
    method: 'POST', headers: { cookie, origin: house.url, accept: 'application/json' },
    body: new URLSearchParams({ token, provider_id: bank.provider_id, method_id: bank.methods[0].method_id, lang: 'en' }),
  })
  const { status } = await paid.json()
  if (status !== 'intent_accepted') throw new Error(`pay answered ${paid.status}, the payment is ${status}`)
  return { leave: `${page}/leave`, bare: `${page}/cancel`, cookie }
}

/** Milliseconds to the first byte, and the answer, read to its end after that. */
async function timed(address, headers = {}) {
  const from = performance.now()
  const answer = await fetch(address, { ...still, headers })
  const ms = performance.now() - from
  await answer.arrayBuffer()
  return { ms, answer }
}

/** One way out, and the bank's page behind it. */
async function leaves({ leave, cookie }) {
  const out = await timed(leave, { cookie })
  const address = out.answer.headers.get('location')
  if (out.answer.status !== 303 || !address.startsWith('http')) throw new Error(`leave answered ${out.answer.status} ${address}`)
  const there = await timed(address)
  if (there.answer.status !== 200) throw new Error(`the bank answered ${there.answer.status}`)
  return { redirect: out.ms, whole: out.ms + there.ms, address }
}

/** A bare redirect, and the same page of the bank. */
async function redirects({ bare, cookie }, address) {
  const out = await timed(bare, { cookie })
  if (out.answer.status !== 303) throw new Error(`the bare redirect answered ${out.answer.status}`)
  return { redirect: out.ms, whole: out.ms + (await timed(address)).ms }
}

async function byCalls(house) {
  const rounds = []
  for (let round = 0; round < asked.rounds + AHEAD; round += 1) {
    const payment = await prepared(house)
    const other = await prepared(house)
    const { address } = await leaves(other)
    let bare
    if (round % 2) bare = await redirects(payment, address)
    const ours = await leaves(payment)
    bare ??= await redirects(payment, ours.address)
    if (round >= AHEAD) rounds.push({ ours, bare })
  }
  return rounds
}

/** From a trusted click to the first byte of the page that it leads to. */
async function clicked(page, act) {
  let at
  await page.exposeFunction('benchClicked', (when) => { at = when })
  await page.evaluate(() => addEventListener('click', (event) => globalThis.benchClicked(performance.timeOrigin + event.timeStamp), true))
  await act()
  const first = await page.evaluate(() => performance.timeOrigin + performance.getEntriesByType('navigation')[0].responseStart)
  return first - at
}

async function inBrowser(browser, house) {
  const visits = []
  for (let visit = 0; visit < asked.visits + 1; visit += 1) {
    const { web_url: address } = await house.link({}, {}, { payment_method: { provider_id: 'cec_ro' } })
    const page = await browser.page()
    await page.goto(`${address}?bank=cec_ro`)
    await press(page, 'pay')
    await shows(page, { screen: 'handoff' })
    const here = new URL(address).host
    const away = () => page.waitForURL((url) => url.host !== here)
    const ours = await clicked(page, async () => { await press(page, 'continue'); await away() })
    const bank = page.url()
    const other = await browser.page()
    await other.goto(`${house.url}/legal`)
    await other.evaluate((href) => {
      const link = Object.assign(document.createElement('a'), { href, id: 'straight', textContent: 'straight' })
      document.body.prepend(link)
    }, bank)
    const straight = await clicked(other, async () => { await other.click('#straight'); await other.waitForURL(bank) })
    await Promise.all([page.context().close(), other.context().close()])
    if (visit > 0) visits.push({ ours, straight })
  }
  return visits
}

const house = await startHouse({ args: asked.assets ? ['--assets', asked.assets] : [] })
const browser = await startBrowser()
try {
  const load = machineLoad()
  const rounds = await byCalls(house)
  const of = (who, what) => rounds.map((round) => round[who][what])
  console.log(`\nfrom the way out to the bank's first byte, ${rounds.length} payments, by plain calls; load ${load}\n`)
  table([
    ['', 'redirect, ms', "bank's first byte, ms"],
    ['ours ({page}/leave)', ...['redirect', 'whole'].map((what) => shown(spread(of('ours', what)), 2))],
    ['bare redirect, same gateway', ...['redirect', 'whole'].map((what) => shown(spread(of('bare', what)), 2))],
    ['ours to bare', ...['redirect', 'whole'].map((what) => shown(ratios(of('ours', what), of('bare', what)), 2))],
  ])
  const visits = await inBrowser(browser, house)
  const seen = (who) => visits.map((visit) => visit[who])
  console.log(`\nthe same from a click in Chromium, ${visits.length} visits\n`)
  table([
    ['', "click to the bank's first byte, ms"],
    ['ours', shown(spread(seen('ours')), 1)],
    ['a link straight to the bank', shown(spread(seen('straight')), 1)],
    ['ours to straight', shown(ratios(seen('ours'), seen('straight')), 2)],
  ])
  write(asked.json, { load, rounds, visits })
} finally {
  await Promise.all([house.stop(), browser.close()])
}
