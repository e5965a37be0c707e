// Every bank with its own login and approval pages, and a sample of the steered outcomes (contract §9) at different
// banks: what the page says in the end, what the API says, what the bank holds.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until, watch } from './house.mjs'
import { isWellMade, shoot } from './look.mjs'
import { chooseBank, decide, fill, leave, live, offers, payAndLeave, press, shows, toPay } from './payer.mjs'

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

const SETTLED = ['completed', 'funds_received']
const PHONE = { viewport: { width: 390, height: 844 } }
/** What a bank wants to know before Pay. */
const ASKED = { rzb_ro: { debtor_iban: 'RO03RZBR0000069999999999', psu_id: '9999999998' } }

async function opened(transfer) {
  const link = await house.link(transfer)
  const page = await browser.page(PHONE)
  await page.goto(link.web_url)
  await live(page)
  return { link, page }
}

async function seen(page, name) {
  await shoot(page, name)
  await isWellMade(page)
}

for (const bank of ['bt_ro', 'cec_ro', 'ropay', 'rzb_ro']) {
  test(`${bank}: paid by its own pages`, async () => {
    const name = `WALK-${bank.replace('_', '-')}`
    const { link, page } = await opened({ end_to_end_id: name })
    await chooseBank(page, bank)
    await seen(page, `${bank}-1-chosen`)
    await toPay(page, ASKED[bank])
    await press(page, 'pay')
    await shows(page, { screen: 'handoff' })
    await seen(page, `${bank}-2-handoff`)
    await leave(page)
    await shoot(page, `${bank}-3-bank`)
    await decide(page, 'approve', bank)
    await shows(page, { screen: 'result', status: SETTLED })
    await seen(page, `${bank}-4-result`)
    assert.ok(SETTLED.includes(await house.status(link.link_id)))
    assert.deepEqual((await house.bankPayments(bank, name)).map(({ status }) => status), ['ACSC'])
    assert.deepEqual(page.faults, [])
    await page.context().close()
  })
}

test('rzb_ro: wrong details are named beside their fields and keep what was typed; right ones go on', async () => {
  const { page } = await opened()
  await chooseBank(page, 'rzb_ro')
  await press(page, 'continue')
  await shows(page, { screen: 'inputs' })
  await seen(page, 'rzb_ro-inputs')
  await fill(page, { debtor_iban: 'RO03RZBR0000069999999998', psu_id: '' })
  const onward = (await offers(page, 'pay')) ? 'pay' : 'continue'
  await press(page, onward)
  const wrong = page.locator('[aria-invalid="true"]:visible')
  await until(async () => await wrong.count() === 2, 10_000, () => 'the two wrong fields are not marked')
  for (const field of await wrong.all()) {
    const says = (await field.getAttribute('aria-describedby') ?? await field.getAttribute('aria-errormessage')).split(' ')
    const words = await Promise.all(says.map((id) => page.locator(`#${id}`).textContent()))
    assert.ok(words.join('').trim(), 'a wrong field has no words')
  }
  assert.equal(await page.inputValue('input[name="debtor_iban"]'), 'RO03RZBR0000069999999998')
  assert.equal((await shows(page, { screen: 'inputs' })).status, 'started')
  await seen(page, 'rzb_ro-inputs-wrong')
  await toPay(page, ASKED.rzb_ro)
  await press(page, 'pay')
  await shows(page, { screen: 'handoff' })
  await leave(page)
  await decide(page, 'approve', 'rzb_ro')
  await shows(page, { screen: 'result', status: SETTLED })
  assert.deepEqual(page.faults.filter((fault) => !fault.includes('422')), [])
  await page.context().close()
})

