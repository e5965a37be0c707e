// `cargo xtask matrix`: every screen of every template in Chromium, from the pages that `examples/shots.rs` writes. The gate
// takes what a change is likely to break; `--all` takes everything. What is looked at stands in visit.mjs and eye.mjs.
//
//   --pages FOLDER   where the pages are     --all       every look and trial of every page
//   --only WORDS     pages whose name has these, each in one look at least
//   --part K/N       of everything, each N-th page from the K-th on: N parts are `--all`, each page once, and may be run one by one
//   --turn N         which pages the sample takes: the same number takes the same again
//   --workers N      tabs at once
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { startBrowser } from '../browser/house.mjs'
import { differences } from './differences.mjs'
import { LOOKS, ordinary, room, shifts, trials } from './visit.mjs'

/** Says in one line why nothing was looked at, and ends. */
function refuse(why) {
  console.error(`error: ${why}`)
  process.exit(2)
}

const asked = { pages: '', only: '', part: '', turn: '0', workers: '2', all: false }
for (let at = 2; at < process.argv.length; at += 1) {
  const name = process.argv[at].replace(/^--/, '')
  if (!(name in asked)) refuse(`${process.argv[at]} is not known; there are: ${Object.keys(asked).map((one) => `--${one}`).join(', ')}`)
  if (name === 'all') asked.all = true
  else asked[name] = process.argv[at += 1] ?? refuse(`--${name} says nothing`)
}
for (const name of ['turn', 'workers']) if (!/^\d{1,9}$/.test(asked[name])) refuse(`--${name} ${asked[name]} is no number`)
const [part, parts] = asked.part.split('/').map(Number)
if (asked.part && !(/^\d{1,5}\/\d{1,5}$/.test(asked.part) && part >= 1 && part <= parts)) refuse(`--part ${asked.part} is none; parts are like 1/60 to 60/60`)
if (asked.part) asked.all = true

const began = performance.now()
/** `template--fixture--language[--html].html` */
const pages = readdirSync(asked.pages).filter((file) => file.endsWith('.html')).sort().map((file) => {
  const [template, fixture, lang, mode = 'live'] = file.slice(0, -'.html'.length).split('--')
  return { file, template, fixture, lang, mode }
}).filter(({ file }) => asked.only.split(' ').every((word) => file.includes(word)))
if (pages.length === 0) refuse(asked.only ? `no page has “${asked.only}” in its name; names are like glass--select-chosen--en--html` : `no page in ${asked.pages}`)

const names = Object.keys(LOOKS)
/** English with every word two fifths longer (src/fixtures/pseudo.rs): each of its pages must have room for it on a phone. */
const PSEUDO = 'en-x-pseudo'
/** Fixtures that go through the trials in the gate: what a payer meets most, and the worst that can be on a screen. */
const TRIED = /^(select-chosen|select-worst|select-method|inputs-wrong|handoff|waiting-returned|result-completed|consent-select-chosen|consent-select-worst|consent-active)$/
/** Of other languages, and of pages before the app runs, the sample takes each so manieth. */
const EACH = 13
/** After so many turns every page has been seen in every look. */
const TURNS = EACH * names.length
const turn = Number(asked.turn) % TURNS
/** Looks that a page is seen in: in the gate, what is tried in two opposite ones; the rest of English, and what is tried from
 *  right to left, in one, by turns; and each thirteenth page of the rest. */
function looksOf({ lang, mode, fixture }, at) {
  if (lang === PSEUDO) return []
  if (asked.all) return names
  const place = at + turn
  if (mode === 'live' && lang === 'en' && TRIED.test(fixture)) return place % 2 ? [names[0], names[3]] : [names[1], names[2]]
  const isSeen = asked.only || (mode === 'live' && lang === 'en') || (lang === 'ar' && TRIED.test(fixture)) || place % EACH === 0
  return isSeen ? [names[Math.floor(place / EACH + at) % names.length]] : []
}
const isTried = ({ lang, mode, fixture }) => mode === 'live' && lang !== PSEUDO && (asked.all || (lang === 'en' && TRIED.test(fixture)) || (lang === 'ar' && fixture === 'select-chosen'))

/** Pages before the app runs that are held against themselves afterwards. */
const isHeld = ({ mode, fixture }) => mode === 'html' && (asked.all || TRIED.test(fixture))

const newCounts = () => ({ pages: 0, looks: 0, pixels: 0, trials: 0, rules: new Set(), unsure: new Map() })
const counts = newCounts()
/** Counts what a whole visit saw. */
function count({ looks, pixels, trials, rules, unsure }) {
  counts.pages += 1
  for (const [name, more] of Object.entries({ looks, pixels, trials })) counts[name] += more
  rules.forEach((rule) => counts.rules.add(rule))
  unsure.forEach((more, what) => counts.unsure.set(what, (counts.unsure.get(what) ?? 0) + more))
}
const faults = new Map()
function note(page, found) {
  for (const { look, fault } of found) {
    const key = `${page.template}  ${fault}`
    const seen = faults.get(key) ?? []
    seen.push(`${page.fixture} ${page.lang}${page.mode === 'html' ? ' html' : ''}, ${look}`)
    faults.set(key, seen)
  }
}

