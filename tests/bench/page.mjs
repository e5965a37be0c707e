// `cargo xtask bench page`: the first visit of our page, of the same page made with Preact, and of an empty one, in
// Chromium on a throttled line and processor, by turns: bytes by file, first paint, bank list shown and usable, live.
//
// "Shown": a bank that can be pressed stands in a frame, inside the window, with nothing over it, and the browser has
// painted. "Usable": a real press on it, made as soon as it is shown, that the page then honours by showing it as chosen;
// the time is that of the press. Before its app runs, our page honours a press as a form does, by the next page: so the
// time from press to answer is told too.
import { startBrowser, startHouse } from '../browser/house.mjs'
import { live } from '../browser/payer.mjs'
import { flags, machineLoad, ratios, shown, spread, table, write } from './figures.mjs'
import { LINES, SLOWER, WINDOW, slowed } from './phone.mjs'
import { startStage } from './stage.mjs'

const asked = flags({ rounds: 5, json: '', assets: '' })
const PATIENCE_MS = 40_000
const FIGURES = {
  paint: 'first paint', shown: 'bank list shown', usable: 'bank list usable', answered: 'press → answer', live: 'live (app runs)',
}

/** Runs in every page from its first moment, and tells in which frame something stood first. */
function watcher() {
  const at = (now = performance.now()) => performance.timeOrigin + now
  const told = new Set()
  const tell = (kind, more = {}) => {
    if (told.has(kind)) return
    told.add(kind)
    globalThis.benchTell({ kind, at: at(), ...more })
  }
  tell('opened', { at: performance.timeOrigin })
  addEventListener('click', (event) => event.isTrusted && tell('pressed', { at: at(event.timeStamp) }), true)
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'first-paint') tell('paint', { at: at(entry.startTime) })
  }).observe({ type: 'paint', buffered: true })
  const choices = (checked) => document.querySelectorAll(`:is([data-provider-id],[data-method-id])[aria-checked="${checked}"]:not([disabled])`)
  const named = (element) => element.dataset.providerId ?? element.dataset.methodId
  const place = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    const [mx, my] = [x + width / 2, y + height / 2]
    const top = my < innerHeight && document.elementFromPoint(mx, my)
    return top && element.contains(top) ? { x: mx, y: my, choice: named(element) } : null
  }
  const look = () => {
    if (!told.has('shown')) {
      for (const element of choices(false)) {
        const found = place(element)
        if (found) { tell('shown', found); break }
      }
    }
    for (const element of choices(true)) tell(`chosen ${named(element)}`)
    if (document.documentElement?.dataset.mode === 'live') tell('live')
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** A finger that does not ask first whether the page has time for it. */
const press = (wire, place) => Promise.all(['mousePressed', 'mouseReleased'].map((type) =>
  wire.send('Input.dispatchMouseEvent', { type, ...place, button: 'left', clickCount: 1 })))

/** One first visit with an empty cache; `presses` says whether the list is pressed. Times are after its beginning. */
async function visit(browser, address, line, { presses, ends }) {
  const page = await browser.page({ viewport: WINDOW, hasTouch: false })
  const wire = await slowed(page, line)
  const files = new Map()
  wire.on('Network.responseReceived', ({ requestId, response }) => files.set(requestId, { path: new URL(response.url).pathname, bytes: 0 }))
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (files.has(requestId)) files.get(requestId).bytes = encodedDataLength })
  const seen = new Map()
  const until = (kind) => new Promise((resolve) => heard.push({ kind, resolve }))
  const heard = []
  const waits = {}
  await page.exposeBinding('benchTell', (_, told) => {
    if (!seen.has(told.kind)) seen.set(told.kind, told)
    for (const one of heard) if (one.kind === told.kind) one.resolve(told)
  })
  await page.addInitScript(watcher)
  for (const kind of ['shown', 'paint', ends]) waits[kind] = until(kind)
  const overtime = new Promise((_, reject) => { waits.timer = setTimeout(() => reject(new Error(`${address} showed only ${[...seen.keys()].join(', ')}`)), PATIENCE_MS) })
  try {
    const going = page.goto(address, { waitUntil: 'commit' })
    if (presses) {
      const { x, y, choice } = await Promise.race([waits.shown, overtime])
      const chosen = until(`chosen ${choice}`)
      await press(wire, { x, y })
      seen.set('chosen', await Promise.race([chosen, overtime]))
    } else {
      await Promise.race([Promise.all([waits[ends], waits.paint]), overtime])
    }
    await going
    // What is still on its way belongs to the visit.
    if (!presses) await page.waitForLoadState('load')
  } finally {
    clearTimeout(waits.timer)
    overtime.catch(() => {})
    await page.context().close()
  }
  const after = (kind, from = 'opened') => (seen.has(kind) ? seen.get(kind).at - seen.get(from).at : Number.NaN)
  return { paint: after('paint'), shown: Math.max(after('shown'), after('paint')), live: after('live'), usable: after('pressed'), answered: after('chosen', 'pressed'), files: [...files.values()] }
}

