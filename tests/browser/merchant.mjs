// A merchant's site as strict as one can be: its policy names its own script and the gateway, and no style at all. On another site than
// the gateway: `localhost` and `127.0.0.1` share nothing.
import { createServer } from 'node:http'

const SCRIPT = `
  globalThis.got = []
  globalThis.show = (options) => {
    const opened = Finqlink.open({ onEvent: (message) => got.push(message), ...options })
    globalThis.opened = opened
  }
  globalThis.faults = []
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    // A browser's own wish for an icon is none of ours.
    if (!blockedURI.endsWith('/favicon.ico')) faults.push(violatedDirective + ' ' + blockedURI)
  })
  const again = new URLSearchParams(location.search).get('open')
  if (again) show({ url: again, mode: 'inline', container: '#here' })
`

/** Opens the site; `url` is its page, which has a button, a place for a frame, and what it was told in `got`. */
export async function startMerchant(gateway, { host = 'localhost' } = {}) {
  const policy = `default-src 'none'; script-src 'self' ${gateway}; frame-src ${gateway}`
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Merchant</title>
    <script src="${gateway}/embed.js"></script><script src="/merchant.js" defer></script><h1>Merchant</h1><button>Buy</button><div id="here"></div><div id="there"></div>`
  const server = createServer((call, answer) => {
    const isScript = call.url === '/merchant.js'
    answer.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html', ...(!isScript && { 'content-security-policy': policy }) })
    answer.end(isScript ? SCRIPT : html)
  })
  await new Promise((resolve) => server.listen(0, host === 'localhost' ? '127.0.0.1' : host, resolve))
  const name = host.includes(':') ? `[${host}]` : host
  return { url: `http://${name}:${server.address().port}`, stop: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections() }) }
}
