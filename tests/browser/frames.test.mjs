// The page in a merchant's page on another site, whose policy is strict, in a browser that blocks third-party cookies (contract §8).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until } from './house.mjs'
import { startMerchant } from './merchant.mjs'
import { chooseBank, decide, live, offers, press, root, shows, toPay } from './payer.mjs'

const PATIENCE_MS = 20_000
const NO_COOKIES = { args: ['--test-third-party-cookie-phaseout'] }
let house
let browser
let merchant
before(async () => {
  [house, browser] = await Promise.all([startHouse(), startBrowser(NO_COOKIES)])
  merchant = await startMerchant(house.url)
})
after(async () => { await Promise.all([house?.stop(), browser?.close(), merchant?.stop()]) })

/** The merchant's page with the link opened in it: the page, and what stands in the frame. */
async function shown(link, options = { mode: 'modal' }, profile = {}) {
  const page = await browser.page(profile)
  await page.goto(merchant.url)
  await page.locator('button').focus()
  await page.evaluate((all) => show(all), { url: link.web_url, ...(options.mode === 'inline' && { container: '#here' }), ...options })
  return { page, frame: await framed(page, link) }
}
const framed = (page, link) => until(() => page.frames().find((frame) => frame.url().startsWith(link.web_url)), PATIENCE_MS, () => 'no frame')
const told = (page, type) => page.evaluate((wanted) => got.filter((message) => message.type === wanted), type)
const hears = (page, type, count = 1) => until(async () => { const all = await told(page, type); return all.length >= count && all }, PATIENCE_MS, () => `${count} × ${type}`)
const clean = async (page) => { assert.deepEqual(await page.evaluate(() => faults), []); assert.deepEqual(page.faults, []) }

/** The tab that opens, once the bank stands in it. */
async function atBank(opening) {
  const tab = await opening
  await tab.waitForURL((url) => url.origin === house.bankUrl, { timeout: PATIENCE_MS })
  return tab
}

/** From the open frame to the bank and back; the bank has a tab of its own. */
async function pays(page, frame, decision = 'approve') {
  await chooseBank(frame, 'libra_ro')
  await toPay(frame)
  await press(frame, 'pay')
  await shows(frame, { screen: 'handoff' })
  const opening = page.context().waitForEvent('page', { timeout: PATIENCE_MS })
  await press(frame, 'continue')
  const tab = await atBank(opening)
  assert.equal(await tab.evaluate(() => opener), null, 'the bank holds no handle on the merchant')
  await decide(tab, decision)
  return tab
}

test('a modal takes the focus and gives it back; Escape closes it; the merchant rests behind it', async () => {
  const { page, frame } = await shown(await house.link())
  await live(frame)
  await hears(page, 'resize')
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'IFRAME')
  const dialog = page.locator('dialog')
  assert.deepEqual(await dialog.evaluate((one) => [one.open, one.matches(':modal'), one.getAttribute('aria-label'), one.querySelector('iframe').title]), [true, true, 'Payment', 'Payment'])
  await assert.rejects(page.locator('button', { hasText: 'Buy' }).click({ timeout: 500 }), 'the merchant can be pressed behind it')
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('iframe')).borderTopWidth), '0px')
  await page.keyboard.press('Escape')
  await hears(page, 'closed')
  assert.deepEqual(await page.evaluate(() => [document.querySelectorAll('dialog, iframe').length, document.activeElement.textContent]), [0, 'Buy'])
  await clean(page)
})

test('Escape that empties the search closes nothing; the button does', async () => {
  const { page, frame } = await shown(await house.link())
  await live(frame)
  await frame.locator('#q').fill('libra')
  await frame.locator('#q').press('Escape')
  assert.equal(await frame.locator('#q').inputValue(), '')
  assert.deepEqual(await told(page, 'closed'), [])
  await page.getByRole('button', { name: 'Close' }).click()
  assert.equal((await hears(page, 'closed')).length, 1)
})

