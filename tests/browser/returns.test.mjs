// Coming back from the bank in a browser: in another one than began it, by a form, with what a bank leaves behind `#`. And the receipt
// that stands at the end: for whoever began it, on paper and as text, without what opens the page.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse } from './house.mjs'
import { decide, live, offers, payAndLeave, root, shows } from './payer.mjs'

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

const SETTLED = ['completed', 'funds_received']
const TEMPLATES = ['default', 'classic', 'compact', 'cards', 'glass', 'sheet', 'steps']
const payment = (transfer = {}, options = {}) =>
  house.link(transfer, { redirect_url: 'http://127.0.0.1:9/back', ...options }, { payment_method: { provider_id: 'libra_ro', payment_scheme: 'domestic' } })

/** At the bank's login page: signs in and approves by plain calls of this browser; the address that the bank sends back to, which
 * nobody has followed yet. */
async function caught(page) {
  const calls = page.context().request
  const leadsTo = async (answer) => new URL((await answer).headers().location, (await answer).url()).href
  const still = { maxRedirects: 0 }
  const approval = await leadsTo(calls.post(page.url(), { ...still, form: { username: 'testlibra', password: 'testlibra' } }))
  return leadsTo(calls.post(approval, { ...still, form: { decision: 'approve' } }))
}

test('back in another browser: the public view and a way on there; the first page finishes by itself', async () => {
  const link = await payment()
  const first = await browser.page()
  await first.goto(link.web_url)
  await live(first)
  const bank = first.context().newPage()
  await payAndLeave(first)
  // The same browser keeps the page open beside the bank.
  const waits = await bank
  await waits.goto(link.web_url)
  await live(waits)
  await shows(waits, { screen: 'waiting', status: 'awaiting_authz' })
  const back = await caught(first)
  assert.match(back, /state=[\w-]{22,}/)

  const second = await browser.page()
  await second.goto(back)
  assert.equal(new URL(second.url()).search, '', 'nothing of the return stays in the address')
  await shows(second, { status: [...SETTLED, 'received', 'submitted'] })
  await shows(second, { screen: 'result', status: SETTLED }, 40_000)
  const said = await second.locator('main').innerText()
  assert.doesNotMatch(said, /Libra Internet|RO49/)
  assert.equal(await second.locator('.receipt').count(), 0, 'what is kept is kept by who began it')
  assert.ok(await offers(second, 'back-to-merchant'))

  await shows(waits, { screen: 'result', status: SETTLED }, 40_000)
  assert.match(await waits.locator('.receipt').innerText(), /Libra Internet/)
  assert.deepEqual(second.faults, [])
  await Promise.all([first.context().close(), second.context().close()])
})

for (const [how, profile] of Object.entries({ 'by script': {}, 'without script': { javaScriptEnabled: false } })) {
  test(`a return that is posted by a form, ${how}: this browser is known`, async () => {
    const link = await payment({ amount: '20.13' })
    const page = await browser.page(profile)
    await page.goto(link.web_url)
    await payAndLeave(page)
    const back = new URL(await caught(page))
    const state = back.searchParams.get('state')
    // A page of another site, as a bank's is: its form brings no cookie of ours.
    const form = `<form method="post" action="${back.origin}${back.pathname}"><input name="state" value="${state}"><input name="code" value="x"><button>on</button></form>`
    await page.route('**/posts', (route) => route.fulfill({ contentType: 'text/html', body: form }))
    await page.goto(`${house.bankUrl}/posts`)
    await page.click('button')
    await shows(page, { screen: 'waiting', status: 'received' })
    assert.equal(page.url(), link.web_url)
    assert.match(await page.locator('main').innerText(), /Libra/, 'who began it sees its bank')
    await page.context().close()
  })
}

test('what a bank leaves behind # stands in the address no longer than it must, and is believed in nothing', async () => {
  const link = await payment({ amount: '20.13' })
  const page = await browser.page()
  await page.goto(link.web_url)
  await payAndLeave(page)
  const back = new URL(await caught(page))
  await page.goto(`${back.origin}${back.pathname}#${back.search.slice(1)}&code=x`)
  await shows(page, { screen: 'waiting', status: 'received', mode: 'live' })
  assert.equal(page.url(), link.web_url)
  // Without a cookie nothing is known of it: a calm page.
  const other = await browser.page()
  await other.goto(`${back.origin}${back.pathname}#${back.search.slice(1)}`)
  assert.equal((await root(other)).screen, 'waiting')
  assert.match(await other.locator('main').innerText(), /need not do anything again/)
  assert.deepEqual([...page.faults, ...other.faults], [])
  await Promise.all([page.context().close(), other.context().close()])
})

test('the receipt on paper and as text, in every template: true, whole, and without what opens the page', async () => {
  for (const template of TEMPLATES) {
    const id = `E2E-${template}`
    const link = await payment({ end_to_end_id: id, amount: '100.50' }, { ux_template: template })
    const page = await browser.page({ permissions: ['clipboard-read', 'clipboard-write'] })
    await page.goto(link.web_url)
    await live(page)
    await payAndLeave(page)
    await decide(page, 'approve')
    await shows(page, { screen: 'result', status: 'funds_received' }, 40_000)
    await live(page)
    assert.ok(await offers(page, 'receipt'), template)
    await page.locator('[data-part="copy-receipt"]').click()
    await page.locator('.receipt').getByText('Copied', { exact: true }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    await page.emulateMedia({ media: 'print' })
    const printed = await page.locator('body').innerText()
    assert.doesNotMatch(printed, /Copied/, `${template}: what concerns the screen is on paper`)
    const facts = [id, '100,50', 'RON', 'Librăria Noastră', 'RO49 AAAA 1B31 0075 9384 0000', 'Comanda 1042', 'Libra Internet Bank', 'The money has arrived', 'licensed firm']
    for (const fact of facts) {
      assert.ok(copied.includes(fact), `${template}: ${fact} is not copied: ${copied}`)
      assert.ok(printed.includes(fact), `${template}: ${fact} is not printed: ${printed}`)
    }
    assert.match(copied, /\d{1,2} \w+ \d{4}, \d\d:\d\d E(E|S)?S?T/, template)
    const cookies = (await page.context().cookies()).map(({ value }) => value)
    for (const secret of [link.web_id, link.link_id, 'state=', '/pay/', ...cookies]) {
      assert.ok(!printed.includes(secret) && !copied.includes(secret), `${template}: ${secret} is on paper`)
    }
    assert.equal(await page.locator('[data-action]:visible').count(), 0, `${template}: nothing is pressed on paper`)
    // The browser would print the address into the margin: there is none.
    const margin = await page.evaluate(() => [...document.styleSheets].flatMap((sheet) => {
      const inside = (rules) => [...rules].flatMap((rule) => rule instanceof CSSPageRule ? [rule.style.margin] : rule.cssRules ? inside(rule.cssRules) : [])
      return inside(sheet.cssRules)
    }))
    assert.deepEqual(margin, ['0px'], template)
    assert.deepEqual(page.faults, [], template)
    await page.context().close()
  }
})

test('while it is on its way the page says accepted, not paid', async () => {
  const link = await payment({ amount: '20.14' })
  const page = await browser.page()
  await page.goto(link.web_url)
  await payAndLeave(page)
  await decide(page, 'approve')
  await shows(page, { screen: 'result', status: 'submitted' }, 40_000)
  const kept = await page.locator('.receipt').innerText()
  assert.match(kept, /Accepted by your bank, on its way/)
  assert.doesNotMatch(await page.locator('main').innerText(), /\bpaid\b|completed on|Receipt/i)
  await page.context().close()
})
