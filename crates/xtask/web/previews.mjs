// Photographs fixtures that `examples/shots.rs` wrote: a picture for each template's folder and the README's contact sheet; or,
// with --all FOLDER, every screen × scheme × width × language. `cargo xtask previews` starts it; no page asks any network.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { decode, encode } from './png.mjs'

const { values: { all, template: onlyTemplate, lang: onlyLang, screen: onlyScreen }, positionals: [shots, root] } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'string' }, template: { type: 'string' }, lang: { type: 'string' }, screen: { type: 'string' } },
})
const { chromium } = createRequire(resolve(root, 'tests/browser/package.json'))('playwright-core')

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 800 }
/** What stands in a template's picture: wide by day, on a phone by night. */
const PICTURE = { wide: 'select-chosen', slim: 'result-completed' }
/** Bytes. */
const MOST = { preview: 60_000, sheet: 200_000 }

const files = (await readdir(shots)).filter((name) => name.endsWith('.html')).sort()
const works = files.map((file) => {
  const [template, screen, lang, mode = 'live'] = file.replace('.html', '').split('--')
  return { template, screen, lang, mode, url: pathToFileURL(resolve(shots, file)).href }
})
const templates = [...new Set(works.map(({ template }) => template))]

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || undefined,
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run', '--disable-background-networking'],
})
try {
  await (all ? matrix(resolve(all)) : pictures())
} finally {
  await browser.close()
}

/** A page that stands still and asks nothing. */
async function camera(viewport = DESK) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', javaScriptEnabled: false, offline: true })
  return context.newPage()
}

async function shoot(page, url, colorScheme, viewport, options) {
  await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  if (page.url() !== url) await page.goto(url)
  return page.screenshot({ animations: 'disabled', caret: 'hide', ...options })
}

async function pictures() {
  const folder = await mkdtemp(join(tmpdir(), 'finqlink-previews-'))
  try {
    const page = await camera()
    for (const template of templates) {
      const of = (screen) => works.find((work) => work.template === template && work.screen === screen && work.lang === 'en' && work.mode === 'live').url
      await writeFile(join(folder, `${template}-wide.png`), await shoot(page, of(PICTURE.wide), 'light', DESK))
      await writeFile(join(folder, `${template}-slim.png`), await shoot(page, of(PICTURE.slim), 'dark', PHONE))
    }
    for (const template of templates) {
      await picture(folder, page, [template], { width: 851, height: 521 }, MOST.preview, join(root, 'templates', template, 'preview.png'))
    }
    const rows = Math.ceil(templates.length / 4)
    await picture(folder, page, templates, { width: 1420, height: 16 + rows * 244 }, MOST.sheet, join(root, 'docs/templates.png'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** One picture of these templates, with as many colours as its weight allows. */
async function picture(folder, page, shown, viewport, most, to) {
  const one = shown.length === 1
  const work = (template) => `<figure><div><img src="${template}-wide.png"><img src="${template}-slim.png"></div>${one ? '' : `<figcaption>${template}</figcaption>`}</figure>`
  await writeFile(join(folder, 'sheet.html'), `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #f4f3ef; display: grid; font: 600 15px/20px system-ui, sans-serif; color: #141a17;
      ${one ? '' : 'grid-template-columns: repeat(4, 330px); gap: 20px; padding: 20px;'} }
    figure { margin: 0; --s: ${one ? 0.55 : 0.226}; ${one ? 'padding: 24px;' : ''} }
    div { position: relative; inline-size: calc(1460px * var(--s)); block-size: calc(860px * var(--s)); }
    img { position: absolute; display: block; inline-size: calc(1280px * var(--s)); border-radius: 8px; box-shadow: 0 0 0 1px #dcd9d0; }
    img + img { inline-size: calc(300px * var(--s)); inset-inline-end: 0; inset-block-end: 0; border-radius: calc(28px * var(--s)); box-shadow: 0 0 0 1px #4a4a46; }
    figcaption { padding-block-start: 8px; }</style>${shown.map(work).join('')}`)
  const photo = decode(await shoot(page, `${pathToFileURL(join(folder, 'sheet.html')).href}?${shown.join()}`, 'light', viewport))
  let png
  for (const colours of [256, 192, 128, 96, 64, 48, 32]) {
    png = encode(photo, colours)
    if (png.length <= most) {
      await writeFile(to, png)
      console.log(`${String(png.length).padStart(8)} bytes, ${colours} colours  ${relative(root, to)}`)
      return
    }
  }
  throw new Error(`${to} weighs ${png.length} bytes with 32 colours: more than ${most}`)
}

async function matrix(folder) {
  const wanted = works.filter(({ template, lang, screen }) =>
    template === (onlyTemplate ?? template) && lang === (onlyLang ?? lang) && screen === (onlyScreen ?? screen))
  if (wanted.length === 0) throw new Error('there is no such screen')
  for (const { template } of wanted) await mkdir(join(folder, template), { recursive: true })
  const waiting = [...wanted]
  let done = 0
  const walk = async () => {
    const page = await camera()
    for (let work = waiting.shift(); work; work = waiting.shift()) {
      for (const viewport of [PHONE, DESK]) {
        for (const scheme of ['light', 'dark']) {
          const name = join(folder, work.template, `${work.screen}--${work.lang}${work.mode === 'live' ? '' : `-${work.mode}`}--${scheme}--${viewport.width}`)
          await shoot(page, work.url, scheme, viewport, { path: `${name}.png` })
          done += 1
          // What goes on below is seen in a window as high as the page: what is docked then stands at its end.
          const height = await page.evaluate(() => document.documentElement.scrollHeight)
          if (height > viewport.height) await shoot(page, work.url, scheme, { ...viewport, height }, { path: `${name}-whole.png` })
        }
      }
      if (done % 400 === 0) console.log(`${done} of ${wanted.length * 4}`)
    }
  }
  await Promise.all([walk(), walk()])
  console.log(`${done} pictures of ${wanted.length} screens`)
}