/** Amount, bank, what the payer does there (nothing: it does not come so far), and how it ends. */
const OUTCOMES = [
  ['20.11', 'bt_ro', null, { screen: 'result', status: 'failed' }],
  ['20.12', 'cec_ro', 'approve', { screen: 'result', status: 'failed' }],
  ['20.15', 'ropay', null, { screen: 'problem', status: 'started' }],
  ['20.17', 'bt_ro', 'approve', { screen: 'result', status: SETTLED }],
  ['20.18', 'cec_ro', 'approve', { screen: 'result', status: SETTLED }],
  ['20.19', 'ropay', 'approve', { screen: 'result', status: 'failed' }],
  ['20.20', 'cec_ro', 'sleep', { screen: 'problem', status: 'started' }],
  ['20.23', 'rzb_ro', 'approve', { screen: 'select', status: 'started' }],
  ['20.24', 'bt_ro', 'approve', { screen: 'waiting', status: 'received' }],
]

for (const [amount, bank, decision, ends] of OUTCOMES) {
  test(`${amount} at ${bank}: ${ends.screen}`, async () => {
    const { link, page } = await opened({ amount, end_to_end_id: `STEER-${amount}` })
    if (decision === null) {
      await chooseBank(page, bank)
      await toPay(page, ASKED[bank])
      await press(page, 'pay')
    } else {
      await payAndLeave(page, bank, ASKED[bank])
    }
    if (decision === 'approve') await decide(page, 'approve', bank)
    // Asleep at the bank: our page, still open beside it, is what tells.
    const watched = decision === 'sleep' ? watch(await page.context().newPage()) : page
    if (watched !== page) await watched.goto(link.web_url)
    await shows(watched, ends, 45_000)
    await seen(watched, `steered-${amount}-${bank}`)
    const status = await house.status(link.link_id)
    assert.ok([ends.status].flat().includes(status), status)
    assert.ok(!['failed', 'completed'].includes(status) || !await offers(watched, 'pay'), 'a payment that is over can be paid again')
    const books = (await house.bankPayments(bank, `STEER-${amount}`)).map((one) => one.status)
    assert.ok(books.length <= 1, `the bank holds ${books}`)
    assert.equal(books.includes('ACSC'), SETTLED.includes(status), `the bank holds ${books}, the API says ${status}`)
    assert.deepEqual(watched.faults, [])
    await page.context().close()
  })
}

/** What the list says of a bank, and whether it can be chosen. */
async function listed(house, bank) {
  const page = await browser.page(PHONE)
  await page.goto((await house.link()).web_url)
  await live(page)
  const row = page.locator(`[data-provider-id="${bank}"]:visible`).first()
  return { page, words: (await row.innerText()).trim(), enabled: await row.isEnabled() }
}

test('a bank in trouble is badged, then closed with its reason, then comes back', async () => {
  const troubled = await startHouse()
  const feels = (status) => fetch(`${troubled.bankUrl}/_control/cec_ro`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ status }),
  })
  const inVain = async () => {
    const page = await browser.page(PHONE)
    await page.goto((await troubled.link()).web_url)
    await live(page)
    await chooseBank(page, 'cec_ro')
    await toPay(page)
    await press(page, 'pay')
    await shows(page, { screen: 'problem' })
    await page.context().close()
  }
  const look = async (name, holds) => {
    const now = await listed(troubled, 'cec_ro')
    await seen(now.page, name)
    holds(now)
    assert.deepEqual(now.page.faults, [])
    await now.page.context().close()
  }
  try {
    let usual
    await look('health-up', ({ words, enabled }) => { usual = words; assert.equal(enabled, true) })
    assert.equal((await feels('down')).status, 200)
    for (let payer = 0; payer < 4; payer += 1) await inVain()
    let badge
    await look('health-degraded', ({ words, enabled }) => {
      badge = words
      assert.notEqual(words, usual, 'nothing is said of a bank that is slow')
      assert.equal(enabled, true)
    })
    await inVain()
    await look('health-down', ({ words, enabled }) => {
      assert.ok(words !== usual && words !== badge, 'nothing is said of a bank that is closed')
      assert.equal(enabled, false)
    })
    await feels('up')
    await until(async () => {
      const { page, enabled } = await listed(troubled, 'cec_ro')
      await page.context().close()
      return enabled
    }, 30_000, () => 'the bank does not come back')
  } finally {
    await troubled.stop()
  }
})
