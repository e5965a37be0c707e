// The page in an app's own view of the web, by imitations of the three bridges (contract §8): the same messages, final once, and the bank
// by an ordinary link in the same view.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until } from './house.mjs'
import { decide, leave, live, chooseBank, press, shows, toPay } from './payer.mjs'

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

/** What each app puts into its view before the page runs, and how it reads what comes. */
const APPS = {
  'React Native': {
    put: () => { window.ReactNativeWebView = { postMessage: (text) => { if (typeof text !== 'string') throw new TypeError('text only'); heard(text) } } },
    agent: 'Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ3A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36',
  },
  WKWebView: {
    put: () => { window.webkit = { messageHandlers: { finqlink: { postMessage: (message) => heard(JSON.stringify(structuredClone(message))) } } } },
    agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  },
  Android: {
    put: () => { window.FinqlinkAndroid = { postMessage: (text) => { if (typeof text !== 'string') throw new TypeError('text only'); heard(text) } } },
    agent: 'Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ3A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36',
  },
}

for (const [app, { put, agent }] of Object.entries(APPS)) {
  test(`${app}: every message comes over its bridge, and final once`, async () => {
    const link = await house.link({}, { redirect_url: 'http://127.0.0.1:9/back' })
    const page = await browser.page({ userAgent: agent, viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true })
    const got = []
    await page.exposeFunction('heard', (text) => { got.push(JSON.parse(text)) })
    await page.addInitScript(put)
    // Nothing opens a window: an app's view has none to give.
    await page.addInitScript(() => { window.open = () => { throw new Error('window.open in a webview') } })
    const pages = page.context().pages().length
    await page.goto(link.web_url)
    await live(page)
    await chooseBank(page, 'libra_ro')
    await toPay(page)
    await press(page, 'pay')
    await shows(page, { screen: 'handoff' })
    await leave(page)
    await decide(page, 'approve')
    await shows(page, { screen: 'result', status: ['completed', 'funds_received'] })
    await until(() => got.some(({ type }) => type === 'final'), 10_000, () => JSON.stringify(got))
    await page.reload()
    await shows(page, { screen: 'result' })
    await page.waitForTimeout(500)
    const of = (type) => got.filter((message) => message.type === type)
    assert.equal(of('final').length, 1)
    assert.match(of('final')[0].redirect_url, /^http:\/\/127\.0\.0\.1:9\/back\?/)
    assert.ok(of('ready').length && of('screen').some(({ name }) => name === 'handoff') && of('resize')[0].height > 0)
    assert.deepEqual(of('handoff').map(({ kind }) => kind), ['same_tab'])
    assert.ok(got.every(({ finqlink, session, seq }) => finqlink === 1 && session === got[0].session && Number.isSafeInteger(seq)))
    assert.equal(page.context().pages().length, pages)
    assert.deepEqual(page.faults, [])
  })
}

test('an app whose bridge fails has its page all the same', async () => {
  const page = await browser.page()
  await page.addInitScript(() => { window.ReactNativeWebView = { postMessage: () => { throw new Error('broken') } }; window.FinqlinkAndroid = {}; window.webkit = { messageHandlers: {} } })
  await page.goto((await house.link()).web_url)
  await live(page)
  await shows(page, { screen: 'select' })
  assert.deepEqual(page.faults, [])
})
