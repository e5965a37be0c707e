// The happy paths in Firefox and WebKitGTK: by the same steps as in Chromium, from the open page to the end.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startFirefox, startWebKit } from './engines.mjs'
import { startHouse, until } from './house.mjs'
import { chooseBank, decide, leave, live, payAndLeave, press, root, shareAndLeave, shows, toPay } from './payer.mjs'

const ENGINES = { Firefox: startFirefox, WebKit: startWebKit }
const TEMPLATES = ['default', 'classic', 'compact', 'cards', 'glass', 'sheet', 'steps']
const SETTLED = ['completed', 'funds_received']
const PATIENCE_MS = 40_000

for (const [name, start] of Object.entries(ENGINES)) {
  describe(name, () => {
    let house
    let engine
    before(async () => {
      house = await startHouse()
      engine = await start()
    })
    after(async () => { await Promise.all([house?.stop(), engine?.close()]) })

    /** Opens an address, lets the app take over, walks, and looks at what went wrong meanwhile. */
    const walk = async (address, steps) => {
      const tab = await engine.page()
      try {
        await tab.goto(address)
        await live(tab)
        await steps(tab)
        assert.deepEqual(tab.faults, [])
      } finally {
        await tab.close()
      }
    }

    test('a payment, from the list of banks to the end', async () => {
      const link = await house.link()
      await walk(link.web_url, async (tab) => {
        assert.match(await tab.locator('[data-field="amount"]').innerText(), /100[.,]50/)
        await tab.fill('#q', 'libar')
        await until(async () => await tab.locator('[data-provider-id]:visible').count() === 1, PATIENCE_MS, () => 'one bank fits “libar”')
        await payAndLeave(tab)
        assert.equal(await house.status(link.link_id), 'awaiting_authz')
        await decide(tab, 'approve')
        await shows(tab, { screen: 'result', status: SETTLED }, PATIENCE_MS)
      })
    })

    test('a consent, shared and withdrawn', async () => {
      const consent = await house.consent(90, { ux_template: 'sheet' })
      await walk(consent.web_url, async (tab) => {
        await shareAndLeave(tab)
        await decide(tab, 'approve')
        await shows(tab, { screen: 'result', status: 'active' }, PATIENCE_MS)
        await press(tab, 'withdraw')
        await shows(tab, { status: 'revoked' })
      })
    })

    test('what the client chose, with one press', async () => {
      const link = await house.link({}, { type: 'wrapped_sca', redirect_url: 'http://127.0.0.1:9/back' }, { payment_method: { provider_id: 'cec_ro' } })
      await walk(link.web_url, async (tab) => {
        await leave(tab)
        await decide(tab, 'approve', 'cec_ro')
        await shows(tab, { screen: 'result', status: SETTLED }, PATIENCE_MS)
      })
    })

    test('cancelled at one bank, and paid with another', async () => {
      const link = await house.link({}, { ux_template: 'steps' })
      await walk(link.web_url, async (tab) => {
        await payAndLeave(tab, 'bt_ro')
        await decide(tab, 'cancel', 'bt_ro')
        await shows(tab, { screen: 'select', mode: 'live' }, PATIENCE_MS)
        await payAndLeave(tab)
        await decide(tab, 'approve')
        await shows(tab, { screen: 'result', status: SETTLED }, PATIENCE_MS)
      })
    })

    test('cancelled before the bank, in each template', async () => {
      for (const template of TEMPLATES) {
        const link = await house.link({}, { ux_template: template })
        await walk(link.web_url, async (tab) => {
          assert.equal((await root(tab)).template, template)
          await chooseBank(tab, 'libra_ro')
          await toPay(tab)
          assert.ok(await tab.run('return document.documentElement.scrollWidth <= innerWidth'), `${template} scrolls sideways`)
          if (process.env.PICTURES) await tab.picture(`${process.env.PICTURES}/${name}-${template}.png`)
          await press(tab, 'cancel')
          await shows(tab, { screen: 'result' })
          assert.equal(await house.status(link.link_id), 'started')
        })
      }
    })
  })
}
