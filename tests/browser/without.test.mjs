// The same journey where something is missing: no script, no WebAssembly, its file gone, or late.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until } from './house.mjs'
import { decide, live, payAndLeave, root, shows } from './payer.mjs'

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

const SETTLED = ['completed', 'funds_received']

async function walk(page, provider = 'libra_ro') {
  const link = await house.link({ amount: '20.14' })
  await page.goto(link.web_url)
  assert.equal((await root(page)).mode, 'html')
  await payAndLeave(page, provider)
  await decide(page, 'approve', provider)
  // Final five seconds after the return: the page must come to it without being touched.
  await shows(page, { screen: 'result', status: SETTLED }, 40_000)
  assert.equal((await root(page)).mode, 'html')
  await page.context().close()
}

test('without script', async () => {
  await walk(await browser.page({ javaScriptEnabled: false }))
})

test('without script, at a bank with its own login and OAuth2', async () => {
  await walk(await browser.page({ javaScriptEnabled: false }), 'bt_ro')
})

test('with script, without WebAssembly', async () => {
  const page = await browser.page()
  await page.addInitScript(() => { delete globalThis.WebAssembly })
  await walk(page)
})

test('with the WebAssembly’s file missing', async () => {
  const page = await browser.page()
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404 }))
  await walk(page)
})

test('what was typed before the app arrived is kept when it arrives, and answered', async () => {
  const page = await browser.page()
  let release
  const held = new Promise((resolve) => { release = resolve })
  await page.route('**/*.wasm', async (route) => { await held; await route.continue() })
  await page.goto((await house.link()).web_url, { waitUntil: 'domcontentloaded' })
  const search = page.locator('input[name="q"]:visible').first()
  await search.fill('no bank of this name')
  assert.equal((await root(page)).mode, 'html')
  release()
  await live(page)
  assert.equal(await search.inputValue(), 'no bank of this name')
  const banks = page.locator('[data-provider-id="libra_ro"]:visible')
  await until(async () => await banks.count() === 0, 5_000, () => 'what was typed is not answered')
  await search.fill('')
  await until(async () => await banks.count() === 1, 5_000, () => 'the bank does not come back')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
