// Languages, with the app and without script: a switch keeps what was chosen and where the payer is; from right to left, what is
// read from left to right stays so.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse } from './house.mjs'
import { chooseBank, live, press, shows } from './payer.mjs'

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

/** Each language, and the amount as it writes it. */
const LANGUAGES = { en: '100,50', ro: '100,50', hu: '100,50', de: '100,50', ar: '100.50' }

/** Follows the way to a language, named in that language. */
async function speak(page, lang, hasApp) {
  await page.locator(`.langs [lang="${lang}"]:visible`).first().click()
  await page.waitForFunction((lang) => document.documentElement.lang === lang, lang)
  if (hasApp) await live(page)
}

for (const hasApp of [true, false]) {
  test(`a switch of language keeps search, bank, step and what was typed, ${hasApp ? 'with the app' : 'without script'}`, async () => {
    const page = await browser.page({ javaScriptEnabled: hasApp, viewport: { width: 320, height: 640 } })
    const { web_url: address } = await house.link()
    await page.goto(`${address}?lang=en&q=bank`)
    if (hasApp) await live(page)
    await chooseBank(page, 'rzb_ro')
    for (const lang of ['hu', 'ar', 'de']) {
      await speak(page, lang, hasApp)
      assert.equal(await page.locator('input[name="q"][type="search"]').inputValue(), 'bank', lang)
      assert.equal(await page.locator('[data-provider-id="rzb_ro"]').first().getAttribute('aria-checked'), 'true', lang)
    }
    await press(page, 'continue')
    await shows(page, { screen: 'inputs' })
    const psuId = page.locator('[name="psu_id"]')
    for (const [lang, typed] of [['ro', 'PSU-1234'], ['ar', '"><b>ș']]) {
      await psuId.fill(typed)
      await speak(page, lang, hasApp)
      await shows(page, { screen: 'inputs' })
      assert.equal(await psuId.inputValue(), typed, lang)
      assert.ok(!page.url().includes('PSU'), 'what was typed never stands in an address')
    }
    assert.deepEqual(page.faults, [])
    await page.context().close()
  })
}

test('each language says its name and direction, writes amounts its own way, and keeps them from left to right', async () => {
  const page = await browser.page({ javaScriptEnabled: false })
  const { web_url: address } = await house.link({}, { user_editable: true })
  for (const [lang, amount] of Object.entries(LANGUAGES)) {
    await page.goto(`${address}?lang=${lang}&bank=libra_ro`)
    const dir = lang === 'ar' ? 'rtl' : 'ltr'
    assert.deepEqual(await page.locator('html').evaluate((root) => [root.lang, root.dir, getComputedStyle(root).direction]), [lang, dir, dir])
    const seen = await page.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.open = true
      return ['amount', 'creditor-iban'].map((field) => {
        const value = document.querySelector(`[data-field="${field}"]`)
        const walk = document.createTreeWalker(value, NodeFilter.SHOW_TEXT)
        const texts = []
        while (walk.nextNode()) if (walk.currentNode.data.trim()) texts.push(walk.currentNode)
        const edge = (node, at) => { const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1); return range.getBoundingClientRect().left }
        const last = texts.at(-1)
        return { text: value.textContent.trim(), runsRight: edge(texts[0], 0) < edge(last, last.length - 1) }
      })
    })
    assert.deepEqual(seen, [
      { text: `${amount}\u00a0RON`, runsRight: true },
      { text: 'RO49 AAAA 1B31 0075 9384 0000', runsRight: true },
    ], lang)
    const pay = await page.locator('[data-action="pay"]').first().innerText()
    assert.ok(pay.includes(lang === 'ar' ? `\u2066${amount}\u00a0RON\u2069` : `${amount}\u00a0RON`), `${lang}: ${pay}`)
  }
  await page.context().close()
})
