// The gallery as a designer uses it: its walls are well made, what hangs there shows the scheme and size that were asked for, and
// pressing everything in it asks nobody for anything.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startHouse, until } from './house.mjs'
import { isWellMade, shoot } from './look.mjs'

let house
let browser
before(async () => { [house, browser] = await Promise.all([startHouse(), startBrowser()]) })
after(async () => { await Promise.all([house?.stop(), browser?.close()]) })

const WALLS = ['', '?screen=select-chosen&scheme=both', '/cards', '/default/tokens']
const LOOKS = [
  { viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
]

for (const wall of WALLS) {
  for (const look of LOOKS) {
    test(`/gallery${wall} at ${look.viewport.width} px, ${look.colorScheme}: axe finds nothing, the policy holds`, async () => {
      const page = await browser.page(look)
      await page.goto(`${house.url}/gallery${wall}`)
      assert.deepEqual(page.faults, [])
      await isWellMade(page)
      await shoot(page, `gallery${wall.replace(/\W+/g, '-')}-${look.viewport.width}`)
      await page.context().close()
    })
  }
}

test('a frame shows the scheme and the width that were asked for, whatever the browser prefers', async () => {
  const page = await browser.page({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' })
  await page.goto(`${house.url}/gallery/classic?scheme=both&format=desktop`)
  const seen = []
  for (const scheme of ['light', 'dark']) {
    const frame = await (await page.locator(`#select [data-scheme="${scheme}"] iframe`).elementHandle()).contentFrame()
    await frame.waitForSelector('main')
    seen.push(await frame.evaluate(() => ({ wide: innerWidth, ground: getComputedStyle(document.body).backgroundColor })))
  }
  assert.deepEqual(seen.map(({ wide }) => wide), [1280, 1280])
  assert.notEqual(seen[0].ground, seen[1].ground)
  await page.context().close()
})

test('pressing everything that hangs there leads nowhere, and asks nobody', async () => {
  const page = await browser.page()
  const asked = []
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
  for (const [template, screen] of [['default', 'select-chosen'], ['sheet', 'select-chosen'], ['steps', 'handoff'], ['cards', 'inputs']]) {
    for (const mode of ['live', 'html']) {
      const path = `/gallery/${template}/${screen}`
      await page.goto(`${house.url}${path}?mode=${mode}`)
      const controls = page.locator('a, button, summary, input')
      let pressed = 0
      for (let at = 0; at < await controls.count(); at++) {
        if (await controls.nth(at).isVisible() && await controls.nth(at).isEnabled()) {
          await controls.nth(at).click({ force: true })
          pressed += 1
        }
      }
      await page.keyboard.press('Enter')
      assert.ok(pressed > 5, `${path}: ${pressed} pressed`)
      assert.equal(new URL(page.url()).pathname, path)
      assert.equal(page.context().pages().length, 1, 'nothing was opened')
    }
  }
  const other = asked.filter((call) => !call.startsWith('GET /gallery/') && call !== 'GET /favicon.svg')
  assert.deepEqual(other, [])
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a designer goes from the window to a template, to its tokens, and copies what gives the look', async () => {
  const page = await browser.page({ permissions: ['clipboard-read', 'clipboard-write'] })
  await page.goto(`${house.url}/gallery`)
  await page.getByRole('link', { name: 'Glass' }).first().click()
  await page.getByRole('link', { name: 'Dark', exact: true }).click()
  assert.match(page.url(), /scheme=dark/)
  await page.getByRole('link', { name: /Tokens/ }).click()
  await page.getByRole('button', { name: 'Copy' }).first().click()
  await until(async () => (await page.evaluate(() => navigator.clipboard.readText())).includes('"ux_template": "glass"'), 5_000, () => 'not copied')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
