// Consents in a browser: shared in every template, read while the page is open, withdrawn, looked at by others, without script.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until } from './house.mjs'
import { isWellMade } from './look.mjs'
import { decide, live, offers, press, root, shareAndLeave, shows } from './payer.mjs'

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

const TEMPLATES = ['cards', 'classic', 'compact', 'default', 'glass', 'sheet', 'steps']

async function opened(days, options, profile = {}) {
  const consent = await house.consent(days, options)
  const page = await browser.page(profile)
  await page.goto(consent.web_url)
  if (profile.javaScriptEnabled !== false) await live(page)
  return { consent, page }
}

/** A page whose consent is shared. */
async function shared(options) {
  const { consent, page } = await opened(90, options)
  await shareAndLeave(page)
  await decide(page, 'approve')
  await shows(page, { screen: 'result', status: 'active' })
  return { consent, page }
}

for (const template of TEMPLATES) {
  test(`shared in ${template}: asked, agreed at the bank, read, and told what is shared`, async () => {
    const { consent, page } = await opened(90, { ux_template: template })
    assert.equal((await root(page)).template, template)
    await isWellMade(page)
    await shareAndLeave(page)
    await decide(page, 'approve')
    await shows(page, { screen: 'result', status: 'active' })
    assert.equal(await house.consentStatus(consent.consent_id), 'active')
    assert.equal(await offers(page, 'withdraw'), true)
    await isWellMade(page)
    assert.deepEqual(page.faults, [])
    await page.context().close()
  })
}

test('the reading is told while it runs, and the page turns by itself', async () => {
  const { page } = await opened(90)
  await page.addInitScript(() => {
    const note = () => {
      const seen = JSON.parse(sessionStorage.getItem('seen') ?? '[]')
      const { status } = document.documentElement.dataset
      if (status && seen.at(-1) !== status) sessionStorage.setItem('seen', JSON.stringify([...seen, status]))
    }
    new MutationObserver(note).observe(document, { attributes: true, childList: true, subtree: true })
  })
  await shareAndLeave(page)
  await decide(page, 'approve')
  await shows(page, { screen: 'result', status: 'active' })
  const seen = await page.evaluate(() => JSON.parse(sessionStorage.getItem('seen')))
  assert.equal(seen.at(-1), 'active', JSON.stringify(seen))
  const order = ['created', 'started', 'sca_url_retrieved', 'awaiting_authz', 'authorized', 'active']
  assert.deepEqual([...seen].sort((a, b) => order.indexOf(a) - order.indexOf(b)), seen, 'never an older state after a newer one')
  await page.context().close()
})

test('where the bank gives nothing the page says that it is being read, and waits', async () => {
  const { page } = await opened(165)
  await shareAndLeave(page)
  await decide(page, 'approve')
  await shows(page, { screen: 'waiting', status: 'authorized' })
  await isWellMade(page)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('refused at the bank: nothing is shared, and nothing is offered again', async () => {
  const { consent, page } = await opened(90)
  await shareAndLeave(page)
  await decide(page, 'reject')
  await shows(page, { screen: 'result', status: 'failed' })
  assert.equal(await house.consentStatus(consent.consent_id), 'failed')
  assert.equal(await offers(page, 'authorise'), false)
  await page.context().close()
})

test('withdrawn here: over at once, and on another open page by itself', async () => {
  const { consent, page } = await shared()
  const other = await browser.page()
  await other.goto(consent.web_url)
  await live(other)
  await shows(other, { screen: 'result', status: 'active' })
  assert.equal(await offers(other, 'withdraw'), false)
  await press(page, 'withdraw')
  await shows(page, { screen: 'revoked', status: 'revoked' })
  await shows(other, { screen: 'revoked', status: 'revoked' })
  assert.equal(await house.consentStatus(consent.consent_id), 'revoked')
  await page.reload()
  await shows(page, { screen: 'revoked' })
  assert.deepEqual([...page.faults, ...other.faults], [])
  await Promise.all([page.context().close(), other.context().close()])
})

test('the receipt is saved by a press, and its signature holds', async () => {
  const { page } = await shared()
  const [saved] = await Promise.all([page.waitForEvent('download'), press(page, 'receipt')])
  assert.match(saved.suggestedFilename(), /^consent-FQ-[0-9A-F]{4}-[0-9A-F]{4}\.html$/)
  const file = join(house.folder, 'receipt.html')
  await saved.saveAs(file)
  const verify = () => execFileSync(process.env.FINQLINK_BIN, ['receipts', 'verify', file], { cwd: house.folder, stdio: 'pipe' }).toString()
  assert.match(verify(), /whole[^]*right one/)
  const paper = await browser.page()
  await paper.goto(`file://${file}`)
  await isWellMade(paper)
  writeFileSync(file, readFileSync(file, 'utf8').replace('"validity_days":90', '"validity_days":180'))
  assert.throws(verify, (error) => error.stderr.toString().includes('the field `validity_days` was changed'))
  await Promise.all([page.context().close(), paper.context().close()])
})

test('without script: agreed, read, withdrawn', async () => {
  const { consent, page } = await opened(90, {}, { javaScriptEnabled: false })
  assert.equal((await root(page)).mode, 'html')
  await shareAndLeave(page)
  await decide(page, 'approve')
  await shows(page, { screen: 'result', status: 'active' }, 40_000)
  await press(page, 'withdraw')
  await shows(page, { screen: 'revoked', status: 'revoked' })
  await until(async () => await house.consentStatus(consent.consent_id) === 'revoked', 5_000)
  await page.context().close()
})

test('declined here: nothing is asked of a bank, and the link still works', async () => {
  const { consent, page } = await opened(90)
  await press(page, 'cancel')
  await shows(page, { screen: 'result', status: 'started' })
  assert.equal(await house.consentStatus(consent.consent_id), 'started')
  assert.equal(await offers(page, 'retry'), true)
  await page.context().close()
})
