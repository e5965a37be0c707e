// Ways to the bank: out of a merchant's frame, where windows are forbidden, into an app on a phone, by a code; and copying.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until } from './house.mjs'
import { chooseBank, decide, live, press, shows, toPay } from './payer.mjs'

let house
let browser
let host
before(async () => {
  [house, browser] = await Promise.all([startHouse(), startBrowser()])
  // A merchant's page: another origin, whose frame is as closed as the address says.
  host = createServer((request, answer) => {
    const asked = new URL(request.url, 'http://host').searchParams
    const sandbox = asked.has('sandbox') ? ` sandbox="${asked.get('sandbox')}"` : ''
    answer.setHeader('content-type', 'text/html')
    answer.end(`<!doctype html><title>Shop</title><iframe name="page" width="420" height="760" src="${asked.get('page')}"${sandbox}></iframe>`)
  })
  await new Promise((resolve) => host.listen(0, '127.0.0.1', resolve))
})
after(async () => {
  host?.closeAllConnections()
  host?.close()
  await Promise.all([house?.stop(), browser?.close()])
})

const SETTLED = ['completed', 'funds_received']
const CLOSED = 'allow-scripts allow-forms allow-same-origin'

/** The page of a link inside the merchant's, at the hand-off. */
async function framed(sandbox) {
  const link = await house.link()
  const shop = await browser.page()
  const closed = sandbox === undefined ? '' : `&sandbox=${encodeURIComponent(sandbox)}`
  await shop.goto(`http://127.0.0.1:${host.address().port}/?page=${encodeURIComponent(link.web_url)}${closed}`)
  const page = await until(() => shop.frame('page'), 5_000)
  await live(page)
  await chooseBank(page, 'libra_ro')
  await toPay(page)
  await press(page, 'pay')
  await shows(page, { screen: 'handoff' })
  return { link, shop, page }
}

const main = (page) => page.locator('[data-action="continue"]')

test('from a frame the bank gets a tab of its own, and the frame finishes by itself', async () => {
  const { link, shop, page } = await framed()
  assert.deepEqual(await main(page).evaluate(({ dataset, target, rel }) => [dataset.handoff, target, rel]), ['new_tab', '_blank', 'noopener'])
  const [bank] = await Promise.all([shop.context().waitForEvent('page'), press(page, 'continue')])
  await bank.waitForURL((url) => url.href.startsWith(house.bankUrl))
  assert.equal(await bank.evaluate(() => window.opener), null)
  await shows(page, { screen: 'waiting', status: 'awaiting_authz' })
  assert.ok(page.url().startsWith(house.url), 'the frame stays ours')
  await decide(bank, 'approve')
  await shows(page, { screen: 'result', status: SETTLED }, 40_000)
  assert.equal(shop.frames().length, 2)
  assert.ok(SETTLED.includes(await house.status(link.link_id)))
  await shop.context().close()
})

test('where no tab may open the window around is offered, and says why', async () => {
  const { shop, page } = await framed(`${CLOSED} allow-top-navigation-by-user-activation`)
  await press(page, 'continue')
  await until(async () => await main(page).getAttribute('data-handoff') === 'top_window', 5_000, () => 'the next way')
  assert.equal(shop.context().pages().length, 1)
  assert.match(await page.locator('.standing').innerText(), /No new tab/)
  assert.equal(await page.locator('a[data-handoff="new_tab"]:visible').count(), 1, 'can be tried again')
  await press(page, 'continue')
  await shop.waitForURL((url) => url.href.startsWith(house.bankUrl))
  await shop.context().close()
})

test('where no window may open the code and the address are left', async () => {
  const { shop, page } = await framed(CLOSED)
  for (const next of ['top_window', null]) {
    await press(page, 'continue')
    await until(async () => (await main(page).count() > 0 ? await main(page).getAttribute('data-handoff') : null) === next, 5_000, () => `${next}`)
  }
  await page.locator('svg.qr').waitFor({ state: 'visible' })
  assert.match(await page.locator('.standing').innerText(), /cannot be opened from here/)
  assert.equal(await page.locator('a[data-handoff]:visible').count(), 2)
  assert.ok(shop.url().startsWith('http://127.0.0.1'))
  await shop.context().close()
})

test('the leave address itself does not bring the bank into the frame', async () => {
  const { link, shop, page } = await framed()
  await shop.evaluate((url) => { document.querySelector('iframe').src = url }, `${link.web_url}/leave`)
  await shows(shop.frame('page') ?? page, { screen: 'handoff' })
  assert.ok(shop.frames().every((frame) => !frame.url().startsWith(house.bankUrl)))
  assert.equal(await house.status(link.link_id), 'intent_accepted')
  await shop.context().close()
})

