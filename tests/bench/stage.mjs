// What stands beside the house in a bench: the Preact page built anew, an empty page, a bare page for events; and the
// server for them, of the same make as the gateway (`finqlink-bench stage`). FINQLINK_BENCH names the program.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { fineClock } from './figures.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const esbuild = createRequire(here('../browser/package.json'))('esbuild')

const EMPTY = '<!doctype html><html lang="en" data-mode="html"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Empty</title></head><body><p>Empty</p></body></html>'
const TICKS = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ticks</title></head><body><p id="tick"></p><script>
const clock = (${fineClock})()
globalThis.shown = []
globalThis.trips = []
new EventSource('/-/events').onmessage = ({ data }) => {
  const { number, at_us } = JSON.parse(data)
  document.getElementById('tick').textContent = number
  requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => shown.push(clock() - at_us / 1000); port2.postMessage(0) })
}
globalThis.trip = async () => { const from = clock(); await (await fetch('/-/now')).json(); trips.push(clock() - from) }
</script></body></html>`

/** A folder for the stage; `put` lays a file with its brotli twin into it. */
export async function folder() {
  const root = await mkdtemp(join(tmpdir(), 'finqlink-stage-'))
  const put = async (name, text) => {
    const bytes = Buffer.from(text)
    await mkdir(join(root, name, '..'), { recursive: true })
    await writeFile(join(root, name), bytes)
    await writeFile(join(root, `${name}.br`), brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }))
  }
  return { root, put }
}

/** The names of a payment's sentences, with the numbers that they have in the boot data. */
async function keys() {
  const source = await readFile(here('../../src/words/key.rs'), 'utf8')
  const [, list] = source.match(/^keys! \{\s+payments \{(.*?)^ {4}\}/ms) ?? []
  if (!list) throw new Error('src/words/key.rs names no sentences of payments')
  return [...list.replace(/\/\/.*/g, '').matchAll(/\w+/g)].map(([name], at) => `export const ${name} = ${at}`).join('\n')
}

/** The Preact page as its makers would ship it: one minified module, named by content; our style inline in the HTML. */
export async function preact({ put }, { boot, css, icon }) {
  const sentences = await keys()
  const known = sentences.split('\n').length
  if (known !== JSON.parse(boot).words.length) throw new Error(`src/words/key.rs names ${known} sentences, the boot data has others`)
  const { outputFiles: [script] } = await esbuild.build({
    entryPoints: [here('preact/src/main.jsx')], bundle: true, minify: true, format: 'esm', target: ['es2022', 'chrome109'], write: false,
    jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none', define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [{
      name: 'keys',
      setup(build) {
        build.onResolve({ filter: /^keys$/ }, () => ({ path: 'keys', namespace: 'keys' }))
        build.onLoad({ filter: /.*/, namespace: 'keys' }, () => ({ contents: sentences, loader: 'js' }))
      },
    }],
  })
  const name = `app-${script.hash.replace(/\W/g, '').slice(0, 8)}.js`
  const style = (await esbuild.transform(css, { loader: 'css', minify: true })).code.trim()
  const html = await readFile(here('preact/index.html'), 'utf8')
  await put(`preact/${name}`, script.text)
  await put('preact/index.html', html.trim().replace('SCRIPT', () => name).replace('STYLE', () => style))
  await put('preact/boot.json', boot)
  await put('favicon.svg', icon)
}

/** Opens the stage; with what our page shows (`boot`, `css`, `icon`) the Preact page stands on it too. */
export async function startStage(ours) {
  const program = process.env.FINQLINK_BENCH
  if (!program) throw new Error('FINQLINK_BENCH is not set: run `cargo xtask bench`')
  const made = await folder()
  await made.put('empty/index.html', EMPTY)
  await made.put('ticks/index.html', TICKS)
  if (ours) await preact(made, ours)
  const child = spawn(program, ['stage', '--folder', made.root], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const url = await new Promise((resolve, reject) => {
    lines.once('line', resolve)
    child.once('exit', () => reject(new Error('the stage did not open')))
  })
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill()
    await ended
    await rm(made.root, { recursive: true, force: true })
  }
  return { url, stop }
}
