// What an eye, a finger and a keyboard meet on a page: runs inside it, and knows nothing of a template or a sentence.
// Each look gives a list of faults, each a short line; an empty list is a page on which nothing is lost.

/** Put into the page as `globalThis.eye`. */
export function eye() {
  const CONTROLS = 'a[href],button,input:not([type="hidden"]),select,textarea,summary,[tabindex]'
  const MAIN = '.main,.second,.bank-row,.method'
  const clip = (text) => text.replace(/\s+/g, ' ').trim().slice(0, 40)

  /** A control or a text by the hooks that it has. */
  const name = (element) => {
    const hook = ['data-action', 'data-provider-id', 'data-method-id', 'data-part', 'data-field', 'id']
      .find((one) => element.hasAttribute(one))
    const kind = element.localName + (element.className && typeof element.className === 'string' ? `.${element.className.split(' ')[0]}` : '')
    return `${kind}${hook ? `[${hook}=${element.getAttribute(hook)}]` : ''} “${clip(element.textContent || element.value || '')}”`
  }
  /** Kept for ears only: cut away to nothing. */
  const isUnseen = (element) => element !== null && (getComputedStyle(element).clipPath === 'inset(50%)' || isUnseen(element.parentElement))
  const isVisible = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return false
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1 && !isUnseen(element)
  }
  const dot = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  /** Red, green and blue to 255, and how much of the colour is there, to 1. */
  const rgba = (colour) => {
    dot.clearRect(0, 0, 1, 1)
    dot.fillStyle = colour
    dot.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = dot.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const part = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
  /** How far two colours stand apart, as WCAG counts it. */
  const apart = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((left, right) => left - right)
    return (bright + 0.05) / (dark + 0.05)
  }
  const controls = () => [...document.querySelectorAll(CONTROLS)].filter((one) =>
    isVisible(one) && !one.matches(':disabled,h1'))
  const stops = () => controls().filter((one) => one.tabIndex >= 0)

  /** Texts that are seen, each with the boxes of its lines. */
  const texts = () => {
    const found = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
      const node = walk.currentNode
      const element = node.parentElement
      if (!node.data.trim() || !isVisible(element)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0.5 && height > 0.5)
      if (rects.length) found.push({ node, element, text: node.data, rects })
    }
    return found
  }

  /** Whether all stands in this window as it stood when this was last asked in a window of this size: only colours may differ. */
  const isAlike = () => {
    const bones = [...document.querySelectorAll('*')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      const style = getComputedStyle(element)
      const signs = ['::before', '::after'].map((pseudo) => getComputedStyle(element, pseudo).content)
      return [x, y, width, height, ...BONES.map((name) => style[name]), ...signs].join()
    }).join(';')
    const size = `${innerWidth} × ${innerHeight}`
    const isSame = seen.get(size) === bones
    seen.set(size, bones)
    return isSame
  }
  const BONES = ['display', 'visibility', 'opacity', 'position', 'overflow', 'clipPath', 'zIndex', 'pointerEvents', 'userSelect', 'fontSize', 'fontWeight', 'textDecorationLine', 'contentVisibility']
  const seen = new Map()

  /** What moves on its own over the page, or stays while it moves: two things of different layers may meet. */
  const layer = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      if (['sticky', 'fixed'].includes(getComputedStyle(one).position)) return one
    }
    return null
  }

  const sideways = () => {
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth
    return over > 0 ? [`sideways: ${over} px stand over the edge`] : []
  }

  /** No line of a text stands outside a box that cuts it, or outside the page. */
  const cut = () => {
    const faults = []
    for (const { element, text, rects } of texts()) {
      const boxes = []
      for (let one = element; one && one !== document.documentElement; one = one.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(one)
        const cuts = (way) => ['hidden', 'clip'].includes(way)
        if (one !== document.body && (cuts(overflowX) || cuts(overflowY)) && getComputedStyle(one).display !== 'inline') {
          const { left, top, right, bottom } = one.getBoundingClientRect()
          boxes.push({ one, left: cuts(overflowX) ? left : -1e6, right: cuts(overflowX) ? right : 1e6, top: cuts(overflowY) ? top : -1e6, bottom: cuts(overflowY) ? bottom : 1e6 })
        }
      }
      boxes.push({ one: document.body, left: 0, right: document.documentElement.clientWidth, top: -1e6, bottom: 1e6 })
      const lost = rects.find((rect) => boxes.some((box) =>
        rect.left < box.left - 1.5 || rect.right > box.right + 1.5 || rect.top < box.top - rect.height / 3 || rect.bottom > box.bottom + rect.height / 3))
      if (lost) faults.push(`cut: ${name(element)} loses of “${clip(text)}”`)
    }
    return faults
  }

  const meeting = (one, other) => [
    Math.min(one.right, other.right) - Math.max(one.left, other.left),
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top),
  ]

  /** No text lies on a text, and no control on another, unless it is a small one wholly inside a large one. */
  const overlaps = () => {
    const faults = []
    const all = controls().map((element) => ({ element, layer: layer(element), rect: hittable(element) }))
    all.forEach((one, at) => {
      for (const other of all.slice(at + 1)) {
        if (one.layer !== other.layer || one.element.contains(other.element) || other.element.contains(one.element)) continue
        const [wide, high] = meeting(one.rect, other.rect)
        const small = Math.min(area(one.rect), area(other.rect))
        const isInside = wide * high > 0.95 * small && small < Math.max(area(one.rect), area(other.rect)) / 3
        if (wide > 1 && high > 1 && !isInside) faults.push(`overlap: ${name(one.element)} and ${name(other.element)} by ${Math.round(wide)} × ${Math.round(high)} px`)
      }
    })
    const lines = texts().flatMap(({ element, text, rects }) => rects.map((rect) => ({ element, control: element.closest(CONTROLS), text, layer: layer(element), rect: inked(rect), whole: rect })))
    lines.forEach((one, at) => {
      for (const other of lines.slice(at + 1)) {
        if (one.element === other.element) continue
        // Letters of one control keep clear of another's, tails and all.
        const areApart = one.control && other.control && one.control !== other.control
        const [wide, high] = areApart ? meeting(one.whole, other.whole) : meeting(one.rect, other.rect)
        if (wide > 2 && high > 2 && (one.layer === other.layer || isThrough(one, other))) faults.push(`overlap: “${clip(one.text)}” on “${clip(other.text)}” by ${Math.round(wide)} × ${Math.round(high)} px`)
      }
    })
    return faults
  }
  /** Whether of two texts in different layers the lower one shows through. */
  const isThrough = (one, other) => {
    const [x, y] = [Math.max(one.rect.left, other.rect.left) + 1, Math.max(one.rect.top, other.rect.top) + 1]
    const hit = document.elementFromPoint(x, y)
    const upper = [one, other].find(({ layer: its }) => its && hit && (its === hit || its.contains(hit)))
    if (!upper) return false
    for (let at = hit; at; at = at.parentElement) {
      const { backgroundColor, backdropFilter } = getComputedStyle(at)
      if (!/^rgba\(.*, 0\)$/.test(backgroundColor) || backdropFilter !== 'none') return false
      if (at === upper.layer) return true
    }
    return false
  }
  const area = ({ left, right, top, bottom }) => (right - left) * (bottom - top)
  /** The part of a line's box that its letters fill. */
  const inked = ({ left, right, top, bottom, height }) => ({ left, right, top: top + height * 0.22, bottom: bottom - height * 0.22 })
  /** A field gives up its padding to what stands in it. */
  const hittable = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    if (element.localName !== 'input') return { left, top, right, bottom }
    const { paddingLeft, paddingRight } = getComputedStyle(element)
    const [before, after] = [paddingLeft, paddingRight].map((one) => parseFloat(one) * element.currentCSSZoom + 6)
    return { left: left + before, top, right: right - after, bottom }
  }

  /** Large enough for a finger: 24 px everywhere, 44 px high for what a payment hangs on, on phones. */
  const targets = (isPhone) => controls().flatMap((element) => {
    const { width, height } = element.getBoundingClientRect()
    const size = `${name(element)} is ${Math.round(width)} × ${Math.round(height)} px`
    if (element.matches('.search-field') && width * height > 24 * 24) return []
    if (isPhone && element.matches(MAIN) && height < 44) return [`target: ${size}, wanted 44`]
    return width < 23.9 || height < 23.9 ? [`target: ${size}`] : []
  })

  /** Focused one by one, each is in view, with nothing over it, and shows that it has the focus. */
  const focus = () => {
    const faults = []
    for (const element of stops()) {
      const calm = look(element)
      element.focus({ focusVisible: true })
      if (document.activeElement !== element) { faults.push(`focus: ${name(element)} takes none`); continue }
      if (look(element) === calm) faults.push(`focus: ${name(element)} does not show it`)
      const hidden = covered(element)
      if (hidden) faults.push(`covered: ${name(element)} under ${hidden}`)
    }
    document.activeElement?.blur()
    scrollTo(0, 0)
    return faults
  }
  const look = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
    const { outlineStyle: around } = getComputedStyle(element.parentElement)
    return [outlineStyle, parseFloat(outlineWidth) >= 2, boxShadow, around].join()
  }
  const covered = (element) => {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
    const inset = Math.min(3, width / 4, height / 4)
    const tall = height > innerHeight * 0.6
    const points = [[(left + right) / 2, tall ? Math.max(top, 0) + 20 : (top + bottom) / 2]]
    if (!tall) for (const x of [left + inset, right - inset]) for (const y of [top + inset, bottom - inset]) points.push([x, y])
    let over = null
    for (const [x, y] of points) {
      const hit = document.elementFromPoint(x, y)
      // Round corners of the control itself let through what stands behind it.
      if (!hit) over = 'the edge of the window'
      else if (hit !== element && !element.contains(hit) && !hit.contains(element) && layer(hit) !== layer(element)) over = name(hit)
    }
    return over
  }

  /** What runs by itself, or would run at a change, in the page as it stands. */
  const motions = () => document.getAnimations().map((one) => {
    const { endTime, iterations, delay } = one.effect.getComputedTiming()
    return { what: one.animationName ?? one.transitionProperty, on: name(one.effect.target) + (one.effect.pseudoElement ?? ''), endTime: endTime === Infinity ? 1e9 : endTime, iterations, delay }
  })
  const changes = () => {
    const longest = (list) => Math.max(...list.split(',').map((one) => parseFloat(one) * (one.includes('ms') ? 1 : 1000)))
    return [...document.querySelectorAll('*')].flatMap((element) => [null, '::before', '::after'].flatMap((pseudo) => {
      const { transitionDuration, transitionDelay, scrollBehavior } = getComputedStyle(element, pseudo)
      const ms = longest(transitionDuration) + longest(transitionDelay)
      return ms > 0 || (!pseudo && scrollBehavior === 'smooth') ? [{ on: name(element) + (pseudo ?? ''), ms, smooth: !pseudo && scrollBehavior === 'smooth' }] : []
    }))
  }

  /** Where the main things stand, from the page's edge; named by hooks, and by a number where several have the same. */
  const places = () => {
    const found = {}
    for (const selector of ['[data-field]', '[data-provider-id]', '[data-method-id]', '[data-action]', 'h1', 'h2']) {
      const seen = [...document.querySelectorAll(selector)].filter((one) => isVisible(one) && !one.closest('.tool'))
      for (const element of seen.filter((one) => !one.matches('[data-field],[data-action]') || selector.startsWith('['))) {
        const { left, top, width, height } = element.getBoundingClientRect()
        const key = name(element).split(' “')[0]
        const same = Object.keys(found).filter((one) => one === key || one.startsWith(`${key} #`)).length
        found[same ? `${key} #${same + 1}` : key] = [left + scrollX, top + scrollY, width, height]
      }
    }
    return found
  }

  globalThis.eye = { name, isAlike, rgba, apart, isVisible, controls, stops, texts, layer, sideways, cut, overlaps, targets, focus, motions, changes, places }
}
