// One page of the matrix: everything that is looked at while it is open. Each look gives lines; an empty list is a good page.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { edges } from './edges.mjs'
import { eye } from './eye.mjs'
import { contrastByPixels } from './pixels.mjs'

const AXE = readFileSync(createRequire(new URL('../browser/package.json', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8')
// Targets are measured by eye.mjs, more strictly: axe takes a row that lies half under a bar for a small one.
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** What must follow from letters, words and lines that a reader sets wider (WCAG 1.4.12): nothing. */
const SPACING = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }'
/** Motion ends within so many milliseconds; a live progress within so many, and rests (decision 0021). */
const MOTION_MS = 250
const PROGRESS_MS = 5_000

/** A window and its colours. */
export const LOOKS = {
  'phone light': { width: 320, height: 640, colorScheme: 'light' },
  'phone dark': { width: 320, height: 640, colorScheme: 'dark' },
  'desktop light': { width: 1280, height: 800, colorScheme: 'light' },
  'desktop dark': { width: 1280, height: 800, colorScheme: 'dark' },
}

const still = { reducedMotion: 'reduce', forcedColors: 'none', contrast: 'no-preference', media: 'screen' }

async function set(page, { width, height, ...media }) {
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ ...still, ...media })
}

const withEyes = new WeakSet()
/** Goes to a page of the matrix, with eyes in it, and axe. */
async function go(page, file, look) {
  if (!withEyes.has(page)) for (const script of [eye, edges, { content: AXE }]) await page.addInitScript(script)
  withEyes.add(page)
  await set(page, look)
  await page.goto(pathToFileURL(file).href)
}

const unfold = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true }))

/** Opens a page of the matrix with its eyes in it, folded details open. */
export async function open(page, file, look = LOOKS['phone light'], { folded = false } = {}) {
  await go(page, file, look)
  if (!folded) await unfold(page)
}

/** What axe tells by colours. All else it tells by what stands where, which is one in light and in dark, or is asked again. */
const BY_COLOUR = ['color-contrast', 'link-in-text-block']

/** What axe finds, with each contrast it could not tell measured by pixels; and how many rules it held the page against. In a
 *  window in which nothing but colours differs from what was asked before, it is asked of colours, and of the rest not again. */
