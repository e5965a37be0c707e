// The whole way by keyboard alone, in every template: Tab, arrows, Enter. And where the focus is: on the heading of a screen that
// is new under a person, and never taken otherwise.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until } from './house.mjs'
import { decide, live, offers, shows } from './payer.mjs'

const TEMPLATES = ['default', 'classic', 'compact', 'cards', 'glass', 'sheet', 'steps']
const SETTLED = ['completed', 'funds_received']
/** The bank's last word comes 30 s after the approval (contract §9): the page is open and waits by then. */
const SLOW = '20.22'
const SLOW_MS = 45_000
// More stops than any page has.
const STOPS = 60

let house
let browser
/** Pages that wait for the bank's word, by template. */
const waiting = new Map()
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

/** Tabs until what has the focus is this. */
async function tabTo(page, selector) {
  for (let stop = 0; stop < STOPS; stop += 1) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`${STOPS} presses of Tab do not lead to ${selector}`)
}

/** The way on of this screen, by Enter; gives the screen or step that follows. */
async function goOn(page) {
  const action = await offers(page, 'pay') ? 'pay' : 'continue'
  await tabTo(page, `[data-action=${action}]:not([disabled])`)
  await page.keyboard.press('Enter')
}

const takesNoFocus = (page) => page.evaluate(() => document.activeElement === document.body)

const place = (page) => page.evaluate(() => [document.documentElement.dataset.screen, document.documentElement.dataset.step].join(' '))

/** A new screen has the focus on its heading. */
async function isAtHeading(page) {
  await page.waitForFunction(() => document.activeElement === document.querySelector('h1'))
}

for (const template of TEMPLATES) {
  test(`${template}: paid by keyboard alone`, async () => {
    const link = await house.link({ amount: SLOW }, { ux_template: template })
    const page = await browser.page()
    await page.goto(link.web_url)
    await live(page)
    assert.equal(await takesNoFocus(page), true, 'opening a page takes no focus')
    if (template === 'steps') {
      await goOn(page)
      await shows(page, { step: 'bank' })
      await isAtHeading(page)
    }
    await tabTo(page, '[data-provider-id]')
    for (let press = 0; press < STOPS && !await page.evaluate(() => document.activeElement.matches('[data-provider-id=libra_ro]')); press += 1) {
      await page.keyboard.press('ArrowDown')
    }
    // Choosing leaves the focus where it is: on the bank.
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-checked')), 'true')
    // Pay; in steps the questions and the last look before it.
    for (let step = 0; step < 4 && !(await place(page)).startsWith('handoff'); step += 1) {
      const here = await place(page)
      await goOn(page)
      await until(async () => ![here, 'waiting '].includes(await place(page)), 20_000, () => here)
      await isAtHeading(page)
    }
    await shows(page, { screen: 'handoff' })
    await goOn(page)
    await page.waitForURL(`${house.bankUrl}/**`)
    await decide(page, 'approve')
    await shows(page, { screen: 'waiting', mode: 'live' })
    assert.equal(await takesNoFocus(page), true, 'coming back is opening a page')
    waiting.set(template, { link, page })
  })
}

// Apart, so that all of them wait at once.
for (const template of TEMPLATES) {
  test(`${template}: the bank’s word takes the focus to its heading; who opens the page later keeps it`, async () => {
    const { link, page } = waiting.get(template) ?? assert.fail('no page waits')
    await shows(page, { screen: 'result', status: SETTLED }, SLOW_MS)
    await isAtHeading(page)
    assert.deepEqual(page.faults, [])
    await page.goto(link.web_url)
    await shows(page, { screen: 'result', mode: 'live' })
    // Longer than a heading would take to be given it.
    await page.waitForTimeout(300)
    assert.equal(await takesNoFocus(page), true)
    await page.context().close()
  })
}
