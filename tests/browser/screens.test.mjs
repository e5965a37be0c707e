// Every screen under axe, in light and dark, at phone and desktop width, without a violation of its policy; and what a
// first visit weighs on the wire.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until } from './house.mjs'
import { isWellMade, shoot } from './look.mjs'
import { chooseBank, decide, live, payAndLeave, press, shows, toPay } from './payer.mjs'

const BUDGET_BYTES = 150_000
const ALARM_BYTES = 120_000
const LOOKS = [
  { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
]

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

/** Each screen, and the way to it from an open link. */
const WAYS = {
  select: { go: async (page, link) => { await page.goto(link.web_url); await live(page) } },
  handoff: { go: pressed },
  waiting: { transfer: { amount: '20.13' }, go: async (page, link) => { await through(page, link, 'approve') } },
  result: { go: async (page, link) => { await through(page, link, 'approve'); await shows(page, { screen: 'result' }) } },
  failed: { screen: 'result', go: async (page, link) => { await through(page, link, 'reject'); await shows(page, { status: 'failed' }) } },
  problem: { transfer: { amount: '20.15' }, go: pressed },
  expired: {
    options: { expires_in: 1 },
    go: async (page, link) => {
      await until(async () => (await house.api('/test/v2/links/get', { link_id: link.link_id })).body.is_expired, 10_000, () => 'not expired')
      await page.goto(link.web_url)
    },
  },
  revoked: {
    go: async (page, link) => {
      assert.equal((await house.api('/test/v2/links/revoke', { link_id: link.link_id })).status, 200)
      await page.goto(link.web_url)
    },
  },
  'not-found': { go: (page) => page.goto(`${house.url}/pay/${'A'.repeat(22)}`) },
}

async function pressed(page, link) {
  await page.goto(link.web_url)
  await live(page)
  await chooseBank(page, 'libra_ro')
  await toPay(page)
  await press(page, 'pay')
}

async function through(page, link, decision) {
  await page.goto(link.web_url)
  await live(page)
  await payAndLeave(page)
  await decide(page, decision)
}

for (const [name, way] of Object.entries(WAYS)) {
  for (const look of LOOKS) {
    test(`${name} at ${look.viewport.width} px, ${look.colorScheme}: axe finds nothing, the policy holds`, async () => {
      const page = await browser.page(look)
      const link = await house.link(way.transfer, way.options)
      await way.go(page, link)
      await shows(page, { screen: way.screen ?? name })
      const faults = page.faults.filter((fault) => !(name === 'not-found' && fault.includes('404')))
      assert.deepEqual(faults, [])
      await isWellMade(page)
      await shoot(page, `${name}-${look.viewport.width}-${look.colorScheme}`)
      await page.context().close()
    })
  }
}

test(`a first visit weighs at most ${BUDGET_BYTES} bytes on the wire`, async (context) => {
  const page = await browser.page()
  const wire = await page.context().newCDPSession(page)
  await wire.send('Network.enable')
  const names = new Map()
  const weights = new Map()
  wire.on('Network.responseReceived', ({ requestId, response }) => names.set(requestId, new URL(response.url).pathname))
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => weights.set(requestId, encodedDataLength))
  const { web_url: address } = await house.link()
  await page.goto(address)
  await live(page)
  await page.waitForTimeout(500)
  let total = 0
  for (const [id, bytes] of [...weights].sort(([, one], [, other]) => other - one)) {
    total += bytes
    context.diagnostic(`${String(bytes).padStart(8)}  ${names.get(id)?.replace(new URL(address).pathname, '/pay/…')}`)
  }
  context.diagnostic(`${String(total).padStart(8)}  in all${total > ALARM_BYTES ? ': close to the budget' : ''}`)
  assert.ok([...names.values()].some((name) => name.endsWith('.wasm')), 'no WebAssembly was loaded')
  assert.ok(total <= BUDGET_BYTES, `${total} bytes`)
})
