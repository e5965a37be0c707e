// The loader's file: made of its source, small, and of one version with its types. FINQLINK_UPDATE=1 makes it anew, before its release.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { made, released } from './embed.mjs'

const LIMIT = 3 * 1024

test('the released loader is its source, minified', () => {
  if (process.env.FINQLINK_UPDATE) writeFileSync(released().file, made())
  assert.equal(readFileSync(released().file, 'utf8'), made(), 'FINQLINK_UPDATE=1 makes it anew; a version that was released is changed by a new version')
})

test('it weighs at most 3 KB of brotli', (t) => {
  const bytes = brotliCompressSync(readFileSync(released().file)).length
  t.diagnostic(`embed.js: ${bytes} bytes of brotli`)
  assert.ok(bytes <= LIMIT, `${bytes} bytes`)
})

test('source, object and types say the same version', () => {
  const { version, file } = released()
  assert.ok(readFileSync(file, 'utf8').includes(`version:"${version}"`))
  assert.ok(readFileSync(new URL('../../public/embed/embed.d.ts', import.meta.url), 'utf8').includes(`FinqLink embed ${version}`))
})
