// The bank picker as a person meets it: its order, search, what narrows it, all of it by keyboard, the last bank of this device, and
// banks that go down and come back while the list is open.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until } from './house.mjs'
import { chooseBank, decide, live, offers, payAndLeave, press, shows } from './payer.mjs'

const TEMPLATES = ['cards', 'classic', 'compact', 'default', 'glass', 'sheet', 'steps']
const POPULAR_FIRST = ['bt_ro', 'cec_ro', 'rzb_ro', 'libra_ro', 'ropay']

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

async function opened({ transfer = {}, options = {}, context = {}, before: prepare } = {}) {
  const link = await house.link(transfer, options)
  const page = await browser.page({ locale: 'en-GB', ...context })
  await prepare?.(page)
  await page.goto(link.web_url)
  if (context.javaScriptEnabled !== false) await live(page)
  return { link, page }
}

const order = (page) => page.locator('[data-provider-id]').evaluateAll((rows) => rows.map((row) => row.dataset.providerId))
const focused = (page) => page.evaluate(() => document.activeElement.dataset.providerId ?? document.activeElement.id)
const status = (page) => page.locator('.picker [role=status]')

test('popular banks first, all others by name; without script, too', async () => {
  const { page } = await opened()
  assert.deepEqual(await order(page), POPULAR_FIRST)
  const { page: plain } = await opened({ context: { javaScriptEnabled: false } })
  assert.deepEqual(await order(plain), POPULAR_FIRST)
  await Promise.all([page.context().close(), plain.context().close()])
})

test('typed fast, the count is told once; nothing found says what to do, and Escape brings all back', async () => {
  const { page } = await opened()
  await page.evaluate(() => {
    globalThis.told = []
    const region = document.querySelector('.picker [role=status]')
    new MutationObserver(() => told.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true })
  })
  await page.locator('#q').pressSequentially('TRANSILVANAI', { delay: 40 })
  assert.deepEqual(await order(page), ['bt_ro'], 'a slip is forgiven')
  await until(async () => (await page.evaluate(() => told.length)) > 0, 5_000, () => 'the count was not told')
  await page.waitForTimeout(1_500)
  assert.deepEqual(await page.evaluate(() => told), ['1 bank'])
  for (const [typed, found] of [['RO49 BREL', ['libra_ro']], ['BTRLRO22XXX', ['bt_ro']], ['bank libra', ['libra_ro']], ['zzzz', []]]) {
    await page.locator('#q').fill(typed)
    assert.deepEqual(await order(page), found, typed)
  }
  await until(async () => (await status(page).textContent()).includes('zzzz'), 5_000, () => 'nothing found was not told')
  assert.ok(await page.locator('[data-part=show-all]').isVisible())
  await page.keyboard.press('Escape')
  assert.deepEqual(await order(page), POPULAR_FIRST)
  assert.equal(await page.locator('#q').inputValue(), '')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('the whole picker by keyboard: from search into the list, arrows, home, end, a letter, Escape', async () => {
  const { page } = await opened()
  await page.locator('#q').focus()
  await page.keyboard.press('ArrowDown')
  assert.equal(await focused(page), 'bt_ro')
  assert.equal(await page.locator('[aria-checked=true]').count(), 0, 'coming to the list chooses nothing')
  for (const [key, bank] of [['ArrowDown', 'cec_ro'], ['ArrowDown', 'rzb_ro'], ['ArrowUp', 'cec_ro'], ['End', 'ropay'], ['ArrowDown', 'bt_ro'], ['ArrowUp', 'ropay'], ['Home', 'bt_ro']]) {
    await page.keyboard.press(key)
    assert.equal(await focused(page), bank, key)
    assert.equal(await page.locator(`[data-provider-id="${bank}"]`).getAttribute('aria-checked'), 'true', key)
  }
  const told = await page.locator('[data-provider-id]').evaluateAll((rows) => rows.map((row) => [row.textContent.includes(row.querySelector('.bank-name').textContent), row.ariaPosInSet, row.ariaSetSize]))
  assert.deepEqual(told, [1, 2, 3, 4, 5].map((place) => [true, String(place), '5']))
  assert.equal(await page.locator('.bank-list > .bank > [tabindex="0"]').count(), 1, 'the list is one stop for the Tab key')
  await page.keyboard.press('l')
  assert.equal(await focused(page), 'q')
  assert.equal(await page.locator('#q').inputValue(), 'l')
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('#q').inputValue(), '')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('whose account narrows banks and methods, by app and by plain form', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page } = await opened({ context: { javaScriptEnabled } })
    await chooseBank(page, 'cec_ro')
    const company = page.getByRole('button', { name: 'Company account' })
    await company.click()
    await until(async () => (await order(page)).length === 3, 5_000, () => 'the order is another')
    assert.deepEqual(await order(page), ['bt_ro', 'rzb_ro', 'libra_ro'])
    assert.equal(await company.getAttribute('aria-pressed'), 'true')
    assert.equal(await offers(page, 'pay'), false, 'a bank that does not suit is no longer chosen')
    await chooseBank(page, 'bt_ro')
    await until(async () => await page.locator('[data-method-id]').count() > 0, 5_000, () => 'no methods')
    const methods = await page.locator('[data-method-id]').evaluateAll((rows) => rows.map((row) => row.dataset.methodId))
    assert.deepEqual(methods, ['bt_ro.domestic_corporate'])
    await company.click()
    await until(async () => (await order(page)).length === 5, 5_000, () => 'pressed again, it does not let go')
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
})

