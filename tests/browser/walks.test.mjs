// Walks of a payer with script and WebAssembly: approved, refused, cancelled, hurried, gone back, reloaded, twice open.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until, watch } from './house.mjs'
import { decide, leave, live, offers, payAndLeave, chooseBank, press, root, shows, toPay } from './payer.mjs'

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

const SETTLED = ['completed', 'funds_received']

async function opened(transfer, options) {
  const link = await house.link(transfer, options)
  const page = await browser.page()
  await page.goto(link.web_url)
  await live(page)
  return { link, page }
}

test('approved: the page turns to completed by itself, and the webhook is told', async () => {
  const told = []
  const receiver = createServer((request, answer) => {
    let text = ''
    request.on('data', (bytes) => { text += bytes })
    request.on('end', () => { told.push({ headers: request.headers, body: JSON.parse(text) }); answer.writeHead(204).end() })
  })
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  try {
    const { link, page } = await opened({ end_to_end_id: 'WALK-HAPPY' }, { webhook_url: `http://127.0.0.1:${receiver.address().port}/hook` })
    await payAndLeave(page)
    assert.equal(await house.status(link.link_id), 'awaiting_authz')
    await decide(page, 'approve')
    await shows(page, { screen: 'result', status: SETTLED })
    assert.ok(SETTLED.includes(await house.status(link.link_id)))
    assert.deepEqual(page.faults, [])
    await until(() => told.some(({ body }) => body.status === 'completed'), 10_000, () => JSON.stringify(told.map(({ body }) => body)))
    const { headers, body } = told.find((one) => one.body.status === 'completed')
    assert.deepEqual(Object.keys(body).sort(), ['link_id', 'status', 'type', 'web_id'])
    assert.equal(body.link_id, link.link_id)
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'finqlink-sequence']) assert.ok(headers[name], name)
    assert.equal((await house.bankPayments('libra_ro', 'WALK-HAPPY')).length, 1)
    await page.context().close()
  } finally {
    receiver.closeAllConnections()
    receiver.close()
  }
})

