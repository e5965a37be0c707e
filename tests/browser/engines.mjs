// Engines other than Chromium's: Firefox by WebDriver BiDi, WebKitGTK by WebDriver in a window that nobody sees. A tab of theirs
// knows the few words of Playwright's that payer.mjs and the walks use, so that a payer walks every engine by the same steps.
// `cargo xtask test browser` names the programs (FIREFOX, WEBKIT, WEBKIT_DRIVER, XVFB).
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import puppeteer from 'puppeteer-core'
import { Builder } from 'selenium-webdriver'
import { until } from './house.mjs'

const PATIENCE_MS = 20_000
const START_MS = 60_000
const PHONE = { width: 390, height: 844 }

/** Runs in the page: what a selector means, with Playwright's `:visible`. */
function find(selector) {
  const isShown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible'
  const found = [...document.querySelectorAll(selector.replaceAll(':visible', ''))]
  return selector.includes(':visible') ? found.filter(isShown) : found
}

/** Runs in the page: the first of them, brought to the middle, where no bar lies over it. */
function bring(selector) {
  const found = find(selector)[0]
  found?.scrollIntoView({ block: 'center', behavior: 'instant' })
  return found ?? null
}

/** Some elements of a tab, found anew at each use. */
class Locator {
  constructor(tab, selector) { Object.assign(this, { tab, selector }) }

  first() { return this }

  count() { return this.tab.run(`return find(${JSON.stringify(this.selector)}).length`) }

  /** What a function says of the first of them. */
  async evaluate(said, argument, { timeout = PATIENCE_MS } = {}) {
    const found = `const found = find(${JSON.stringify(this.selector)})[0]; return found ? { said: (${said})(found, ${JSON.stringify(argument)}) } : null`
    return (await until(() => this.tab.run(found), timeout, () => `no ${this.selector}`)).said
  }

  innerText() { return this.evaluate((element) => element.innerText) }

  /** A person's press, once there is something to press. */
  async click({ timeout = PATIENCE_MS } = {}) {
    const press = async () => { await this.tab.press(this.selector); return true }
    await until(press, timeout, () => `${this.selector} cannot be pressed`)
  }

  /** Types in place of what stands there. */
  async fill(text, { timeout = PATIENCE_MS } = {}) {
    const type = async () => { await this.tab.type(this.selector, text); return true }
    await until(type, timeout, () => `${this.selector} takes no words`)
  }
}

/** What the tabs of both engines have in common; a frame in one is a tab of its own. */
class Tab {
  faults = []

  locator(selector) { return new Locator(this, selector) }

  fill(selector, text) { return this.locator(selector).fill(text) }

  /** Where the tab was when it was last asked for anything. */
  url() { return this.address }

  /** Runs in the page; `body` may use `find` and must not use anything else of ours. */
  async run(body) {
    const said = await this.ask(`${find}; const said = (() => { ${body} })(); return JSON.stringify([location.href, said ?? null])`)
    const [address, answer] = JSON.parse(said)
    this.address = address
    return answer
  }

  async goto(address) {
    await this.open(address)
    await this.run('')
  }

  // Of each engine: `frame(selector)`, what stands in a frame; `opens(deed)`, the tab that a deed opens; `front()`, shows this one.

  waitForURL(holds, { timeout = PATIENCE_MS } = {}) {
    return until(async () => { await this.run(''); return holds(new URL(this.address)) }, timeout, () => `still at ${this.address}`)
  }
}

