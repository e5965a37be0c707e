// The last step of the page's build, after Trunk: optimises the WebAssembly, minifies
// scripts and styles, gives each the name and integrity of what it is now, and lays a brotli twin beside every file
// that is served as it is (so not beside index.html, which the gateway completes).
// Called by xtask as: node finish.mjs DIST PACKAGES_DIR. It knows no file of ours by name.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'

const [dist, packages] = process.argv.slice(2)
const { resolve: locate } = createRequire(resolve(packages, 'package.json'))
const load = async (name) => (await import(pathToFileURL(locate(name)))).default

const NAMED_BY_CONTENT = /-[0-9a-f]{8,}((?:_bg)?\.(wasm|js|css))$/
const COMPRESSED = /\.(?:wasm|js|css|svg|json|ts)$/
const TARGETS = ['es2022', 'chrome109', 'firefox115', 'safari16']

/** Lets binaryen make it small. */
async function shrink(bytes) {
  const binaryen = await load('binaryen')
  const wasm = binaryen.readBinary(bytes)
  binaryen.setOptimizeLevel(2)
  binaryen.setShrinkLevel(2)
  binaryen.setDebugInfo(false)
  wasm.optimize()
  wasm.runPasses(['merge-similar-functions', 'reorder-functions'])
  if (!wasm.validate()) throw new Error('what is left of the WebAssembly is not valid')
  return Buffer.from(wasm.emitBinary())
}

async function minify(bytes, loader) {
  const { transformSync } = await load('esbuild')
  const format = loader === 'js' ? 'esm' : undefined
  const { code } = transformSync(bytes.toString('utf8'), { loader, format, minify: true, legalComments: 'none', target: TARGETS })
  return Buffer.from(code)
}

const integrity = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`
const baseName = (file) => file.slice(file.lastIndexOf('/') + 1)
const files = () => readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))

for (const file of files()) if (file.endsWith('.br')) rmSync(file)

const index = join(dist, 'index.html')
let html = readFileSync(index, 'utf8')
for (const file of files()) {
  const [, ending, kind] = file.match(NAMED_BY_CONTENT) ?? []
  if (!kind) continue
  if (!html.includes(baseName(file))) throw new Error(`${baseName(file)} is not named in index.html: nothing would load it`)
  const before = readFileSync(file)
  const now = kind === 'wasm' ? await shrink(before) : await minify(before, kind)
  const hash = createHash('sha256').update(now).digest('hex').slice(0, 16)
  const renamed = file.replace(NAMED_BY_CONTENT, `-${hash}${ending}`)
  writeFileSync(file, now)
  renameSync(file, renamed)
  html = html.replaceAll(baseName(file), baseName(renamed)).replaceAll(integrity(before), integrity(now))
}
writeFileSync(index, html)

for (const file of files()) {
  if (!COMPRESSED.test(file)) continue
  const bytes = readFileSync(file)
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }))
}
