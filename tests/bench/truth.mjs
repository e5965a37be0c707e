// `cargo xtask bench truth`: from a bank's answer at the gateway to the page that shows it, beside a bare event that
// goes the same way through the same browser: a bare handler's stream, a page that writes one word.
//
// The bank's answer is the moment at which the gateway logs the end of the bank call (before it has read or stored
// anything); the page's is the end of the first frame that shows the status. One machine, one clock. Payments are made
// by plain calls beside the page, which only watches, as one does that waits; so no press of its own is counted.
import { startBrowser, startHouse, until } from '../browser/house.mjs'
import { live } from '../browser/payer.mjs'
import { fineClock, flags, machineLoad, quantile, table, write } from './figures.mjs'
import { startStage } from './stage.mjs'

const asked = flags({ changes: 120, lanes: 3, listeners: 20, json: '', assets: '' })
const TARGET = { p50: 150, p95: 1_000 }
const TICK_EVERY_MS = 150
const PATIENCE_MS = 30_000
const FINAL = ['completed', 'failed', 'funds_received', 'funds_rejected']
const clock = fineClock()
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Runs in our page: when each status was painted. */
const watcher = `(() => {
  const clock = (${fineClock})()
  globalThis.benchShown = []
  new MutationObserver(() => {
    const { status } = document.documentElement.dataset
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => benchShown.push({ status, at: clock() })
      port2.postMessage(0)
    })
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-status'] })
})()`

/** The log of the house, line by line. */
function logOf(house) {
  return house.said.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return []
    try {
      const entry = JSON.parse(line)
      const [seconds, fraction] = entry.timestamp.replace('Z', '').split('.')
      return [{ ...entry, at: Date.parse(`${seconds}Z`) + Number(`0.${fraction}`) * 1000 }]
    } catch {
      return []
    }
  })
}

/** Event streams without a browser: when each of them had which status. */
function listen(address, cookie, count) {
  const heard = []
  const stop = new AbortController()
  const open = Array.from({ length: count }, async () => {
    const answer = await fetch(`${address}/events`, { headers: { cookie }, signal: stop.signal })
    let text = ''
    for await (const bytes of answer.body) {
      const at = clock()
      text += Buffer.from(bytes).toString()
      const events = text.split('\n\n')
      text = events.pop()
      for (const event of events) {
        const data = event.match(/^data:\s*(.*)$/m)
        if (data) heard.push({ status: JSON.parse(data[1]).status, at })
      }
    }
  })
  Promise.allSettled(open)
  return { heard, stop: () => stop.abort() }
}

/** The payer's other hand: pays, approves at the bank, comes back; all beside the page. */
async function pay(page, address) {
  const boot = JSON.parse(await page.locator('#boot').textContent())
  const bank = boot.banks.find(({ provider_id: id }) => id === 'libra_ro')
  const fields = { token: boot.form_token, provider_id: bank.provider_id, method_id: bank.methods.find(({ unusable }) => !unusable).method_id, lang: 'en' }
  const status = await page.evaluate(async ([path, body]) => (await fetch(path, { method: 'POST', body: new URLSearchParams(body), headers: { accept: 'application/json' } })).status, [`${boot.page}/pay`, fields])
  if (status !== 200) throw new Error(`pay answered ${status}`)
  const calls = page.context().request
  const leadsTo = async (answer) => new URL((await answer).headers().location, (await answer).url()).href
  const still = { maxRedirects: 0 }
  const sca = await until(async () => leadsTo(calls.get(`${address}/leave`, still)), PATIENCE_MS, () => 'the bank cannot be left for')
  const approval = await leadsTo(calls.post(sca, { ...still, form: { username: 'testlibra', password: 'testlibra' } }))
  const back = await leadsTo(calls.post(approval, { ...still, form: { decision: 'approve' } }))
  await calls.get(back, still)
}

/** One payment with a page that watches it; gives what the page and the other listeners showed when. */
async function watched(browser, house) {
  const { web_url: address, link_id: link } = await house.link()
  const page = await browser.page()
  await page.addInitScript(watcher)
  await page.goto(address)
  await live(page)
  const cookie = (await page.context().cookies(address)).map(({ name, value }) => `${name}=${value}`).join('; ')
  const others = listen(address, cookie, asked.listeners)
  await pause(300)
  await pay(page, address)
  await until(() => page.evaluate((final) => benchShown.some(({ status }) => final.includes(status)), FINAL), PATIENCE_MS, () => 'no end is shown')
  await pause(100)
  const shown = await page.evaluate(() => benchShown)
  others.stop()
  await page.context().close()
  return { link, shown, heard: others.heard }
}

