// `cargo xtask bench templates`: the time to the first paint of a payment page in every template, by turns in the same run, with an
// empty cache for every visit, on a phone's line and processor. `default` is visited twice a round: how far it is from itself tells
// what the machine makes of equals.
//
// A template falls short only where that is shown, so that a busy machine alone cannot fail it: of its visits, each beside the one to
// `default` of the same round, so many are slower by more than the bound that an even coin would fall like that less than once in
// twenty runs (the sign test). Its median may lie over the bound without that: then the run says that it decides nothing.
import { startBrowser, startHouse } from '../browser/house.mjs'
import { flags, machineLoad, ratios, shown, spread, table, write } from './figures.mjs'
import { LINES, SLOWER, WINDOW, slowed } from './phone.mjs'

const asked = flags({ rounds: 15, json: '', assets: '', line: 'fast 4G' })
const TEMPLATES = ['default', 'cards', 'classic', 'compact', 'glass', 'sheet', 'steps', 'default again']
const MOST = 1.05
const PATIENCE_MS = 40_000
/** Chance that a run may call equals unequal. */
const CHANCE = 0.05

/** Runs in every page: tells when it was first painted, after the visit began. */
function watcher() {
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') globalThis.benchPainted(startTime)
  }).observe({ type: 'paint', buffered: true })
}

async function visit(browser, house, template) {
  const { web_url: address } = await house.link({}, { ux_template: template.split(' ')[0] })
  const page = await browser.page({ viewport: WINDOW })
  try {
    await slowed(page, LINES[asked.line])
    let timer
    const overtime = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${template} was not painted`)), PATIENCE_MS) })
    const painted = new Promise((resolve) => { page.exposeBinding('benchPainted', (_, at) => resolve(at)).then(() => page.addInitScript(watcher)).then(() => page.goto(address, { waitUntil: 'commit' })) })
    const at = await Promise.race([painted, overtime])
    clearTimeout(timer)
    const told = await page.evaluate(() => document.documentElement.dataset.template)
    if (told !== template.split(' ')[0]) throw new Error(`asked for ${template}, got ${told}`)
    return at
  } finally {
    await page.context().close()
  }
}

/** Chance that of so many tosses of an even coin at least so many fall on one side. */
function chance(tosses, least) {
  let [ways, sum] = [1, 0]
  for (let heads = 0; heads <= tosses; heads += 1) {
    if (heads >= least) sum += ways
    ways = ways * (tosses - heads) / (heads + 1)
  }
  return sum / 2 ** tosses
}

function judge(ours, theirs) {
  const slower = ours.filter((figure, at) => figure > theirs[at] * MOST).length
  if (chance(ours.length, slower) < CHANCE) return 'FALLS SHORT'
  return ratios(ours, theirs).median <= MOST ? 'holds' : 'not decided: more rounds, or a quieter machine'
}

const before = machineLoad()
let house
let browser
try {
  [house, browser] = await Promise.all([startHouse({ args: asked.assets ? ['--assets', asked.assets] : [] }), startBrowser()])
  console.log(`load of the machine at the start: ${before}`)
  const figures = Object.fromEntries(TEMPLATES.map((template) => [template, []]))
  // What is compiled and read once, by gateway and browser, is so before the clock counts.
  for (const template of TEMPLATES) await visit(browser, house, template)
  for (let round = 0; round < asked.rounds; round += 1) {
    // Another one begins each round, and every other round goes the other way.
    const turned = [...TEMPLATES.slice(round % TEMPLATES.length), ...TEMPLATES.slice(0, round % TEMPLATES.length)]
    for (const template of round % 2 ? turned.reverse() : turned) figures[template].push(await visit(browser, house, template))
    console.log(`round ${round + 1} of ${asked.rounds}`)
  }
  const verdicts = Object.fromEntries(TEMPLATES.slice(1).map((template) => [template, judge(figures[template], figures.default)]))
  console.log(`\n${asked.line}, processor ${SLOWER} times slower: milliseconds to the first paint, median (range) of ${asked.rounds} visits; wanted: at most ${MOST} of default's`)
  table([
    ['template', 'first paint', 'of default', ''],
    ...TEMPLATES.map((template) => [
      template, shown(spread(figures[template])), template === 'default' ? '' : shown(ratios(figures[template], figures.default), 2), verdicts[template] ?? '',
    ]),
  ])
  console.log(`load of the machine at the end: ${machineLoad()}`)
  write(asked.json, { about: { bench: 'templates', at: new Date().toISOString(), load: { before, after: machineLoad() }, rounds: asked.rounds, line: asked.line, slower: SLOWER, window: WINDOW }, figures, verdicts })
  if (Object.entries(verdicts).some(([template, says]) => template !== 'default again' && says === 'FALLS SHORT')) process.exitCode = 1
} finally {
  await Promise.all([house?.stop(), browser?.close()])
}