test('inline frames grow and shrink with their pages, several stand side by side, and each can come again', async () => {
  const [one, other] = await Promise.all([house.link(), house.link({ amount: '7.25' })])
  const { page, frame } = await shown(one, { mode: 'inline' })
  await page.evaluate((url) => { globalThis.first = opened; show({ url, mode: 'inline', container: document.getElementById('there') }) }, other.web_url)
  const second = await framed(page, other)
  await Promise.all([live(frame), live(second)])
  const fits = () => page.evaluate(() => [...document.querySelectorAll('iframe')].map((one) => one.clientHeight))
  const content = async () => [await frame.evaluate(() => document.documentElement.scrollHeight), await second.evaluate(() => document.documentElement.scrollHeight)]
  await until(async () => JSON.stringify(await fits()) === JSON.stringify(await content()), PATIENCE_MS, () => 'frames as high as their pages')
  const [high] = await fits()
  await frame.locator('#q').fill('ropay')
  await until(async () => (await fits())[0] < high, PATIENCE_MS, () => 'the frame shrinks')
  await page.evaluate(() => { first.close(); first.close() })
  assert.equal(await page.locator('iframe').count(), 1)
  assert.equal((await told(page, 'closed')).length, 1)
  await page.evaluate((url) => show({ url, mode: 'inline', container: '#here' }), one.web_url)
  await shows(await framed(page, one), { screen: 'select' })
  await clean(page)
})

test('a payment in the frame, without third-party cookies: the bank in a new tab, the frame finishes by itself, final comes once', async () => {
  const link = await house.link({}, { redirect_url: 'http://127.0.0.1:9/back' })
  const { page, frame } = await shown(link)
  await live(frame)
  assert.equal((await page.context().cookies(house.url)).filter(({ partitionKey }) => !partitionKey).length, 0, 'a cookie came all the same')
  const tab = await pays(page, frame)
  // Who comes back in the new tab is the same payer.
  assert.equal(JSON.parse(await tab.locator('#boot').textContent()).view.whose, 'mine')
  await shows(frame, { screen: 'result', status: ['completed', 'funds_received'] })
  const [final, ...more] = await hears(page, 'final')
  assert.deepEqual(more, [])
  assert.equal(final.finqlink, 1)
  assert.match(final.redirect_url, new RegExp(`^http://127\\.0\\.0\\.1:9/back\\?link_id=${link.link_id}&web_id=.*&status=(completed|funds_received)&result=completed$`))
  assert.deepEqual((await told(page, 'handoff')).map(({ kind }) => kind), ['new_tab'])
  const all = await page.evaluate(() => got)
  for (const message of all) assert.ok(message.finqlink === 1 && typeof message.session === 'string' && Number.isSafeInteger(message.seq), JSON.stringify(message))
  for (let at = 1; at < all.length; at += 1) assert.ok(all[at].seq > all[at - 1].seq, 'seq grows')
  const text = JSON.stringify(all)
  for (const secret of ['Libra', 'libra', 'testlibra', 'RO42', 'Librăria']) assert.ok(!text.includes(secret), `${secret} was told`)
  await press(frame, 'back-to-merchant')
  await hears(page, 'closed')
  await clean(page)
})

test('without WebAssembly the frame pays too, by forms that carry what no cookie does', async () => {
  const link = await house.link()
  const page = await browser.page()
  await page.context().route('**/*.wasm', (route) => route.abort())
  await page.goto(merchant.url)
  await page.evaluate((url) => show({ url, mode: 'inline', container: '#here' }), link.web_url)
  const frame = await framed(page, link)
  await chooseBank(frame, 'libra_ro')
  await frame.waitForURL(/bank=libra_ro/)
  await press(frame, 'pay')
  await shows(frame, { screen: 'handoff', mode: 'html' })
  await shows(frame, { embed: 'inline' })
  const opening = page.context().waitForEvent('page', { timeout: PATIENCE_MS })
  await press(frame, 'continue')
  await decide(await atBank(opening), 'approve')
  // Nothing tells this page that it was left: it asks when it is loaded anew.
  await frame.goto(`${link.web_url}?embed=inline`)
  assert.equal((await hears(page, 'final')).length, 1)
  assert.equal(await house.status(link.link_id).then((status) => ['completed', 'funds_received'].includes(status)), true)
})

