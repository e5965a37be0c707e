// An imitation of as much browser as the loader and the page's own messenger touch, in one process and one thread: tabs with their
// storage, frames, locks, messages that come late, twice or never, and a clock that is turned by hand. Chance comes from a seed.
import { readFileSync } from 'node:fs'

const source = (path) => readFileSync(new URL(`../../public/${path}`, import.meta.url), 'utf8')
export const SHOP = 'https://shop.example'
export const PAY = 'https://pay.example'
const PAGE = `${PAY}/pay/AbCdEfGhIjKlMnOpQrStUv`

/** Numbers below 1, the same for the same seed (mulberry32). */
export function dice(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A script with these names in place of a browser's own. */
const runs = (text) => {
  const names = ['window', 'document', 'location', 'parent', 'navigator', 'sessionStorage', 'crypto', 'Date', 'setTimeout', 'clearTimeout',
    'addEventListener', 'removeEventListener', 'Element', 'MutationObserver', 'matchMedia']
  const run = new Function(...names, text)
  return (browser) => run(...names.map((name) => browser[name]))
}

class Listeners {
  all = []
  add = (type, fn) => { this.all.push([type, fn]) }
  remove = (type, fn) => { this.all = this.all.filter((one) => one[0] !== type || one[1] !== fn) }
  tell = (type, event) => { for (const [of, fn] of [...this.all]) if (of === type) fn(event) }
}

class Element {}

/** A document that runs, until it is left. */
class Scene {
  constructor(world, storage) {
    this.world = world
    this.isAlive = true
    this.listeners = new Listeners()
    this.timers = new Set()
    this.locks = new Set()
    const cut = (fn) => (...words) => { if (this.isAlive) fn(...words) }
    this.browser = {
      navigator: { locks: { request: (name, _, hold) => this.request(name, hold) } },
      sessionStorage: storage,
      crypto: { getRandomValues: (bytes) => bytes.map(() => Math.floor(world.random() * 256)) },
      Date: { now: () => Math.floor(world.now) },
      setTimeout: (fn, ms = 0, ...words) => world.after(ms, cut(() => fn(...words)), this.timers),
      clearTimeout: (timer) => timer?.stop(),
      addEventListener: this.listeners.add,
      removeEventListener: this.listeners.remove,
      Element,
    }
  }
  async request(name, hold) {
    await null
    const lock = this.world.locks.has(name) ? null : { name }
    if (lock) { this.world.locks.add(name); this.locks.add(name) }
    hold(lock)
  }
  leave() {
    this.isAlive = false
    for (const timer of this.timers) timer.stop()
    for (const name of this.locks) this.world.locks.delete(name)
  }
}

export class World {
  now = 1_700_000_000_000
  queue = []
  locks = new Set()
  tabs = []
  /** Share of messages that are lost. */
  loss = 0
  status = 'started'
  isEnded = false
  constructor(random, { loader, messenger = source('frame.js') }) {
    this.random = random
    this.loader = runs(loader)
    this.messenger = runs(messenger)
  }
  after(ms, run, timers) {
    const timer = { at: this.now + ms, run, stop: () => { timer.run = null; timers?.delete(timer) } }
    timers?.add(timer)
    this.queue.push(timer)
    return timer
  }
  /** Turns the clock on by so much, event by event. */
  async pass(ms) {
    const end = this.now + ms
    for (;;) {
      // All that was promised comes before the next event.
      await new Promise((resolve) => setImmediate(resolve))
      let next
      for (const one of this.queue) if (one.run && one.at <= end && (!next || one.at < next.at)) next = one
      if (!next) break
      this.queue = this.queue.filter((one) => one !== next && one.run)
      this.now = Math.max(this.now, next.at)
      next.run()
    }
    this.now = end
  }
  /** A message on its way: late, so that another may overtake it; sometimes twice, sometimes never. */
  post(to, event) {
    for (let copy = 0; copy < (this.random() < 0.15 ? 2 : 1); copy += 1) {
      if (this.random() < this.loss) continue
      this.after(Math.floor(this.random() * 400), () => to()?.listeners.tell('message', copied(event)))
    }
  }
  /** The payment's end, as the gateway tells it to every open page. */
  end(status) {
    this.status = status
    this.isEnded = true
    for (const tab of this.tabs) tab.frame?.changed()
  }
}
/** A copy of the data, the same window. */
const copied = ({ source, origin, data }) => ({ source, origin, data: structuredClone(data) })

class Frame extends Element {
  constructor(tab) {
    super()
    this.tab = tab
    this.style = {}
    this.listeners = new Listeners()
    this.window = { postMessage: (data, target) => {
      if (target !== PAY) throw new Error(`a message to ${target}`)
      tab.world.post(() => this.page, { source: tab.windowFor(this), origin: SHOP, data })
    } }
  }
  get contentWindow() { return this.isGone ? null : this.window }
  addEventListener = (type, fn) => this.listeners.add(type, fn)
  /** Stands in a document now, by the name that it has. */
  attach() { this.called = this.name; this.load() }
  remove() { this.isGone = true; this.page?.leave() }
  /** Shows the page anew, as another one in the same frame. */
  load() {
    const { world } = this.tab
    this.page?.leave()
    const page = this.page = new Scene(world, storageOf(new Map()))
    const dataset = { screen: 'waiting', status: world.status, ...(world.isEnded && { ended: '' }) }
    this.observers = []
    const parent = this.tab.windowFor(this)
    const { observers } = this
    page.dataset = dataset
    page.browser.parent = parent
    Object.assign(page.browser, {
      window: { name: this.called },
      location: { pathname: new URL(this.src).pathname },
      document: {
        documentElement: { dataset, getBoundingClientRect: () => ({ height: 600 }) }, currentScript: { dataset: { origins: `${SHOP} https://other.example` } }, readyState: 'loading',
        body: {}, querySelector: () => ({ href: `${SHOP}/thanks` }),
        addEventListener: page.listeners.add,
      },
      MutationObserver: class { constructor(fn) { this.fn = fn } observe() { observers.push(this.fn) } },
    })
    world.messenger(page.browser)
    world.after(world.random() * 300, () => page.isAlive && page.listeners.tell('DOMContentLoaded', {}))
    world.after(world.random() * 900, () => page.isAlive && this.listeners.tell('load', {}))
  }
  /** News came: the app shows them in place, or the page without it is loaded anew. */
  changed() {
    if (!this.page || this.isGone) return
    if (this.tab.world.random() < 0.3) return this.load()
    Object.assign(this.page.dataset, { status: this.tab.world.status, ended: '' })
    for (const fn of this.observers) this.page.isAlive && fn()
  }
}

const storageOf = (map) => ({ getItem: (key) => map.get(key) ?? null, setItem: (key, value) => map.set(key, value) })

/** A merchant's tab; `finals` holds every `final` it was told, in whichever of its documents. */
export class Tab {
  constructor(world, { storage = new Map(), finals = [] } = {}) {
    Object.assign(this, { world, storage, finals })
    world.tabs.push(this)
    this.load()
  }
  load() {
    const { world } = this
    this.scene?.leave()
    this.frame?.remove()
    const scene = this.scene = new Scene(world, storageOf(this.storage))
    const window = {}
    const container = Object.assign(new Element(), { append: (frame) => frame.attach() })
    scene.browser.parent = scene.browser
    Object.assign(scene.browser, {
      window, location: { origin: SHOP },
      document: {
        documentElement: { lang: 'en', style: {} }, currentScript: { src: `${PAY}/embed.js` },
        createElement: () => (this.frame = new Frame(this)), querySelector: () => container,
      },
      matchMedia: () => ({ matches: true }),
    })
    world.loader(scene.browser)
    this.open()
  }
  /** The merchant's window, as the page in this frame has it. */
  windowFor(frame) {
    return frame.parent ??= { postMessage: (data, target) => {
      if (target !== SHOP) throw new Error(`a message to ${target}`)
      this.world.post(() => frame.isGone ? null : this.scene, { source: frame.window, origin: PAY, data })
    } }
  }
  open() {
    this.opened = this.scene.browser.window.Finqlink.open({ url: PAGE, mode: 'inline', container: '#here', onEvent: (message) => {
      if (message.type === 'final') this.finals.push(message)
    } })
  }
  /** The merchant takes the frame away, and puts it there again. */
  reopen() { this.opened.close(); this.open() }
  duplicate() { return new Tab(this.world, { storage: new Map(this.storage), finals: [...this.finals] }) }
  close() { this.scene.leave(); this.frame?.remove(); this.world.tabs = this.world.tabs.filter((one) => one !== this) }
}