const browser = await startBrowser()
const isOfPart = (_, at) => !asked.part || at % parts === part - 1
const waiting = pages.map((page, at) => ({ ...page, looks: looksOf(page, at) })).filter((page) => page.looks.length || page.lang === PSEUDO || isTried(page) || isHeld(page)).filter(isOfPart)
/** All that is wrong with a page, and what was looked at. */
async function visit(tab, page) {
  const path = join(asked.pages, page.file)
  const counts = newCounts()
  try {
    const found = [
      ...(page.looks.length ? await ordinary(tab, path, page.looks, counts) : []),
      ...(page.lang === PSEUDO ? await room(tab, path, counts) : []),
      ...(isTried(page) ? await trials(tab, path, counts) : []),
      ...(isHeld(page) ? await shifts(tab, path, counts) : []),
    ]
    return { found, counts, isWhole: true }
  } catch (error) {
    return { found: [{ look: 'visit', fault: `broke off: ${error.message.split('\n')[0]}` }], counts, isWhole: false }
  }
}
/** The same in a tab of its own, and in another where a busy machine breaks it off. */
async function visitAnew(page, tries = 3) {
  const tab = await browser.page()
  const seen = await visit(tab, page)
  await tab.context().close()
  return seen.isWhole || tries === 1 ? seen : visitAnew(page, tries - 1)
}
/** Seen in one visit of a page and not in the next: the browser's or the machine's doing, for the page never changes. */
const seenOnce = []
async function worker() {
  const tab = await browser.page()
  for (let page = waiting.shift(); page; page = waiting.shift()) {
    let seen = await visit(tab, page)
    // What broke off is no answer: the next whole visit is.
    if (!seen.isWhole) {
      seenOnce.push(`${page.file}, ${seen.found[0].look}: ${seen.found[0].fault}`)
      seen = await visitAnew(page)
    }
    let { found } = seen
    const again = found.length && seen.isWhole ? await visitAnew(page) : { isWhole: false }
    if (again.isWhole) {
      const stands = new Set(again.found.map(({ look, fault }) => `${look}: ${fault}`))
      const isThere = ({ look, fault }) => stands.has(`${look}: ${fault}`)
      seenOnce.push(...found.filter((one) => !isThere(one)).map(({ look, fault }) => `${page.file}, ${look}: ${fault}`))
      found = found.filter(isThere)
    }
    note(page, found)
    count(seen.counts)
  }
}
let cpu = 0
try {
  await Promise.all(Array.from({ length: Number(asked.workers) }, worker))
  const templates = [...new Set(pages.map(({ template }) => template))]
  const has = (template, fixture) => pages.find((page) => page.template === template && page.fixture === fixture && page.lang === 'en' && page.mode === 'live')
  const chosen = templates.filter((one) => has(one, 'select') && has(one, 'select-chosen'))
  const path = (template, fixture) => join(asked.pages, has(template, fixture).file)
  const alike = chosen.length > 1 && (part || 1) === 1 ? await differences(await browser.page(), Object.fromEntries(chosen.map((one) => [one, { empty: path(one, 'select'), chosen: path(one, 'select-chosen') }]))) : []
  alike.forEach((fault) => note({ template: '', fixture: 'select', lang: 'en' }, [{ look: 'measured', fault }]))
  cpu = await browser.cpu()
} finally {
  await browser.close()
}

for (const [fault, seen] of [...faults].sort()) console.log(`✖ ${fault}\n    on ${seen.length}: ${seen.slice(0, 3).join('; ')}${seen.length > 3 ? '; …' : ''}`)
if (seenOnce.length) console.log(`\nseen once, and not when the page was opened again\n${seenOnce.map((what) => `  ${what}`).join('\n')}`)
if (counts.unsure.size) console.log(`\nwhat axe could not tell, and a person must\n${[...counts.unsure].sort().map(([what, count]) => `  ${String(count).padStart(5)}  ${what}`).join('\n')}`)
const sample = asked.part ? ` (part ${asked.part} of all)` : asked.all ? '' : ` (turn ${turn} of ${TURNS}; the same again: cargo xtask matrix --turn ${turn})`
console.log(`\n${counts.pages} pages${sample} in ${counts.looks} looks under ${counts.rules.size} rules of axe, ${counts.pixels} of them by pixels; ${counts.trials} trials; ${faults.size} faults; ${Math.round((performance.now() - began) / 1000)} s, ${Math.round(cpu + process.cpuUsage().user / 1e6)} s of processor`)
console.log(`# pass ${counts.looks + counts.trials}\n# fail ${faults.size}`)
process.exitCode = faults.size ? 1 : 0
