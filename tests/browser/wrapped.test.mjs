// What the client chose (`wrapped_sca`), in a browser: one press to the bank, by script and without; cancelled; two browsers.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse } from './house.mjs'
import { isWellMade } from './look.mjs'
import { decide, leave, live, offers, press, root, shows } from './payer.mjs'

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

const SETTLED = ['completed', 'funds_received']
const PROFILES = { 'by script': {}, 'without script': { javaScriptEnabled: false } }

const payment = () => house.link({}, { type: 'wrapped_sca', redirect_url: 'http://127.0.0.1:9/back' }, { payment_method: { provider_id: 'cec_ro' } })

async function consent() {
  const { status, body } = await house.api('/test/v2/ais/consents/create', { consent: {}, ais_method: { provider_id: 'libra_ro' }, options: { type: 'wrapped_sca' } })
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

async function opened(address, profile = {}) {
  const page = await browser.page(profile)
  await page.goto(address)
  if (profile.javaScriptEnabled !== false) await live(page)
  assert.equal((await root(page)).screen, 'handoff')
  assert.deepEqual([await offers(page, 'continue'), await offers(page, 'cancel'), await offers(page, 'pay'), await offers(page, 'authorise')], [true, true, false, false])
  assert.equal(await page.locator('[data-provider-id], [data-method-id]').count(), 0)
  return page
}

for (const [how, profile] of Object.entries(PROFILES)) {
  test(`a payment, ${how}, from the hand-off to the end`, async () => {
    const link = await payment()
    const page = await opened(link.web_url, profile)
    if (profile.javaScriptEnabled !== false) await isWellMade(page)
    assert.match(await page.locator('[data-field="amount"]').innerText(), /100[.,]50/)
    await leave(page)
    assert.equal(await house.status(link.link_id), 'awaiting_authz')
    await decide(page, 'approve', 'cec_ro')
    await shows(page, { screen: 'result', status: SETTLED }, 40_000)
    assert.deepEqual(page.faults, [])
    await page.context().close()
  })

  test(`a consent, ${how}: read first, agreed to by going on, proven by a receipt`, async () => {
    const made = await consent()
    const page = await opened(made.web_url, profile)
    assert.equal(await page.locator('[data-field="scope"] details').count(), 3)
    await page.locator('[data-field="scope"] summary').first().click()
    assert.equal(await page.locator('[data-field="scope"] li:visible').count(), 3)
    assert.ok(await page.locator('[data-field="validity"]').count() > 0)
    if (profile.javaScriptEnabled !== false) await isWellMade(page)
    await leave(page)
    await decide(page, 'approve')
    await shows(page, { screen: 'result', status: 'active' }, 40_000)
    const receipt = await page.request.get(`${made.web_url}/receipt`)
    assert.equal(receipt.status(), 200)
    assert.match(await receipt.text(), /Share data/)
    assert.deepEqual(page.faults, [])
    await page.context().close()
  })

  test(`cancelled, ${how}: nothing is begun, and who thinks again goes on`, async () => {
    const link = await payment()
    const page = await opened(link.web_url, profile)
    await press(page, 'cancel')
    await shows(page, { screen: 'result', status: 'intent_accepted' })
    assert.match(await page.locator('[data-action="back-to-merchant"]').getAttribute('href'), /result=cancelled/)
    await press(page, 'retry')
    await shows(page, { screen: 'handoff' })
    await leave(page)
    assert.equal(await house.status(link.link_id), 'awaiting_authz')
    await page.context().close()
  })
}

test('two browsers: the one that stays sees the other go on, and nothing of its bank', async () => {
  const link = await payment()
  const [first, second] = [await opened(link.web_url), await opened(link.web_url)]
  await leave(first)
  await shows(second, { screen: 'waiting', status: 'awaiting_authz' })
  assert.equal(await offers(second, 'continue'), false)
  assert.doesNotMatch(await second.locator('main').innerText(), /CEC/)
  await decide(first, 'approve', 'cec_ro')
  await shows(second, { screen: 'result', status: SETTLED }, 40_000)
  assert.deepEqual([...first.faults, ...second.faults], [])
  await Promise.all([first.context().close(), second.context().close()])
})