test('refused at the bank: the link has failed, and nobody is offered to pay again', async () => {
  const { link, page } = await opened()
  await payAndLeave(page)
  await decide(page, 'reject')
  await shows(page, { screen: 'result', status: 'failed' })
  assert.equal(await house.status(link.link_id), 'failed')
  assert.equal(await offers(page, 'pay'), false)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('cancelled at the bank: the link is started again, and can be paid after all', async () => {
  const { link, page } = await opened({ end_to_end_id: 'WALK-CANCEL' })
  await payAndLeave(page)
  await decide(page, 'cancel')
  await until(async () => await house.status(link.link_id) === 'started', 15_000, () => 'the link is not started again')
  await until(async () => await offers(page, 'retry') || (await root(page)).screen === 'select', 15_000, () => 'no way to try again')
  if (await offers(page, 'retry')) await press(page, 'retry')
  await shows(page, { screen: ['select', 'review'] })
  await payAndLeave(page)
  await decide(page, 'approve')
  await shows(page, { screen: 'result', status: SETTLED })
  const payments = await house.bankPayments('libra_ro', 'WALK-CANCEL')
  assert.equal(payments.filter(({ status }) => ['ACSC', 'ACCC'].includes(status)).length, 1)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a double click on Pay is one bank payment', async () => {
  const { page } = await opened({ end_to_end_id: 'WALK-DOUBLE' })
  await chooseBank(page, 'libra_ro')
  await toPay(page)
  await press(page, 'pay', { clickCount: 2, delay: 5 })
  await shows(page, { screen: 'handoff' })
  assert.equal((await house.bankPayments('libra_ro', 'WALK-DOUBLE')).length, 1)
  await page.context().close()
})

test('Back after the bank shows what is true now, and never pays twice', async () => {
  const { page } = await opened({ end_to_end_id: 'WALK-BACK' })
  await payAndLeave(page)
  await decide(page, 'approve')
  await shows(page, { screen: 'result', status: SETTLED })
  const ours = new URL(page.url()).host
  for (let step = 0; step < 4; step += 1) {
    await page.goBack({ waitUntil: 'domcontentloaded' }).catch(() => null)
    if (!page.url().startsWith('http') || new URL(page.url()).host !== ours) continue
    await shows(page, { screen: 'result', status: SETTLED })
    assert.equal(await offers(page, 'pay'), false)
  }
  assert.equal((await house.bankPayments('libra_ro', 'WALK-BACK')).length, 1)
  await page.context().close()
})

test('reload while waiting: it goes on waiting, and finishes', async () => {
  const { page } = await opened({ amount: '20.22' })
  await payAndLeave(page)
  await decide(page, 'approve')
  await shows(page, { screen: 'waiting' })
  await page.reload()
  const { status } = await shows(page, { screen: 'waiting', mode: 'live' })
  assert.ok(['received', 'submitted'].includes(status), status)
  assert.equal(await offers(page, 'pay'), false)
  await shows(page, { screen: 'result', status: SETTLED }, 45_000)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('two tabs of one browser: what one finishes, the other shows by itself', async () => {
  const { link, page } = await opened()
  const other = watch(await page.context().newPage())
  await other.goto(link.web_url)
  await live(other)
  await payAndLeave(page)
  await decide(page, 'approve')
  await shows(page, { screen: 'result', status: SETTLED })
  await other.bringToFront()
  await shows(other, { screen: 'result', status: SETTLED })
  assert.deepEqual(other.faults, [])
  await page.context().close()
})

test('another browser sees the status, but neither the bank’s address nor its name', async () => {
  const { link, page } = await opened()
  await chooseBank(page, 'libra_ro')
  await toPay(page)
  await press(page, 'pay')
  await shows(page, { screen: 'handoff' })
  const stranger = await browser.page()
  await stranger.goto(link.web_url)
  await live(stranger)
  assert.equal(await offers(stranger, 'continue'), false)
  assert.ok(!(await stranger.content()).includes(house.bankUrl), 'the bank’s address is in the stranger’s page')
  await leave(page)
  await decide(page, 'approve')
  await shows(stranger, { screen: 'result', status: SETTLED })
  await Promise.all([page.context().close(), stranger.context().close()])
})

test('a return that says nothing is found by its cookie; one without any is told that all is well in hand', async () => {
  const { page } = await opened({ amount: '20.17' })
  await payAndLeave(page)
  await decide(page, 'approve')
  await shows(page, { screen: ['waiting', 'result'] })
  await shows(page, { screen: 'result', status: SETTLED })
  await page.context().close()

  const stranger = await browser.page()
  const answer = await stranger.goto(`${house.url}/callback/libra_ro`)
  assert.equal(answer.status(), 200)
  assert.equal(await stranger.locator('main').count(), 1)
  assert.equal(await offers(stranger, 'pay'), false)
  assert.deepEqual(stranger.faults, [])
  await stranger.context().close()
})

test('an expired link offers nothing to pay', async () => {
  const link = await house.link({}, { expires_in: 1 })
  await until(async () => (await house.api('/test/v2/links/get', { link_id: link.link_id })).body.is_expired, 10_000, () => 'it does not expire')
  const page = await browser.page()
  await page.goto(link.web_url)
  await shows(page, { screen: 'expired' })
  assert.equal(await offers(page, 'pay'), false)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('the bank is closed, or does not answer: no money has left, and one can try again', async () => {
  for (const [amount, ms] of [['20.15', 20_000], ['20.16', 40_000]]) {
    const { link, page } = await opened({ amount })
    await chooseBank(page, 'libra_ro')
    await toPay(page)
    await press(page, 'pay')
    await shows(page, { screen: 'problem' }, ms)
    assert.equal(await house.status(link.link_id), 'started', amount)
    assert.equal(await offers(page, 'retry'), true, amount)
    await page.context().close()
  }
})

test('a page that a translator has rewritten, and an extension added to, still tells what is so', async () => {
  const { page } = await opened()
  await page.evaluate(() => {
    // As browsers' own translation does: each text of ours gives way to another, in an element of its own.
    const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
    const all = []
    while (texts.nextNode()) if (texts.currentNode.data.trim()) all.push(texts.currentNode)
    for (const text of all) {
      const font = document.createElement('font')
      font.append(`[${text.data}]`)
      text.replaceWith(font)
    }
    const badge = document.createElement('stranger-badge')
    badge.hidden = true
    document.querySelector('main').prepend(badge)
  })
  await chooseBank(page, 'libra_ro')
  await press(page, 'pay')
  await shows(page, { screen: 'handoff' })
  const heading = (await page.locator('h1').innerText()).trim()
  assert.equal(heading, 'You will now go to Libra Internet Bank')
  assert.equal(await page.locator('[data-action=continue]').count(), 1)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