/** Changes of a link that a bank's answer caused: the answer's time, and the status that came of it. */
function changes(log, link) {
  const found = []
  let answered
  for (const entry of log.filter((one) => one.link_id === link)) {
    if (entry.message === 'bank call') answered = entry.outcome === 'answered' ? entry.at : undefined
    if (entry.message !== 'status') continue
    if (answered !== undefined) found.push({ status: entry.status, cause: entry.cause, answered, logged: entry.at })
    answered = undefined
  }
  return found
}

/** From the answer to where a status, or a later one, was first seen. */
function delays(found, seen, order) {
  return found.flatMap(({ status, answered }) => {
    const least = order.indexOf(status)
    const first = seen.filter((one) => order.indexOf(one.status) >= least).map(({ at }) => at)
    return first.length > 0 ? [Math.min(...first) - answered] : []
  })
}

async function lane(browser, house, done, enough) {
  while (!enough()) done.push(await watched(browser, house))
}

const told = (list) => ({ n: list.length, p50: quantile(list, 0.5), p95: quantile(list, 0.95), worst: Math.max(...list) })

function judge(log, done) {
  const all = { page: [], streams: [], stored: [] }
  for (const { link, shown, heard } of done) {
    const order = log.filter((one) => one.link_id === link && one.message === 'status').map(({ status }) => status)
    const found = changes(log, link)
    all.page.push(...delays(found, shown, order))
    all.stored.push(...found.map(({ answered, logged }) => logged - answered))
    for (const { status, answered } of found) all.streams.push(...heard.filter((one) => one.status === status).map(({ at }) => at - answered))
  }
  return all
}

const before = machineLoad()
let house
let browser
let stage
try {
  const args = ['--log-format', 'json', '--limit-streams-per-link', '1000', '--limit-streams-per-address', '10000', ...(asked.assets ? ['--assets', asked.assets] : [])];
  [house, browser, stage] = await Promise.all([startHouse({ args }), startBrowser(), startStage()])
  console.log(`load of the machine at the start: ${before}`)
  const bare = await browser.page()
  await bare.goto(`${stage.url}/ticks/`)
  const done = []
  // About three changes of each payment come from a bank's answer; the last ones are counted when the log is read.
  const enough = () => done.reduce((sum, { link }) => sum + changes(logOf(house), link).length, 0) >= asked.changes
  let running = true
  const ticking = async () => {
    while (running) {
      await fetch(`${stage.url}/-/tick`)
      await bare.evaluate(() => trip())
      await pause(TICK_EVERY_MS)
    }
  }
  const lanes = Promise.all(Array.from({ length: asked.lanes }, () => lane(browser, house, done, enough)))
  await Promise.all([lanes.finally(() => { running = false }), ticking()])
  const { shown, trips } = await bare.evaluate(() => ({ shown, trips }))
  const { page, streams, stored } = judge(logOf(house), done)
  const rows = {
    'bank’s answer → page shows it': told(page), 'bare event → bare page shows it': told(shown), 'bare call and back, same browser': told(trips),
    'bank’s answer → change written': told(stored), 'bank’s answer → streams without browser': told(streams),
  }
  console.log(`\n${done.length} payments watched, ${asked.lanes} at a time, ${asked.listeners} streams without a browser beside each page; milliseconds`)
  table([['', 'n', 'p50', 'p95', 'worst'], ...Object.entries(rows).map(([name, row]) => [name, row.n, row.p50.toFixed(1), row.p95.toFixed(1), row.worst.toFixed(1)])])
  const [ours, event] = Object.values(rows)
  const ratio = { p50: ours.p50 / event.p50, p95: ours.p95 / event.p95 }
  console.log(`\nours / bare event: p50 ${ratio.p50.toFixed(1)}, p95 ${ratio.p95.toFixed(1)}`)
  const holds = ours.p50 <= TARGET.p50 && ours.p95 <= TARGET.p95
  console.log(`wanted p50 ≤ ${TARGET.p50} ms and p95 ≤ ${TARGET.p95} ms: ${holds ? 'holds' : 'FALLS SHORT'}`)
  console.log(`load of the machine at the end: ${machineLoad()}`)
  write(asked.json, { about: { bench: 'truth', at: new Date().toISOString(), load: { before, after: machineLoad() }, ...asked }, rows, ratio, holds })
} finally {
  await Promise.all([house?.stop(), browser?.close(), stage?.stop()])
}
