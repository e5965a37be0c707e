// The same journey where something is missing: no script, no WebAssembly, its file gone, or late.
import assert from 'node:assert/strict'
import { createServer, request as ask } from 'node:http'
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

/** A slow line before the house: the first document stops after its banks, the app comes only when something was
 * pressed, and the answer to the press after it. */
async function slowLine(house) {
  let first = true
  let pressed
  const press = new Promise((resolve) => { pressed = resolve })
  const server = createServer((wanted, answer) => {
    const headers = { ...wanted.headers }
    delete headers['accept-encoding']
    const call = ask(house.url + wanted.url, { method: wanted.method, headers }, (got) => {
      const stops = first && wanted.headers['sec-fetch-dest'] === 'document'
      first &&= !stops
      delete got.headers['content-length']
      answer.writeHead(got.statusCode, got.headers)
      const after = wanted.url.endsWith('.wasm') ? press : Promise.resolve()
      if (!stops) return after.then(() => setTimeout(() => got.pipe(answer), wanted.url.includes('bank=') ? 2_000 : 0))
      let text = ''
      got.setEncoding('utf8').on('data', (part) => { text += part }).on('end', () => answer.write(text.slice(0, text.indexOf('class="actions"'))))
      return undefined
    })
    call.on('error', () => answer.destroy())
    wanted.pipe(call)
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  return { url: `http://127.0.0.1:${server.address().port}`, pressed, stop: () => { server.closeAllConnections(); server.close() } }
}

test('a press before the page has arrived in whole counts, and the app comes after it', async () => {
  const line = await slowLine(house)
  try {
    const page = await browser.page()
    const { web_url: address } = await house.link()
    await page.goto(address.replace(house.url, line.url), { waitUntil: 'commit' })
    const bank = page.locator('[data-provider-id="libra_ro"]:visible').first()
    await bank.waitFor()
    assert.equal((await root(page)).mode, 'html')
    await bank.click({ noWaitAfter: true })
    line.pressed()
    await page.waitForURL(/bank=libra_ro/)
    await live(page)
    assert.equal(await bank.getAttribute('aria-checked'), 'true')
    assert.deepEqual(page.faults, [])
    await page.context().close()
  } finally {
    line.stop()
  }
})