class FirefoxTab extends Tab {
  constructor(page, shown = page.mainFrame()) {
    super()
    Object.assign(this, { page, shown })
    page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`))
    page.on('console', (message) => { if (message.type() === 'error') this.faults.push(`console: ${message.text()}`) })
  }

  open(address) { return this.page.goto(address, { waitUntil: 'domcontentloaded' }) }

  ask(body) { return this.shown.evaluate(`(() => { ${body} })()`) }

  async frame(selector) { return new FirefoxTab(this.page, await (await this.first(selector)).contentFrame()) }

  async opens(deed) {
    const tabs = this.page.browserContext()
    const before = await tabs.pages()
    await deed()
    const other = async () => (await tabs.pages()).find((page) => !before.includes(page))
    return new FirefoxTab(await until(other, PATIENCE_MS, () => 'no tab opens'))
  }

  front() { return this.page.bringToFront() }

  async first(selector) {
    const element = (await this.shown.evaluateHandle(`(() => { ${find}; ${bring}; return bring(${JSON.stringify(selector)}) })()`)).asElement()
    if (!element) throw new Error(`no ${selector}`)
    return element
  }

  async press(selector) { await (await this.first(selector)).click() }

  async type(selector, text) {
    const element = await this.first(selector)
    await element.evaluate((field) => { field.focus(); field.select() })
    await element.type(text)
  }

  picture(path) { return this.page.screenshot({ path, fullPage: true }) }

  close() { return this.page.browserContext().close() }
}

/** Firefox, whose tabs share nothing. */
export async function startFirefox() {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr', headless: true, timeout: START_MS })
  return {
    page: async () => {
      const page = await (await browser.createBrowserContext()).newPage()
      await page.setViewport(PHONE)
      return new FirefoxTab(page)
    },
    close: () => browser.close(),
  }
}

class WebKitTab extends Tab {
  constructor(driver, window, frames = []) {
    super()
    Object.assign(this, { driver, window, frames })
  }

  /** The driver looks at one window at a time, and at one frame of it. */
  async enter() {
    await this.driver.switchTo().window(this.window)
    for (const selector of this.frames) await this.driver.switchTo().frame(await this.driver.executeScript('return document.querySelector(arguments[0])', selector))
  }

  async open(address) {
    await this.enter()
    await this.driver.get(address)
  }

  async ask(body) {
    await this.enter()
    return this.driver.executeScript(body)
  }

  async frame(selector) {
    await this.first(selector)
    return new WebKitTab(this.driver, this.window, [...this.frames, selector])
  }

  async opens(deed) {
    const before = await this.driver.getAllWindowHandles()
    await deed()
    const other = async () => (await this.driver.getAllWindowHandles()).find((window) => !before.includes(window))
    return new WebKitTab(this.driver, await until(other, PATIENCE_MS, () => 'no tab opens'))
  }

  front() { return this.enter() }

  async first(selector) {
    await this.enter()
    const element = await this.driver.executeScript(`${find}; ${bring}; return bring(${JSON.stringify(selector)})`)
    if (!element) throw new Error(`no ${selector}`)
    return element
  }

  async press(selector) { await (await this.first(selector)).click() }

  async type(selector, text) {
    const element = await this.first(selector)
    await this.driver.executeScript('arguments[0].focus(); arguments[0].select()', element)
    await element.sendKeys(text)
  }

  async picture(path) {
    const { writeFile } = await import('node:fs/promises')
    await writeFile(path, await this.driver.takeScreenshot(), 'base64')
  }

  /** WebDriver gives a session one browser: it ends with its tab. */
  close() { return this.driver.quit() }
}

/** WebKitGTK on a screen of its own; it tells a driver nothing of its console. */
export async function startWebKit() {
  const screen = spawn(process.env.XVFB || 'Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const display = await new Promise((resolve, reject) => {
    screen.once('error', reject)
    screen.once('exit', (code) => reject(new Error(`the screen ended with ${code}`)))
    screen.stdio[3].once('data', (said) => resolve(`:${String(said).trim()}`))
  })
  const port = await freePort()
  const driver = spawn(process.env.WEBKIT_DRIVER || 'WebKitWebDriver', [`--port=${port}`], { env: { ...process.env, DISPLAY: display }, stdio: 'ignore' })
  const server = `http://127.0.0.1:${port}`
  await until(async () => (await fetch(`${server}/status`)).ok, START_MS, () => 'WebKitWebDriver does not answer')
  const binary = process.env.WEBKIT || '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'
  const wanted = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary, args: ['--automation'] } }
  return {
    page: async () => {
      const session = await new Builder().usingServer(server).withCapabilities(wanted).build()
      await session.manage().window().setRect({ x: 0, y: 0, ...PHONE })
      return new WebKitTab(session, await session.getWindowHandle())
    },
    close: async () => {
      for (const child of [driver, screen]) {
        const gone = new Promise((resolve) => child.once('exit', resolve))
        child.kill()
        await gone
      }
    },
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
