// OAuth2 as a client's own library meets it: it reads the metadata, gets a token by either proof, uses it at every door,
// and understands each refusal. The library is strict: what is not to the letter, it does not take.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import { startHouse } from './house.mjs'

const DOORS = ['/v1', '/v2', '/test', '/test/v1', '/test/v2']
const CLIENT = { client_id: 'demo' }
// The demo is plain http on loopback.
const LOOPBACK = { [oauth.allowInsecureRequests]: true }

let house
let server
before(async () => {
  house = await startHouse()
  const issuer = new URL(house.url)
  const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...LOOPBACK })
  server = await oauth.processDiscoveryResponse(issuer, answer)
})
after(async () => { await house?.stop() })

/** A token, as the library reads it. */
async function token(proof = oauth.ClientSecretBasic('demo-secret'), parameters = {}) {
  const answer = await oauth.clientCredentialsGrantRequest(server, CLIENT, proof, parameters, LOOPBACK)
  return oauth.processClientCredentialsResponse(server, CLIENT, answer)
}

/** A call of the API with a token. */
async function call(path, accessToken, body = {}) {
  const headers = new Headers({ 'content-type': 'application/json' })
  const sent = JSON.stringify({ ...CLIENT, ...body })
  const answer = await oauth.protectedResourceRequest(accessToken, 'POST', new URL(house.url + path), headers, sent, LOOPBACK)
  return { status: answer.status, body: await answer.json() }
}

/** What a refusal challenges with. */
async function challenge(asking) {
  const error = await asking.then(() => assert.fail('it was not refused'), (error) => error)
  assert.ok(error instanceof oauth.WWWAuthenticateChallengeError, String(error))
  assert.equal(error.status, 401)
  return error.cause[0]
}

test('a token is got by either proof', async () => {
  assert.equal(server.token_endpoint, `${house.url}/oauth2/token`)
  for (const proof of [oauth.ClientSecretBasic('demo-secret'), oauth.ClientSecretPost('demo-secret')]) {
    const given = await token(proof)
    assert.equal(given.token_type, 'bearer')
    assert.equal(given.expires_in, 3600)
    assert.deepEqual(given.scope.split(' ').sort(), ['data', 'pay'])
  }
})

test('a token opens every door, and makes a link', async () => {
  const { access_token: good } = await token()
  for (const door of DOORS) assert.equal((await call(`${door}/links/list`, good)).status, 200, door)
  const made = await call('/test/v2/links/create', good, {
    single_transfer: {
      amount: '100.50', currency: 'RON', creditor_name: 'Librăria Noastră', creditor_iban: 'RO49AAAA1B31007593840000',
      remittance_information: 'Comanda 1042',
    },
  })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  assert.equal(await house.status(made.body.link_id), 'created', 'the same link, seen with the secret')
})

test('refusals are understood', async () => {
  const wrong = await challenge(token(oauth.ClientSecretBasic('wrong')))
  assert.equal(wrong.scheme, 'basic')
  const unknown = await token(undefined, { scope: 'openid' }).catch((error) => error)
  assert.ok(unknown instanceof oauth.ResponseBodyError, String(unknown))
  assert.deepEqual([unknown.status, unknown.error], [400, 'invalid_scope'])
  const madeUp = await challenge(call('/v2/links/list', 'made-up'))
  assert.deepEqual([madeUp.scheme, madeUp.parameters.error], ['bearer', 'invalid_token'])
  const { access_token: data } = await token(undefined, { scope: 'data' })
  const narrow = await challenge(call('/v2/links/list', data))
  assert.deepEqual([narrow.parameters.error, narrow.parameters.scope], ['insufficient_scope', 'pay'])
})