/** The subjects: a fresh address of each for every visit, and what a visit without a press waits for. */
function subjects(house, stage) {
  return [
    { name: 'ours', address: async () => (await house.link()).web_url, ends: 'live', presses: true },
    { name: 'Preact', address: async () => `${stage.url}/preact/`, ends: 'live', presses: true },
    { name: 'empty HTML', address: async () => `${stage.url}/empty/`, ends: 'paint', presses: false },
  ]
}

async function measure(browser, all) {
  const figures = {}
  const weights = {}
  for (const one of all) await visit(browser, await one.address(), LINES['fast 4G'], { ...one, presses: false })
  for (let round = 0; round < asked.rounds; round += 1) {
    for (const [line, conditions] of Object.entries(LINES)) {
      for (const one of round % 2 ? [...all].reverse() : all) {
        const calm = await visit(browser, await one.address(), conditions, { ...one, presses: false })
        const pressed = one.presses ? await visit(browser, await one.address(), conditions, one) : {}
        weights[one.name] ??= calm.files
        const kept = ((figures[line] ??= {})[one.name] ??= {})
        const now = { ...calm, usable: pressed.usable, answered: pressed.answered }
        for (const kind of Object.keys(FIGURES)) (kept[kind] ??= []).push(now[kind])
      }
    }
    console.log(`round ${round + 1} of ${asked.rounds}`)
  }
  return { figures, weights }
}

function tellWeights(weights) {
  console.log('\nbytes on the wire of a first visit, heads of answers included')
  for (const [name, files] of Object.entries(weights)) {
    const heavy = [...files].sort((one, other) => other.bytes - one.bytes)
    const all = heavy.reduce((sum, { bytes }) => sum + bytes, 0)
    table([[name, all], ...heavy.map(({ path, bytes }) => [`  ${path.replace(/\/pay\/[^/]+/, '/pay/…')}`, bytes])])
  }
}

function tellTimes(figures) {
  const verdicts = []
  for (const [line, byName] of Object.entries(figures)) {
    console.log(`\n${line}, processor ${SLOWER} times slower: milliseconds after the visit began, median (range)`)
    const names = Object.keys(byName)
    table([
      ['', ...names, 'ours / Preact', 'ours / empty'],
      ...Object.entries(FIGURES).map(([kind, label]) => [
        label, ...names.map((name) => shown(spread(byName[name][kind]))),
        shown(ratios(byName.ours[kind], byName.Preact[kind]), 2), shown(ratios(byName.ours[kind], byName['empty HTML'][kind]), 2),
      ]),
    ])
    const usable = ratios(byName.ours.usable, byName.Preact.usable)
    verdicts.push(`${line}: list usable at ${usable.median.toFixed(2)} of the Preact page's time, wanted below 1: ${usable.median < 1 ? 'holds' : 'FALLS SHORT'}`)
  }
  console.log(`\n${verdicts.join('\n')}`)
  return verdicts
}

/** What the Preact page needs of ours, so that it says and looks the same. */
async function ourPage(house, browser) {
  const { web_url: address } = await house.link()
  const html = await (await fetch(address, { headers: { 'sec-fetch-mode': 'navigate', 'accept-language': 'en' } })).text()
  const css = html.match(/<style>([\s\S]*?)<\/style>/)[1]
  const boot = await (await fetch(`${address}/boot`, { headers: { 'accept-language': 'en' } })).text()
  const icon = await (await fetch(`${house.url}/favicon.svg`)).text()
  const page = await browser.page()
  await page.goto(address)
  await live(page)
  await page.context().close()
  return { css, boot, icon }
}

const before = machineLoad()
let house
let browser
let stage
try {
  [house, browser] = await Promise.all([startHouse({ args: asked.assets ? ['--assets', asked.assets] : [] }), startBrowser()])
  stage = await startStage(await ourPage(house, browser))
  console.log(`load of the machine at the start: ${before}`)
  const { figures, weights } = await measure(browser, subjects(house, stage))
  tellWeights(weights)
  const verdicts = tellTimes(figures)
  console.log(`load of the machine at the end: ${machineLoad()}`)
  write(asked.json, { about: { bench: 'page', at: new Date().toISOString(), load: { before, after: machineLoad() }, rounds: asked.rounds, lines: LINES, slower: SLOWER, window: WINDOW }, weights, figures, verdicts })
} finally {
  await Promise.all([house?.stop(), browser?.close(), stage?.stop()])
}
