// `cargo xtask bench frame`: from `Finqlink.open` to `ready` in a merchant's page on another site, beside the same page by itself, from
// its address to its own `ready`; by turns in the same run, on a phone's line and processor, with an empty cache for every visit.
// The merchant's page stands when the clock starts, its loader with it: that is when a payer presses.
import { startBrowser, startHouse } from '../browser/house.mjs'
import { startMerchant } from '../browser/merchant.mjs'
import { flags, machineLoad, ratios, shown, spread, table, write } from './figures.mjs'
import { LINES, SLOWER, WINDOW, slowed } from './phone.mjs'

const asked = flags({ rounds: 15, json: '', assets: '', line: 'fast 4G' })
const PATIENCE_MS = 40_000
const by = (promise, what) => {
  let timer
  const overtime = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${what}: not ready`)), PATIENCE_MS) })
  return Promise.race([promise, overtime]).finally(() => clearTimeout(timer))
}

/** The page in a frame of this mode. */
async function framed(browser, house, merchant, mode) {
  const { web_url: url } = await house.link()
  const page = await browser.page({ viewport: WINDOW })
  try {
    await slowed(page, LINES[asked.line])
    await page.goto(merchant.url)
    return await by(page.evaluate((options) => new Promise((resolve) => {
      const from = performance.now()
      show({ ...options, onEvent: ({ type }) => { if (type === 'ready') resolve(performance.now() - from) } })
    }), { url, mode, container: '#here' }), mode)
  } finally {
    await page.context().close()
  }
}

/** The page by itself, which tells an app that it is ready. */
async function alone(browser, house) {
  const { web_url: url } = await house.link()
  const page = await browser.page({ viewport: WINDOW })
  try {
    await slowed(page, LINES[asked.line])
    const ready = new Promise((resolve) => { page.exposeFunction('benchReady', resolve).then(() => page.addInitScript(() => {
      window.FinqlinkAndroid = { postMessage: (text) => { if (JSON.parse(text).type === 'ready') benchReady(performance.now()) } }
    })).then(() => page.goto(url, { waitUntil: 'commit' })) })
    return await by(ready, 'the page alone')
  } finally {
    await page.context().close()
  }
}

const before = machineLoad()
let house
let browser
let merchant
try {
  [house, browser] = await Promise.all([startHouse({ args: asked.assets ? ['--assets', asked.assets] : [] }), startBrowser()])
  merchant = await startMerchant(house.url)
  const subjects = {
    'by itself': () => alone(browser, house), inline: () => framed(browser, house, merchant, 'inline'), modal: () => framed(browser, house, merchant, 'modal'),
  }
  console.log(`load of the machine at the start: ${before}`)
  const figures = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]))
  for (const visit of Object.values(subjects)) await visit()
  for (let round = 0; round < asked.rounds; round += 1) {
    const all = Object.entries(subjects)
    for (const [name, visit] of round % 2 ? all.reverse() : all) figures[name].push(await visit())
    console.log(`round ${round + 1} of ${asked.rounds}`)
  }
  console.log(`\n${asked.line}, processor ${SLOWER} times slower: milliseconds to \`ready\`, median (range) of ${asked.rounds} visits`)
  table([
    ['the page', 'ready', 'of the page by itself'],
    ...Object.keys(subjects).map((name) => [name, shown(spread(figures[name])), name === 'by itself' ? '' : shown(ratios(figures[name], figures['by itself']), 2)]),
  ])
  console.log(`load of the machine at the end: ${machineLoad()}`)
  write(asked.json, { about: { bench: 'frame', at: new Date().toISOString(), load: { before, after: machineLoad() }, rounds: asked.rounds, line: asked.line, slower: SLOWER }, figures })
} finally {
  await Promise.all([house?.stop(), browser?.close(), merchant?.stop()])
}
