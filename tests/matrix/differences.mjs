// What makes the seven seven: each measured from where things stand in a browser, never from what a template says of itself.
// Any two differ in at least two of five: where the summary stands against the picker, how banks are shown, the order, what
// is seen without a press or a scroll, where the main button stands.
import { open } from './visit.mjs'

const PHONE = { width: 390, height: 844, colorScheme: 'light' }
const DESKTOP = { width: 1280, height: 800, colorScheme: 'light' }
const WANTED = 2

/** Runs in the page: boxes of what the five are told from. */
function boxes() {
  const box = (selector) => {
    const element = [...document.querySelectorAll(selector)].find(eye.isVisible)
    if (!element) return null
    const { left, top, right, bottom } = element.getBoundingClientRect()
    return { left, top, right, bottom }
  }
  const banks = [...document.querySelectorAll('[data-provider-id]')].filter(eye.isVisible).map((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    return { left, top, right, bottom }
  })
  const labels = [...document.querySelectorAll('dt')].filter((element) => eye.isVisible(element) && element.getBoundingClientRect().top < innerHeight).length
  return {
    step: document.documentElement.dataset.step ?? null,
    payee: box('[data-field="creditor"]'), amount: box('[data-field="amount"]'), reference: box('[data-field="reference"]'),
    banks, pay: box('.main'), cancel: box('[data-action="cancel"]'), labels, high: innerHeight, wide: innerWidth,
  }
}

const around = (list) => ({
  left: Math.min(...list.map(({ left }) => left)), top: Math.min(...list.map(({ top }) => top)),
  right: Math.max(...list.map(({ right }) => right)), bottom: Math.max(...list.map(({ bottom }) => bottom)),
})

/** Where one box stands against another. */
function side(one, other) {
  if (one.right <= other.left + 1) return 'before'
  if (one.left >= other.right - 1) return 'after'
  if (one.bottom <= other.top + 1) return 'above'
  return one.top >= other.bottom - 1 ? 'below' : 'over'
}

function summary({ payee, amount, reference, banks, high }) {
  const picker = around(banks)
  const places = [payee, amount, reference].filter(Boolean).map((one) => side(one, picker))
  const place = new Set(places).size > 1 ? 'torn' : places[0]
  if (place !== 'above') return place
  const share = (around([payee, amount, reference].filter(Boolean)).bottom) / high
  return share < 0.12 ? 'above, a line' : share < 0.3 ? 'above' : 'above, large'
}

function shown({ banks, step }, slides) {
  if (step) return 'one question'
  const columns = new Set(banks.map(({ left }) => Math.round(left))).size
  if (columns > 1) return `grid of ${columns}`
  const gaps = banks.slice(1).map(({ top }, at) => top - banks[at].bottom)
  const row = banks[0].bottom - banks[0].top
  return `${slides ? 'sheet' : Math.min(...gaps) > 2 ? 'cards' : 'list'}, ${row < 50 ? 'low' : row < 62 ? 'middle' : 'high'} rows`
}

function order({ payee, amount, reference, banks, pay }) {
  const all = { payee, amount, reference, banks: around(banks) }
  const met = Object.entries(all).filter(([, one]) => one).sort(([, one], [, other]) => Math.abs(one.top - other.top) > 8 ? one.top - other.top : one.left - other.left)
  return [...met.map(([name]) => name), ...(pay ? ['way on'] : [])].join(' ')
}

function button({ pay, cancel, wide, high, banks }) {
  const share = (pay.right - pay.left) / wide
  const width = share > 0.85 ? 'full' : share > 0.6 ? 'wide' : 'part'
  const rests = around(banks)
  const docked = pay.top > rests.top && pay.bottom < rests.bottom && pay.bottom < high - 120 ? 'at the chosen bank' : pay.bottom <= high + 1 && pay.bottom > high - 120 ? (high - pay.bottom < 6 ? 'on the edge' : 'docked') : 'at the end'
  const other = !cancel ? 'alone' : Math.abs(cancel.top - pay.top) < 8 ? 'beside' : cancel.top > pay.top ? 'cancel under' : 'cancel over'
  return `${docked}, ${width}, ${other}`
}

/** On a desktop the button stands in the column of the banks, or in one of its own. */
const column = ({ pay, banks }) => `${side(pay, around(banks)).replace('over', 'in the picker')}`

/** Of a template's pages: nothing chosen yet, and a bank chosen. */
async function measured(page, { empty, chosen }) {
  await open(page, chosen, PHONE, { folded: true })
  const onPhone = button(await page.evaluate(boxes))
  await open(page, chosen, DESKTOP, { folded: true })
  const onDesktop = column(await page.evaluate(boxes))
  await open(page, empty, PHONE, { folded: true })
  const phone = await page.evaluate(boxes)
  const slides = await page.evaluate(async () => {
    const payee = document.querySelector('[data-field="creditor"]')
    const top = payee.getBoundingClientRect().top
    scrollTo({ top: 160, behavior: 'instant' })
    const { left, top: now, right, bottom } = payee.getBoundingClientRect()
    const hit = document.elementFromPoint((left + right) / 2, (now + bottom) / 2)
    return scrollY > 100 && Math.abs(now - top) < 80 && !(hit && (payee.contains(hit) || hit.contains(payee)))
  })
  await open(page, empty, DESKTOP, { folded: true })
  const desktop = await page.evaluate(boxes)
  return {
    summary: `${summary(phone)} / ${summary(desktop)}`,
    banks: `${shown(phone, slides)} / ${shown(desktop, false)}`,
    order: order(phone),
    seen: `${phone.labels} labels, ${phone.banks.filter(({ bottom }) => bottom <= phone.high).length} banks`,
    button: `${onPhone} / ${onDesktop}`,
  }
}

/** The table, and each pair that is too alike. */
export async function differences(page, pages) {
  const rows = []
  for (const [template, its] of Object.entries(pages)) rows.push({ template, ...await measured(page, its) })
  const kinds = Object.keys(rows[0]).filter((kind) => kind !== 'template')
  console.log('\nhow the templates stand apart, on a phone / on a desktop')
  for (const { template, ...row } of rows) console.log(`  ${template.padEnd(9)}${kinds.map((kind) => `${kind}: ${row[kind]}`).join('; ')}`)
  console.log(`\nin how many of the ${kinds.length} any two differ`)
  console.log(`  ${''.padEnd(9)}${rows.map(({ template }) => template.padStart(9)).join('')}`)
  const faults = []
  for (const one of rows) {
    const counts = rows.map((other) => kinds.filter((kind) => one[kind] !== other[kind]).length)
    console.log(`  ${one.template.padEnd(9)}${counts.map((count, at) => (rows[at] === one ? '–' : String(count)).padStart(9)).join('')}`)
    rows.forEach((other, at) => { if (other.template > one.template && counts[at] < WANTED) faults.push(`${one.template} and ${other.template} differ in ${counts[at]} of ${kinds.length}, wanted ${WANTED}`) })
  }
  return faults
}
