// The last step of the page's build, after Trunk: minifies scripts and styles that Trunk named by their content,
// gives them the name and integrity of what they are now, and lays a brotli twin beside every file that is served as it is (so not beside index.html, which the gateway completes).
// Called by xtask as: node finish.mjs DIST PACKAGES_DIR. It knows no file of ours by name.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

const [dist, packages] = process.argv.slice(2)
const { transformSync } = createRequire(resolve(packages, 'package.json'))('esbuild')

const HASHED = /-([0-9a-f]{8,})((?:_bg)?\.(?:js|css))$/
const COMPRESSED = /\.(?:wasm|js|css|svg|json|ts)$/
const sri = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`
const all = () => readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))

for (const file of all()) if (file.endsWith('.br')) rmSync(file)

const index = join(dist, 'index.html')
let html = readFileSync(index, 'utf8')
for (const file of all()) {
  const name = file.match(HASHED)
  if (!name) continue
  const ending = name[2]
  const before = readFileSync(file)
  const loader = ending.endsWith('css') ? 'css' : 'js'
  const { code } = transformSync(before.toString('utf8'), {
    loader, format: loader === 'js' ? 'esm' : undefined, minify: true, legalComments: 'none', target: ['es2022', 'chrome109', 'firefox115', 'safari16'],
  })
  const newHash = createHash('sha256').update(code).digest('hex').slice(0, 16)
  const rename = (text) => text.replace(HASHED, `-${newHash}${ending}`)
  const [oldName, newName] = [file, rename(file)].map((path) => path.slice(dist.length).replace(/^[/\\]/, ''))
  if (!html.includes(oldName)) throw new Error(`${oldName} is not named in index.html: nothing would load it`)
  writeFileSync(file, code)
  renameSync(file, rename(file))
  html = html.replaceAll(oldName, newName).replaceAll(sri(before), sri(code))
}
writeFileSync(index, html)

for (const file of all()) {
  if (!COMPRESSED.test(file)) continue
  const bytes = readFileSync(file)
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }))
}