test('copying is seen and heard; refused, the address is marked', async () => {
  const link = await house.link()
  for (const permissions of [['clipboard-read', 'clipboard-write'], []]) {
    const page = await browser.page({ permissions })
    if (permissions.length === 0) {
      await page.addInitScript(() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))
        document.execCommand = () => false
      })
    }
    await page.goto(link.web_url)
    await live(page)
    await page.locator('[data-action="show-qr"]:visible').click()
    await press(page, 'copy-link')
    const said = page.locator('.phone [role="status"]')
    await until(async () => (await said.innerText()).length > 0, 5_000, () => 'nothing is said')
    if (permissions.length > 0) {
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link.web_url)
      assert.match(await said.innerText(), /Copied/)
      await until(async () => await said.innerText() === '', 12_000, () => 'it is said for ever')
    } else {
      const marked = await page.evaluate(() => { const field = document.activeElement; return field.value.slice(field.selectionStart, field.selectionEnd) })
      assert.equal(marked, link.web_url)
    }
    await page.context().close()
  }
})

const PHONE = {
  userAgent: 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
  isMobile: true, hasTouch: true, viewport: { width: 390, height: 844 },
}

test('a phone is offered no code, and its page needs none', async () => {
  const link = await house.link()
  const page = await browser.page(PHONE)
  await page.goto(link.web_url)
  await live(page)
  assert.equal(await page.locator('[data-action="show-qr"], svg.qr').count(), 0)
  await page.context().close()
})

/** A request to pay on a phone, at the hand-off: its link is the scheme's own address, which an app takes. */
async function byApp() {
  const link = await house.link({}, {}, { payment_method: { provider_id: 'ropay' } })
  const page = await browser.page(PHONE)
  await page.goto(link.web_url)
  await live(page)
  await chooseBank(page, 'ropay')
  await toPay(page)
  await press(page, 'pay')
  await shows(page, { screen: 'handoff' })
  const way = await main(page).evaluate(({ href, target, dataset }) => ({ href, target, step: dataset.handoff }))
  assert.deepEqual([way.step, way.target, new URL(way.href).origin], ['app_link', '', house.bankUrl])
  return { link, page, way }
}

/** A phone whose app takes the link, or has no answer to it: either way the page stays where it is. */
const nothingOpens = (page) => page.route(`${house.bankUrl}/**`, (route) => route.fulfill({ status: 204 }))

test('the app’s own link leaves by a beacon, and who comes back is known', async () => {
  const { link, page, way } = await byApp()
  await press(page, 'continue')
  await page.waitForURL(way.href)
  await until(async () => await house.status(link.link_id) === 'awaiting_authz', 5_000, () => 'the gateway was not told')
  await decide(page, 'approve', 'ropay')
  await shows(page, { screen: 'result', status: SETTLED }, 40_000)
  assert.match(await page.locator('main').innerText(), /RoPay/, 'who began it sees how')
  await page.context().close()
})

test('an app that opens leaves the page behind, waiting', async () => {
  const { link, page } = await byApp()
  await nothingOpens(page)
  await press(page, 'continue')
  const turn = (hidden) => page.evaluate((is) => {
    Object.defineProperty(document, 'hidden', { value: is, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
  await turn(true)
  await until(async () => await house.status(link.link_id) === 'awaiting_authz', 5_000, () => 'the gateway was not told')
  await turn(false)
  await shows(page, { screen: 'waiting', status: 'awaiting_authz' })
  assert.equal(await main(page).getAttribute('data-handoff'), 'app_link', 'it can be opened again')
  await page.context().close()
})

test('an app that is not there: the next way is offered, which works, and nobody is said to have left', async () => {
  const { link, page, way } = await byApp()
  await nothingOpens(page)
  await press(page, 'continue')
  await until(async () => await main(page).count() > 0 && await main(page).getAttribute('data-handoff') === 'same_tab', 5_000, () => 'the next way')
  assert.equal(await house.status(link.link_id), 'intent_accepted')
  const again = page.locator('a[data-handoff="app_link"]:visible')
  assert.equal(await again.getAttribute('href'), way.href, 'the app can be tried again')
  await page.unroute(`${house.bankUrl}/**`)
  await press(page, 'continue')
  await page.waitForURL((url) => url.href.startsWith(house.bankUrl))
  assert.equal(await house.status(link.link_id), 'awaiting_authz')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
