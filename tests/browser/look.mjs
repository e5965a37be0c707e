// What a walk sees of a page beyond its hooks: barriers (axe), what stands over the edge, and a picture where
// FINQLINK_SHOTS names a folder for them.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds. It goes in by the debugger's door, so that the page's policy stays in force. */
export async function inspect(page) {
  const wire = await page.context().newCDPSession(page)
  const expression = `(() => { const module = undefined, exports = undefined; ${AXE}; return globalThis.axe.run(document) })()`
  const { result, exceptionDetails } = await wire.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
  assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails))
  return result.value
}

/** No barrier, one main part, nothing over the edge. */
export async function isWellMade(page) {
  const { violations } = await inspect(page)
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
  assert.deepEqual(found, [])
  assert.equal(await page.locator('main').count(), 1)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(wide <= 0, `${wide} px stand over the edge`)
}

/** A picture of the whole page, where pictures are wanted. */
export async function shoot(page, name) {
  const folder = process.env.FINQLINK_SHOTS
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