test('final: once, through reloads of the merchant, of the frame, and in a duplicated tab', async () => {
  const link = await house.link()
  const page = await browser.page()
  await page.goto(`${merchant.url}/?open=${encodeURIComponent(link.web_url)}`)
  await shows(await framed(page, link), { screen: 'select' })
  // A tab that another one opens begins with a copy of its session storage, as a duplicated tab does.
  const opening = page.context().waitForEvent('page')
  await page.evaluate(() => { globalThis.twin = window.open(location.href) })
  const twin = await opening
  await framed(twin, link)
  await page.reload()
  const frame = await framed(page, link)
  await live(frame)
  const tab = await pays(page, frame)
  await tab.close()
  const [[mine], [theirs]] = await Promise.all([hears(page, 'final'), hears(twin, 'final')])
  assert.notEqual(mine.session, theirs.session)
  for (const one of [page, twin]) {
    await one.reload()
    const again = await framed(one, link)
    await shows(again, { screen: 'result' })
    await again.goto(again.url())
    await hears(one, 'status')
    await one.waitForTimeout(1_500)
    assert.deepEqual(await told(one, 'final'), [])
  }
})

test('redirect gives the place to the page', async () => {
  const link = await house.link()
  const page = await browser.page()
  await page.goto(merchant.url)
  await page.evaluate((url) => show({ url, mode: 'redirect' }), link.web_url)
  await page.waitForURL(link.web_url)
  await shows(page, { screen: 'select' })
})

test('an origin that is not registered gets no page, and is told so', async () => {
  const stranger = await startMerchant(house.url, { host: '::1' })
  const page = await browser.page()
  await page.goto(stranger.url)
  await page.evaluate((url) => show({ url, mode: 'inline', container: '#here' }), (await house.link()).web_url)
  const [error] = await hears(page, 'error')
  assert.equal(error.code, 'no_answer')
  assert.deepEqual(await told(page, 'ready'), [])
  await stranger.stop()
})

test('what others say is not heard: by the merchant, by the page', async () => {
  const link = await house.link()
  const { page, frame } = await shown(link, { mode: 'inline' })
  const [ready] = await hears(page, 'ready')
  await page.evaluate(({ session, seq }) => {
    for (const message of [{ type: 'final', status: 'completed' }, { type: 'closed' }, { type: 'error', code: 'x' }]) postMessage({ finqlink: 1, session, seq: seq + 1e6, ...message }, '*')
  }, ready)
  // The page's own window is the right source; its session, its shape are not.
  await frame.evaluate(({ session }) => {
    parent.postMessage({ finqlink: 1, session: 'other', seq: Date.now(), type: 'final', status: 'completed' }, '*')
    parent.postMessage({ finqlink: 1, session, seq: 'x', type: 'final', status: 'completed' }, '*')
    parent.postMessage({ finqlink: 2, session, seq: Date.now(), type: 'final', status: 'completed' }, '*')
    parent.postMessage({ finqlink: 1, session, seq: Date.now(), type: 'constructor' }, '*')
    window.before = 0
    addEventListener('message', () => { window.before += 1 })
    postMessage({ finqlink: 1, session, seq: 1, type: 'hello' }, '*')
  }, ready)
  await until(() => frame.evaluate(() => window.before > 0), PATIENCE_MS)
  await page.waitForTimeout(300)
  assert.deepEqual([(await told(page, 'final')).length, (await told(page, 'closed')).length, (await told(page, 'ready')).length], [0, 0, 1])
  assert.equal((await page.evaluate(() => got)).some(({ type }) => type === 'constructor'), false)
})

test('wrong arguments are named', async () => {
  const page = await browser.page()
  await page.goto(merchant.url)
  const url = `${house.url}/pay/AbCdEfGhIjKlMnOpQrStUv`
  const fault = (options) => page.evaluate((all) => { try { Finqlink.open(all === null ? undefined : all); return '' } catch (error) { return `${error.name}: ${error.message}` } }, options)
  const table = [
    [null, /url/], [{}, /url/], [{ url: 'nonsense' }, /url/], [{ url: 'https://elsewhere.example/pay/x' }, /must be a page of/], [{ url: `${house.url}/gallery` }, /must be a page of/],
    [{ url, mode: 'popup' }, /modal, inline, redirect/], [{ url, mode: 'inline' }, /container/], [{ url, mode: 'inline', container: '#nowhere' }, /container/], [{ url, onEvent: 'x' }, /onEvent/],
  ]
  for (const [options, says] of table) {
    const said = await fault(options)
    assert.match(said, /^TypeError: Finqlink\.open: /, JSON.stringify(options))
    assert.match(said, says)
  }
  assert.equal(await page.locator('iframe, dialog').count(), 0)
  assert.match(await page.evaluate((at) => { try { Finqlink.open({ url: at }).on('paid', () => {}) } catch (error) { return error.message } }, url), /no event paid/)
})

