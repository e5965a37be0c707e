// The house for a browser walk: a gateway of its own on free ports with an empty store, a client of its API, a browser.
// What a walk looks at stands in the *.test.mjs files. `cargo xtask test browser` names the gateway (FINQLINK_BIN)
// and the browser (CHROMIUM).
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const START_MS = 30_000
const STOP_MS = 10_000

/** Starts `finqlink demo`; ends with `stop()`. `args` are passed on. */
export async function startHouse({ args = [] } = {}) {
  const program = process.env.FINQLINK_BIN
  if (!program) throw new Error('FINQLINK_BIN is not set: run `cargo xtask test browser`')
  const folder = await mkdtemp(join(tmpdir(), 'finqlink-walk-'))
  const [gateway, bank, shop] = await freePorts(3)
  const house = {
    url: `http://127.0.0.1:${gateway}`,
    bankUrl: `http://localhost:${bank}`,
    shopUrl: `http://localhost:${shop}`,
    folder,
    said: '',
  }
  const child = spawn(program, [
    'demo', '--listen', `127.0.0.1:${gateway}`, '--sandbox-listen', `127.0.0.1:${bank}`,
    '--sandbox-public-url', house.bankUrl, '--shop-listen', `127.0.0.1:${shop}`, ...args,
  ], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { house.said += bytes })
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', (error) => { house.said += error.message; resolve({ code: null, signal: null }) })
  })

  /** Ends the gateway as a service manager would; gives how it ended and after how many milliseconds. */
  house.stop = async () => {
    const from = performance.now()
    child.kill('SIGTERM')
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    const how = await ended
    clearTimeout(kill)
    await rm(folder, { recursive: true, force: true })
    return { ...how, ms: performance.now() - from }
  }
  /** A call of the API as the demo client; gives status, headers and parsed body. */
  house.api = async (path, body = {}, headers = {}) => {
    const answer = await fetch(house.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ client_id: 'demo', client_secret: 'demo-secret', ...body }),
    })
    return { status: answer.status, headers: answer.headers, body: await answer.json() }
  }
  /** A payment link; `transfer` and `options` override what is usual. */
  house.link = async (transfer = {}, options = {}, rest = {}) => {
    const { status, body } = await house.api('/test/v2/links/create', {
      single_transfer: {
        amount: '100.50', currency: 'RON', creditor_name: 'Librăria Noastră', creditor_iban: 'RO49AAAA1B31007593840000',
        remittance_information: 'Comanda 1042', ...transfer,
      },
      options,
      ...rest,
    })
    if (status !== 200) throw new Error(`links/create answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  /** A consent to account data for so many days. */
  house.consent = async (days = 90, options = {}) => {
    const { status, body } = await house.api('/test/v2/ais/consents/create', { consent: { consent_validity_days: days }, options })
    if (status !== 200) throw new Error(`ais/consents/create answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  /** What the API says of a consent. */
  house.consentStatus = async (consent_id) => (await house.api('/test/v2/ais/consents/get', { consent_id })).body.status
  /** What the API says of a link. */
  house.status = async (link_id) => (await house.api('/test/v2/links/get', { link_id })).body.status
  /** The payments a bank holds under an end-to-end id. */
  house.bankPayments = async (provider, endToEndId) => {
    const answer = await fetch(`${house.bankUrl}/_control/${provider}/payments?end_to_end_id=${encodeURIComponent(endToEndId)}`)
    return (await answer.json()).payments
  }

  try {
    await until(async () => (await fetch(`${house.url}/health`)).ok, START_MS, () => house.said, ended)
  } catch (error) {
    await house.stop()
    throw error
  }
  return house
}

/** A browser without any memory, with more switches where `args` has some; every page it gives keeps what went wrong on it in `page.faults`. */
export async function startBrowser({ args = [] } = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || undefined,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...args],
  })
  return {
    /** A page of a new profile; `options` are Playwright's of a context. */
    page: async (options = {}) => watch(await (await browser.newContext(options)).newPage()),
    /** Seconds of processor that all its processes have used. */
    cpu: async () => (await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo')).processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    close: () => browser.close(),
  }
}

/** Notes errors, refused loads and violations of the page's policy on a page, and on those opened from it. */
export function watch(page) {
  page.faults = []
  page.on('pageerror', (error) => page.faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // Chromium's word on preloads of wasm, which no page can change.
    if (message.type() === 'error' || /Content Security Policy|TrustedHTML|hydrat/i.test(message.text())) {
      page.faults.push(`console: ${message.text()}`)
    }
  })
  return page
}

/** Waits until `holds` gives something true; at most `ms`. `why` is said when it does not come to that. */
export async function until(holds, ms, why = () => '', ended = new Promise(() => {})) {
  const deadline = performance.now() + ms
  let gone = false
  ended.then(() => { gone = true })
  while (performance.now() < deadline && !gone) {
    const value = await Promise.resolve().then(holds).catch(() => false)
    if (value) return value
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${gone ? 'the gateway ended' : `not within ${ms} ms`}: ${why()}`)
}

async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => resolve(server))
  })))
  const ports = servers.map((server) => server.address().port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
