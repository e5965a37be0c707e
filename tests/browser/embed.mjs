// The loader of merchants' pages as it is released: its source, its newest version, and what is served under it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const at = (name) => fileURLToPath(new URL(`../../public/embed/${name}`, import.meta.url))

/** The version that the source says it is, and where that is kept. */
export function released() {
  const version = readFileSync(at('loader.js'), 'utf8').match(/FinqLink embed (\d+\.\d+\.\d+)/)[1]
  return { version, file: at(`${version}.js`) }
}

/** What is released of the source: the same, minified. */
export function made() {
  const esbuild = createRequire(import.meta.url)('esbuild')
  const source = readFileSync(at('loader.js'), 'utf8')
  return esbuild.transformSync(source, { loader: 'js', minify: true, target: ['es2022', 'chrome109', 'firefox115', 'safari16'], legalComments: 'inline', charset: 'utf8' }).code
}
