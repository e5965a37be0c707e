// The demo as a stranger meets it: it starts, says where to click, serves the payment in its first answer, and stops.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startHouse } from './house.mjs'

let house
before(async () => { house = await startHouse() })
after(async () => { await house?.stop() })

test('the demo prints an address of a link that opens', async () => {
  const address = house.said.match(/http:\/\/127\.0\.0\.1:\d+\/pay\/[A-Za-z0-9_-]{22,}/)?.[0]
  assert.ok(address, `no /pay/ address in: ${house.said}`)
  assert.ok(address.startsWith(house.url), `${address} is not at ${house.url}`)
  const answer = await fetch(address)
  assert.equal(answer.status, 200)
})

test('amount, payee and reference stand in the markup of the first answer', async () => {
  const { web_url: address } = await house.link({ amount: '1234.50', creditor_name: 'Ceainăria Verde', remittance_information: 'Factura 77' })
  const html = await (await fetch(address, { headers: { 'sec-fetch-mode': 'navigate' } })).text()
  const body = html.slice(html.indexOf('<body')).replace(/<script[\s\S]*?<\/script>/g, '')
  for (const words of ['Ceainăria Verde', 'Factura 77']) assert.ok(body.includes(words), `no “${words}” in the markup`)
  assert.ok(/1[.,\s\u00a0\u202f]?234[.,]50/.test(body.replace(/<[^>]*>/g, '')), 'no amount in the markup')
  for (const hook of ['data-finqlink="payment"', 'data-screen="select"', 'data-mode="html"']) assert.ok(html.includes(hook), hook)
})

test('unknown and malformed ids get the same neutral page', async () => {
  const pages = await Promise.all(['A'.repeat(22), 'x', '..%2f..%2fetc'].map(async (id) => {
    const answer = await fetch(`${house.url}/pay/${id}`)
    return [answer.status, (await answer.text()).replaceAll(/nonce="[^"]*"/g, '')]
  }))
  for (const [status] of pages) assert.equal(status, 404)
  assert.equal(new Set(pages.map(([, text]) => text)).size, 1)
})

test('SIGTERM ends it within five seconds, an open event stream included', async () => {
  const other = await startHouse()
  const { web_url: address } = await other.link()
  const stream = await fetch(`${address}/events`)
  assert.equal(stream.status, 200)
  const { code, signal, ms } = await other.stop()
  assert.equal(signal, null, 'it had to be killed')
  assert.equal(code, 0)
  assert.ok(ms < 5_000, `it took ${Math.round(ms)} ms`)
  await stream.body.cancel().catch(() => {})
})
