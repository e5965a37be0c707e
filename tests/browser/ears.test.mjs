// What ears are told over a journey: each title once. On a new screen the focus goes to its heading, which a reader then reads;
// where only the title changes, a live region says it; and a page that opens says nothing by itself.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until, watch } from './house.mjs'
import { decide, live, payAndLeave, shows } from './payer.mjs'

const SETTLED = ['completed', 'funds_received']
/** Final five seconds after the return (contract §9). */
const SLOW = '20.14'

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

/** Runs in every page from its first byte: tells what live regions say, and which heading takes the focus. */
function listen() {
  const REGIONS = '[role=status],[role=alert],[role=log],[aria-live]'
  const words = (element) => element.textContent.replace(/\s+/g, ' ').trim()
  const known = new WeakMap()
  const tell = (how, text) => globalThis.tellEars(how, text)
  let isOpen = false
  const hear = () => {
    for (const region of document.querySelectorAll(REGIONS)) {
      const text = words(region)
      // What stands there as the page arrives is read with it, in its place; what is emptied says nothing.
      if (isOpen && text && text !== known.get(region)) tell('said', text)
      known.set(region, text)
    }
  }
  document.addEventListener('DOMContentLoaded', () => {
    hear()
    isOpen = true
    if (document.documentElement.dataset.finqlink) tell('opened', words(document.querySelector('h1')))
    new MutationObserver(hear).observe(document, { subtree: true, childList: true, characterData: true })
  })
  document.addEventListener('focusin', ({ target }) => { if (target.localName === 'h1') tell('focus', words(target)) })
}

/** A page with ears: `page.told` is what they were told, in order. */
async function hearing(page) {
  page.told = []
  await page.exposeFunction('tellEars', (how, text) => { page.told.push(`${how}: ${text}`) })
  await page.addInitScript(listen)
  return page
}

const heading = async (page) => (await page.locator('h1').innerText()).replace(/\s+/g, ' ').trim()

/** Waits until this was told, and a little: a second telling would come with it. */
async function hasTold(page, line) {
  await until(() => page.told.includes(line), 5_000, () => `wanted “${line}”, told:\n${page.told.join('\n')}`)
  await page.waitForTimeout(300)
}

/** The region of titles as the gateway sends it. */
async function regionOf(link) {
  const text = await (await fetch(link.web_url)).text()
  return text.match(/<div class="page"><p class="unseen" role="status">(.*?)<\/p>/)?.[1]
}

/** Title by title, how each was told. */
const inOrder = (told, wanted) => {
  const at = wanted.map((line) => told.indexOf(line))
  assert.ok(at.every((place, index) => place >= 0 && place > (at[index - 1] ?? -1)), `wanted in this order:\n${wanted.join('\n')}\ntold:\n${told.join('\n')}`)
}

for (const template of ['default', 'compact', 'steps']) {
  test(`${template}: from the open link to the bank’s last word, each title is told once`, async () => {
    const link = await house.link({ amount: SLOW }, { ux_template: template })
    assert.equal(await regionOf(link), '', 'the region is there from the first byte, and empty')
    const page = await hearing(await browser.page())
    await page.goto(link.web_url)
    await live(page)
    assert.deepEqual(page.told, [`opened: ${await heading(page)}`], 'a page that opens says nothing by itself')
    await payAndLeave(page)
    await decide(page, 'approve')
    await shows(page, { screen: 'result', status: 'submitted', mode: 'live' })
    const pending = await heading(page)
    await shows(page, { screen: 'result', status: SETTLED })
    const final = await heading(page)
    assert.notEqual(final, pending)
    await hasTold(page, `said: ${final}`)
    await page.locator('[data-part="copy-receipt"]').click()
    await hasTold(page, 'said: Copied')
    inOrder(page.told, ['focus: You will now go to Libra Internet Bank', `said: ${final}`, 'said: Copied'])
    assert.deepEqual([...new Set(page.told)], page.told, 'nothing is told twice')
    assert.deepEqual(page.told.filter((line) => line.endsWith(`: ${pending}`)).length, 1, page.told.join('\n'))
    assert.deepEqual(page.faults, [])
    await page.context().close()
  })
}

test('another tab: what the first one does is told there, each screen by its heading, each change under it by the region', async () => {
  const link = await house.link({ amount: SLOW })
  const page = await browser.page()
  await page.goto(link.web_url)
  await live(page)
  const other = await hearing(watch(await page.context().newPage()))
  await other.goto(link.web_url)
  await live(other)
  await payAndLeave(page)
  await shows(other, { screen: 'waiting', status: 'awaiting_authz' })
  const away = await heading(other)
  await hasTold(other, `focus: ${away}`)
  await decide(page, 'approve')
  await shows(other, { screen: 'result', status: SETTLED })
  const final = await heading(other)
  await hasTold(other, `said: ${final}`)
  // The focus was on a heading all the while: the next screen's is told nevertheless.
  inOrder(other.told, [`focus: ${away}`, 'focus: Accepted by your bank, on its way', `said: ${final}`])
  assert.deepEqual([...new Set(other.told)], other.told, 'nothing is told twice')
  assert.deepEqual(other.faults, [])
  await page.context().close()
})