test('the loader: its headers, its immutable twin, its types', async () => {
  const head = async (path) => { const answer = await fetch(house.url + path); return { status: answer.status, headers: answer.headers, text: await answer.text() } }
  const [newest, types, unknown] = await Promise.all(['/embed.js', '/embed.d.ts', '/embed/0.0.0.js'].map(head))
  const version = newest.text.match(/FinqLink embed (\d+\.\d+\.\d+)/)[1]
  const twin = await head(`/embed/${version}.js`)
  assert.equal(twin.text, newest.text)
  assert.match(twin.headers.get('cache-control'), /immutable/)
  assert.doesNotMatch(newest.headers.get('cache-control'), /immutable/)
  assert.equal(unknown.status, 404)
  assert.match(types.text, /interface FinqlinkOptions/)
  for (const { headers } of [newest, types, twin]) assert.deepEqual([headers.get('cross-origin-resource-policy'), headers.get('access-control-allow-origin')], ['cross-origin', '*'])
})

test('the demo shop sells in a frame, and believes only its own questions and signed webhooks', async () => {
  const page = await browser.page()
  await page.goto(house.shopUrl)
  await page.locator('button[type=submit]').click()
  const sold = () => until(() => page.frames().find((one) => one.url().includes('/pay/')), PATIENCE_MS)
  await live(await sold())
  await page.reload()
  const frame = await sold()
  await live(frame)
  await pays(page, frame)
  await shows(frame, { screen: 'result' })
  await until(async () => ['completed', 'funds_received'].includes(await page.locator('[data-known=status]').textContent()), PATIENCE_MS, () => 'the shop knows')
  const logged = (type) => until(async () => await page.locator(`.log [data-type=${type}]`).count() === 1, PATIENCE_MS, () => `one ${type} in the shop's log`)
  await logged('final')
  await press(frame, 'back-to-merchant')
  await logged('closed')
  await page.reload()
  await until(async () => ['completed', 'funds_received'].includes(await page.locator('[data-known=status]').textContent()), PATIENCE_MS, () => 'the shop still knows')
  assert.equal(await page.locator('iframe').count(), 0, 'what is over is not opened again')
  assert.deepEqual(page.faults, [])
  const forged = await fetch(`${house.shopUrl}/webhooks`, { method: 'POST', body: JSON.stringify({ type: 'link_status_update', link_id: 'x', web_id: 'x', status: 'completed' }) })
  assert.equal(forged.status, 401)
})

test('the shop in the page’s place: back with hints, told by the API', async () => {
  const page = await browser.page()
  await page.goto(house.shopUrl)
  await page.check('[name=mode][value=redirect]')
  await page.selectOption('[name=goods]', 'poor')
  await page.locator('button[type=submit]').click()
  await page.waitForURL(/\/pay\//)
  await live(page)
  await chooseBank(page, 'libra_ro')
  await toPay(page)
  await press(page, 'pay')
  await shows(page, { screen: 'handoff' })
  await press(page, 'continue')
  await page.waitForURL((url) => url.origin === house.bankUrl)
  await decide(page, 'approve')
  await shows(page, { status: 'failed' })
  await press(page, 'back-to-merchant')
  await page.waitForURL(/\/thanks/)
  assert.match(await page.locator('.known').textContent(), /^Your order stands at failed, told by (a signed webhook|the API)\.$/)
  assert.equal(await page.locator('[data-known=status]').textContent(), 'failed')
  await page.goto(page.url().replace(/status=\w+/, 'status=completed').replace(/result=\w+/, 'result=completed'))
  assert.equal(await page.locator('[data-known=status]').textContent(), 'failed')
})