async function barriers(page, counts, isColoursOnly = false) {
  const isAlike = await page.evaluate(() => eye.isAlike())
  const run = isAlike || isColoursOnly ? { runOnly: { type: 'rule', values: BY_COLOUR } } : { runOnly: { type: 'tag', values: TAGS }, rules: { 'target-size': { enabled: false } } }
  const { faults, unsure, isGlass, rules } = await page.evaluate(async (options) => {
    const { violations, incomplete, passes } = await axe.run(document, { ...options, resultTypes: ['violations', 'incomplete'] })
    const lines = (list) => list.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${eye.name(document.querySelector(target[0]))}${any[0]?.data?.contrastRatio ? ` ${any[0].data.contrastRatio} : 1` : ''}`))
    globalThis.unsure = new Set()
    const unsure = incomplete.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) => {
      const element = document.querySelector(target[0])
      if (id === 'color-contrast') globalThis.unsure.add(element)
      return { id, on: element.localName + (element.className ? `.${element.className}` : ''), why: [...any, ...all, ...none].map(({ message }) => message).join('; ') }
    }))
    // Of glass axe sees the tint and not what shines through.
    const isGlass = [...document.querySelectorAll('*')].some((element) => getComputedStyle(element).backdropFilter !== 'none')
    return { faults: lines(violations), unsure, isGlass, rules: [...violations, ...incomplete, ...passes].map(({ id }) => id) }
  }, run)
  rules.forEach((rule) => counts.rules.add(rule))
  counts.looks += 1
  for (const { id, on, why } of unsure.filter(({ id }) => id !== 'color-contrast')) {
    const what = `${id}, ${on}: ${why}`
    counts.unsure.set(what, (counts.unsure.get(what) ?? 0) + 1)
  }
  if (isGlass || unsure.some(({ id }) => id === 'color-contrast')) {
    counts.pixels += 1
    faults.push(...await contrastByPixels(page, isGlass || !isAlike))
  }
  return faults
}

const layout = (page, isPhone) => page.evaluate((phone) => [...eye.sideways(), ...eye.cut(), ...eye.overlaps(), ...eye.targets(phone), ...edges.twins()], isPhone)

/** A page at each of these looks: barriers and layout. */
export async function ordinary(page, file, looks, counts) {
  const faults = []
  for (const [at, name] of looks.entries()) {
    if (at === 0) await open(page, file, LOOKS[name])
    else await set(page, LOOKS[name])
    const found = [...await barriers(page, counts), ...await layout(page, LOOKS[name].width < 600)]
    faults.push(...found.map((fault) => ({ look: name, fault })))
  }
  return faults
}

/** A page with longer words than any language has: layout alone, at the narrowest phone in use, as it opens and unfolded. */
export async function room(page, file, counts) {
  counts.trials += 1
  await go(page, file, LOOKS['phone light'])
  const faults = (await layout(page, true)).map((fault) => ({ look: 'long words, folded', fault }))
  if (await page.evaluate(() => document.querySelector('details:not([open])') === null)) return faults
  await unfold(page)
  return [...faults, ...(await layout(page, true)).map((fault) => ({ look: 'long words', fault }))]
}

/** What a page must bear beyond that, one after the other. */
const TRIALS = {
  'narrow, 280 px': async (page) => {
    await set(page, { width: 280, height: 600, colorScheme: 'light' })
    return layout(page, true)
  },
  'text spacing': async (page) => {
    const faults = []
    for (const look of [LOOKS['phone light'], LOOKS['desktop light']]) {
      await set(page, look)
      const style = await page.addStyleTag({ content: SPACING })
      faults.push(...await page.evaluate(() => [...eye.sideways(), ...eye.cut(), ...eye.overlaps()]))
      await style.evaluate((element) => element.remove())
    }
    return faults
  },
  '4K': async (page) => {
    await set(page, { width: 3840, height: 2160, colorScheme: 'light' })
    return layout(page, false)
  },
  'focus on a phone': async (page) => { await set(page, LOOKS['phone light']); return page.evaluate(() => eye.focus()) },
  'focus on a desktop': async (page) => { await set(page, LOOKS['desktop light']); return page.evaluate(() => eye.focus()) },
  'focus at 400 %': async (page) => {
    await set(page, { width: 320, height: 256, colorScheme: 'light' })
    return [...await layout(page, true), ...await page.evaluate(() => eye.focus())]
  },
  // Contrast is the browser's there: it gives the colours, and puts a plate under each text.
  'forced colours': async (page) => {
    await set(page, { ...LOOKS['phone light'], forcedColors: 'active' })
    return page.evaluate(() => [...edges.forced(), ...eye.focus()])
  },
  // A receipt on paper: what it proves stands there in black, nothing that is pressed, nothing that opens the page again.
  print: async (page) => {
    await set(page, { ...LOOKS['desktop light'], colorScheme: 'dark', media: 'print' })
    return page.evaluate(() => {
      const pressed = [...document.querySelectorAll('button,input:not([type="hidden"]),a.main,a.second,.more > summary')].filter(eye.isVisible)
      const faults = document.querySelector('.receipt') ? pressed.map((one) => `print: ${eye.name(one)} is on paper`) : []
      const said = document.body.innerText
      if (/\/(pay|consent)\/[A-Za-z0-9_-]{16}/.test(said)) faults.push('print: the address of the page is on paper')
      const id = document.querySelector('.receipt-rows .fact:last-child dd')
      if (id && !eye.isVisible(id)) faults.push('print: the end of the receipt is not')
      for (const { element, text } of eye.texts()) {
        const { color } = getComputedStyle(element)
        if (color !== 'rgb(0, 0, 0)') faults.push(`print: “${text.trim().slice(0, 30)}” is ${color}`)
      }
      for (const element of document.querySelectorAll('*')) {
        const { backgroundColor, backgroundImage } = getComputedStyle(element)
        if (!/^rgba\(.*, 0\)$/.test(backgroundColor) || backgroundImage !== 'none') faults.push(`print: ${eye.name(element)} has a ground`)
      }
      return faults
    })
  },
  'more contrast': async (page, counts) => {
    const faults = []
    for (const name of ['phone light', 'phone dark']) {
      await set(page, { ...LOOKS[name], contrast: 'more' })
      faults.push(...await barriers(page, counts, true))
    }
    return faults
  },
}

/** Motion of a page that is open: under reduced motion none at all; otherwise each ends in time. */
async function motion(page, file) {
  await set(page, LOOKS['phone light'])
  const none = await page.evaluate(() => [...eye.motions().map(({ what, on }) => `${what} of ${on} runs`), ...eye.changes().map(({ on }) => `${on} would move`)])
  const faults = none.map((fault) => `motion, reduced: ${fault}`)
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await page.goto(pathToFileURL(file).href)
  const runs = await page.evaluate(() => [eye.motions(), eye.changes()])
  const isMoving = await page.evaluate(() => document.querySelector('[data-progress="moving"],[data-at="waiting"]') !== null)
  for (const { what, on, endTime } of runs[0]) {
    const longest = isMoving ? PROGRESS_MS : MOTION_MS
    if (endTime > longest) faults.push(`motion: ${what} of ${on} ends after ${endTime} ms, wanted ${longest}`)
  }
  for (const { on, ms } of runs[1]) if (ms > MOTION_MS) faults.push(`motion: ${on} takes ${ms} ms to change`)
  return faults
}

/** A page, already open or not, through all trials. */
export async function trials(page, file, counts) {
  const faults = []
  if (page.url() !== pathToFileURL(file).href) await open(page, file)
  for (const [look, trial] of Object.entries(TRIALS)) {
    counts.trials += 1
    faults.push(...(await trial(page, counts)).map((fault) => ({ look, fault })))
  }
  counts.trials += 1
  faults.push(...(await motion(page, file)).map((fault) => ({ look: 'motion', fault })))
  return faults
}

/** A page before the app runs against the same page once it does: nothing that was there has moved, or shrunk. */
export async function shifts(page, file, counts) {
  const faults = []
  counts.trials += 1
  for (const name of ['phone light', 'desktop light']) {
    const seen = []
    for (const one of [file, file.replace('--html.html', '.html')]) {
      await go(page, one, LOOKS[name])
      seen.push(await page.evaluate(() => eye.places()))
    }
    for (const [what, place] of Object.entries(seen[0])) {
      const now = seen[1][what]
      if (!now) faults.push({ look: name, fault: `shift: ${what} is gone once the app runs` })
      else if (place.some((figure, at) => Math.abs(figure - now[at]) > 1)) faults.push({ look: name, fault: `shift: ${what} was at ${place.map(Math.round).join(' ')}, is at ${now.map(Math.round).join(' ')}` })
    }
  }
  return faults
}
