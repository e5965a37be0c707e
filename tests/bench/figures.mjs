// Figures of a run: medians with their range, ratios taken round by round, the load of the machine, tables, JSON.
import { readFileSync, writeFileSync } from 'node:fs'

const sorted = (list) => [...list].sort((one, other) => one - other)

/** The figure below which a share of the list lies. */
export const quantile = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * share))]

/** Median and range of a list that is not empty; nothing of an empty one. */
export function spread(list) {
  const all = sorted(list.filter(Number.isFinite))
  if (all.length === 0) return null
  const middle = all.length / 2
  const median = all.length % 2 ? all[Math.floor(middle)] : (all[middle - 1] + all[middle]) / 2
  return { median, low: all[0], high: all.at(-1) }
}

const written = (figure, digits) => figure.toFixed(digits)
/** `median (low–high)`. */
export const shown = (figure, digits = 0) =>
  figure ? `${written(figure.median, digits)} (${written(figure.low, digits)}–${written(figure.high, digits)})` : '–'

/** Ratios of two lists, pair by pair: what disturbs a round disturbs both. */
export const ratios = (ours, theirs) => spread(ours.map((figure, at) => figure / theirs[at]))

/** Prints rows of words, the first column to the left, the others to the right. */
export function table(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => String(row[at] ?? '').length)))
  for (const row of rows) {
    console.log(`  ${row.map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at]) : String(cell ?? '').padStart(widths[at]))).join('   ')}`)
  }
}

/** Load over the last one, five and fifteen minutes, as the machine tells it. */
export const machineLoad = () => readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')

/** `--rounds 5 --json FILE` as an object. */
export function flags(defaults) {
  const asked = { ...defaults }
  for (let at = 2; at < process.argv.length; at += 2) {
    const name = process.argv[at].replace(/^--/, '')
    const value = process.argv[at + 1]
    if (!(name in asked) || value === undefined) throw new Error(`${process.argv[at]} is not known, or has no value; there are: ${Object.keys(defaults).map((one) => `--${one}`).join(', ')}`)
    asked[name] = typeof defaults[name] === 'number' ? Number(value) : value
  }
  return asked
}

/** Writes the figures where they were asked for. */
export function write(file, figures) {
  if (file) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`)
}

/**
 * The wall clock to a tenth of a millisecond, in milliseconds since 1970: where its whole milliseconds begin is watched
 * for, a few times. It runs in Node and, as text, in pages.
 */
export function fineClock() {
  let offset = -Infinity
  for (let time = 0; time < 8; time += 1) {
    const before = Date.now()
    while (Date.now() === before);
    offset = Math.max(offset, Date.now() - performance.now())
  }
  return () => performance.now() + offset
}
