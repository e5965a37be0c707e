// Over the payer's own phone: codes as a camera meets them, on light, dark and forced colours; a request to pay scanned from one browser
// and approved in another; a bank that calls in its app; the transfer that a payer makes alone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import jsqr from 'jsqr'
import { startBrowser, startHouse } from './house.mjs'
import { isWellMade, shoot } from './look.mjs'
import { chooseBank, decide, leave, live, offers, press, shows, toPay } from './payer.mjs'

let house
let browser
let eye
before(async () => {
  [house, browser] = await Promise.all([startHouse(), startBrowser()])
  eye = await browser.page()
})
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

const SETTLED = ['completed', 'funds_received']
const PHONE = {
  userAgent: 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
  viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true,
}
const LIGHTS = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced colours': { colorScheme: 'dark', forcedColors: 'active' },
}

/** The codes of a page, by their names. */
const code = (page, name) => page.getByRole('img', { name, exact: true })
const REQUEST = 'QR code that opens this payment in your banking app'
const TRANSFER = 'QR code of this transfer, for banking apps'
const PAGE = 'QR code of this page’s address'

/** What a reader makes of the pixels of the code of this name; they are taken from a picture of the screen. */
async function scanned(page, name) {
  const picture = (await code(page, name).screenshot()).toString('base64')
  const { data, width, height } = await eye.evaluate(async (png) => {
    const image = new Image()
    image.src = `data:image/png;base64,${png}`
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
    canvas.drawImage(image, 0, 0)
    return { data: [...canvas.getImageData(0, 0, image.width, image.height).data], width: image.width, height: image.height }
  }, picture)
  // Not every camera reads light modules on dark.
  const read = jsqr(Uint8ClampedArray.from(data), width, height, { inversionAttempts: 'dontInvert' })
  assert.ok(read, `nothing could be read from the ${name}, ${width} by ${height}`)
  return Buffer.from(read.binaryData).toString('utf8')
}

const status = (page) => page.evaluate(async () => (await fetch(`${location.pathname}/status`)).json())
const byRopay = () => house.link({}, {}, { payment_method: { provider_id: 'ropay' } })
const atRzb = () => house.link(
  { debtor_iban: 'RO03RZBR0000069999999999', psu_id: '9999999997' }, {}, { payment_method: { provider_id: 'rzb_ro' } },
)

async function asked(address, provider, profile = {}) {
  const page = await browser.page(profile)
  await page.goto(address)
  if (profile.javaScriptEnabled !== false) await live(page)
  await chooseBank(page, provider)
  await toPay(page)
  await press(page, 'pay')
  return page
}

for (const [how, light] of Object.entries(LIGHTS)) {
  test(`a request to pay is scanned in ${how}, approved on a phone, and the desktop finishes by itself`, async () => {
    const link = await byRopay()
    const desktop = await asked(link.web_url, 'ropay', light)
    await shows(desktop, { screen: 'handoff' })
    await isWellMade(desktop)
    await shoot(desktop, `request-${how}`)
    const address = await scanned(desktop, REQUEST)
    assert.equal(address, (await status(desktop)).attempt.app_link)
    assert.ok(address.startsWith(`${house.bankUrl}/ropay/`), address)

    const phone = await browser.page(PHONE)
    await phone.goto(address)
    await decide(phone, 'approve', 'ropay')
    await shows(phone, { status: ['received', 'submitted', ...SETTLED] })
    assert.equal((await status(phone)).whose, 'other')
    assert.equal(await phone.getByText('RoPay').count(), 0, 'the public view names no bank')
    await shows(desktop, { screen: 'result', status: SETTLED }, 40_000)
    assert.deepEqual([desktop.faults, phone.faults], [[], []])
    await Promise.all([desktop.context().close(), phone.context().close()])
  })

  test(`the code of a transfer says the link's data in ${how}`, async () => {
    const link = await house.link({
      amount: '1250.99', currency: 'EUR', creditor_name: 'Ceainăria Crângului', creditor_iban: 'RO10RZBR0000069999999970',
      remittance_information: 'Comanda 1042 / ță',
    })
    const page = await browser.page(light)
    await page.goto(link.web_url)
    await live(page)
    await page.getByText('My bank is not here').click()
    await isWellMade(page)
    await shoot(page, `transfer-${how}`)
    assert.equal(
      await scanned(page, TRANSFER),
      'BCD\n002\n1\nSCT\n\nCeainăria Crângului\nRO10RZBR0000069999999970\nEUR1250.99\n\n\nComanda 1042 / ță',
    )
    assert.equal(await house.status(link.link_id), 'started', 'nothing of it is known here')
    assert.deepEqual(page.faults, [])
    await page.context().close()
  })

  test(`the page's own code leads to the page in ${how}`, async () => {
    const link = await house.link()
    const page = await browser.page(light)
    await page.goto(link.web_url)
    await live(page)
    if (await offers(page, 'show-qr')) await press(page, 'show-qr')
    assert.equal(await scanned(page, PAGE), link.web_url)
    await page.context().close()
  })
}

test('without script the code stands as well, and opening it here is an ordinary way', async () => {
  const link = await byRopay()
  const desktop = await asked(link.web_url, 'ropay', { javaScriptEnabled: false })
  await shows(desktop, { screen: 'handoff' })
  const address = await scanned(desktop, REQUEST)
  await leave(desktop)
  assert.equal(desktop.url(), address)
  assert.equal(await house.status(link.link_id), 'awaiting_authz')
  await decide(desktop, 'approve', 'ropay')
  await shows(desktop, { screen: 'result', status: SETTLED }, 40_000)
  await desktop.context().close()
})

test('on a phone there is a link and no code', async () => {
  const link = await byRopay()
  const phone = await asked(link.web_url, 'ropay', PHONE)
  await shows(phone, { screen: 'handoff' })
  await isWellMade(phone)
  await shoot(phone, 'request-phone')
  assert.equal(await code(phone, REQUEST).count(), 0)
  await leave(phone)
  await decide(phone, 'approve', 'ropay')
  await shows(phone, { screen: 'result', status: SETTLED }, 40_000)
  await phone.context().close()
})

test('a bank calls in its app: the page says so, waits, and turns by itself', async () => {
  const link = await atRzb()
  const desktop = await asked(link.web_url, 'rzb_ro')
  await shows(desktop, { screen: 'waiting', status: 'intent_accepted' })
  await isWellMade(desktop)
  await shoot(desktop, 'called')
  assert.equal(await offers(desktop, 'continue'), false)
  assert.match(await desktop.locator('main').innerText(), /Please open the Raiffeisen Bank app on your phone/)
  const phone = await browser.page(PHONE)
  await phone.goto(`${house.bankUrl}/rzb_ro/app`)
  await phone.locator('button[type="submit"]').first().click()
  await phone.locator('button[value="approve"]').click()
  await phone.getByRole('heading', { name: 'Approved' }).waitFor()
  await shows(desktop, { screen: 'result', status: SETTLED }, 60_000)
  assert.deepEqual(desktop.faults, [])
  await Promise.all([desktop.context().close(), phone.context().close()])
})