test('one bank, or banks that differ in nothing: no switch', async () => {
  const link = await house.link({}, {}, { payment_method: { provider_id: 'bt_ro' } })
  const page = await browser.page()
  await page.goto(link.web_url)
  await live(page)
  assert.equal(await page.locator('.narrow').count(), 0)
  await page.context().close()
})

test('the bank used last is offered first, and forgotten when asked', async () => {
  const { page } = await opened()
  await payAndLeave(page, 'libra_ro')
  await decide(page, 'approve')
  await shows(page, { screen: ['waiting', 'result'] })
  const again = await house.link()
  await page.goto(again.web_url)
  await live(page)
  await until(async () => (await order(page))[0] === 'libra_ro', 5_000, () => 'the order is another')
  assert.match(await page.locator('.bank').first().textContent(), /Used last/)
  await press(page, 'forget-bank')
  await until(async () => await page.locator('[data-action=forget-bank]').count() === 0, 5_000, () => 'it is not forgotten')
  assert.equal(await page.evaluate(() => localStorage.length), 0)
  await page.reload()
  await live(page)
  assert.deepEqual(await order(page), POPULAR_FIRST)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('where storage is blocked nothing is kept, and nothing complains', async () => {
  const blocked = (page) => page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('The operation is insecure.', 'SecurityError') } })
  })
  const said = []
  const { page } = await opened({ before: async (page) => { page.on('console', (message) => said.push(message.text())); await blocked(page) } })
  await payAndLeave(page, 'libra_ro')
  await decide(page, 'approve')
  await shows(page, { screen: ['waiting', 'result'] })
  await page.goto((await house.link()).web_url)
  await live(page)
  assert.deepEqual(await order(page), POPULAR_FIRST)
  assert.deepEqual([page.faults, said], [[], []])
  await page.context().close()
})

test('what follows a bank that is chosen near the foot comes into sight, in every template', async () => {
  for (const viewport of [{ width: 390, height: 844 }, { width: 320, height: 568 }]) {
    for (const ux_template of TEMPLATES.filter((one) => one !== 'steps')) {
      const { page } = await opened({ options: { ux_template }, context: { viewport } })
      await chooseBank(page, 'libra_ro')
      const last = page.locator('[data-method-id]').last()
      await last.waitFor()
      const seen = () => last.evaluate((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        const top = document.elementFromPoint(x + width / 2, y + height / 2)
        return Boolean(top) && element.contains(top)
      })
      await until(seen, 3_000, () => `${ux_template} at ${viewport.width}: the last method is covered`)
      assert.deepEqual(page.faults, [])
      await page.context().close()
    }
  }
})

/** Pays at a bank by plain calls, as a browser without script would; only the bank's answer is of interest. */
async function tryToPay(bank, method) {
  const { web_url: address } = await house.link()
  const opens = await fetch(address, { headers: { 'sec-fetch-mode': 'navigate' } })
  const cookie = opens.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
  const { form_token: token } = await (await fetch(`${address}/boot`, { headers: { cookie } })).json()
  const body = new URLSearchParams({ token, provider_id: bank, method_id: method })
  await fetch(`${address}/pay`, { method: 'POST', body, headers: { cookie, accept: 'application/json', origin: house.url } })
}

const feels = (bank, status) => fetch(`${house.bankUrl}/_control/${bank}`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ status }),
})

test('a bank that goes down while it is chosen is said to be down where it stands, and comes back', async () => {
  const { page } = await opened({ transfer: { amount: '77.10' } })
  const asked = []
  page.on('request', (request) => { if (request.url().includes('/banks?')) asked.push({ at: performance.now(), url: request.url() }) })
  await page.locator('[data-provider-id=libra_ro]').focus()
  await page.keyboard.press('Enter')
  await until(() => offers(page, 'pay'), 5_000, () => 'Pay is not armed')
  const places = () => page.locator('.bank').evaluateAll((rows) => rows.map((row) => Math.round(row.getBoundingClientRect().y + scrollY)))
  const stood = await places()
  await feels('libra_ro', 'down')
  for (let at = 0; at < 6; at += 1) await tryToPay('libra_ro', 'libra_ro.domestic')
  const row = page.locator('[data-provider-id=libra_ro]')
  await until(() => row.isDisabled(), 25_000, () => 'the page does not learn of it')
  assert.match(await row.textContent(), /Not available now/)
  assert.equal(await offers(page, 'pay'), false)
  assert.match(await page.locator('[data-action=pay]').textContent(), /Not available now/)
  assert.match(await status(page).textContent(), /Libra.*not available/)
  assert.deepEqual(await order(page), POPULAR_FIRST, 'the order stays')
  const stands = await places()
  assert.ok(stood.every((y, at) => Math.abs(y - stands[at]) <= 2), `nothing moves: ${stood} became ${stands}`)
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'the focus is not lost')
  await feels('libra_ro', 'up')
  await until(() => offers(page, 'pay'), 60_000, () => 'the page does not learn that it is back')
  assert.ok(asked.every(({ url }) => url.includes('only=health')), 'a small reading each time')
  assert.ok(asked.every(({ at }, nth) => nth === 0 || at - asked[nth - 1].at >= 14_900), `no more than one in 15 s: ${asked.map(({ at }) => at)}`)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
