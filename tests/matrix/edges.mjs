// What tells a control from its ground, and one from another: lines, colours, sizes as the browser draws them. Runs inside a page,
// beside eye.mjs, and knows nothing of a template or a sentence.

/** Put into the page as `globalThis.edges`, after `eye`. */
export function edges() {
  const { rgba } = eye
  /** How far a colour stands apart from the one under it; one that is not there, not at all. */
  const ratio = (one, other) => (rgba(one)[3] < 0.5 ? 1 : eye.apart(rgba(one), rgba(other)))
  /** The colour behind an element. */
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const { backgroundColor } = getComputedStyle(one)
      if (rgba(backgroundColor)[3] > 0.5) return backgroundColor
    }
    return 'rgb(255, 255, 255)'
  }
  const SIDES = { top: 'Top', right: 'Right', bottom: 'Bottom', left: 'Left' }
  const isAcross = (side) => side === 'top' || side === 'bottom'
  /** How far from a control a line may stand, to be the control's. */
  const NEAR = 8
  const isSolid = (style, width) => !['none', 'hidden'].includes(style) && parseFloat(width) >= 1

  /** The lines that are seen around an element, by side. */
  const lines = (element) => {
    const style = getComputedStyle(element)
    const back = ground(element.parentElement)
    const isAround = isSolid(style.outlineStyle, style.outlineWidth) && ratio(style.outlineColor, back) >= 3
    const box = element.getBoundingClientRect()
    return Object.entries(SIDES)
      .filter(([, Side]) => isAround || (isSolid(style[`border${Side}Style`], style[`border${Side}Width`]) && ratio(style[`border${Side}Color`], back) >= 3))
      .map(([side]) => ({ side, at: box[side], box }))
  }
  /** Whether a line runs along this side of a box. */
  const runsAlong = ({ side: its, at, box }, side, rect) => {
    const [from, to] = isAcross(side) ? ['left', 'right'] : ['top', 'bottom']
    const share = (Math.min(rect[to], box[to]) - Math.max(rect[from], box[from])) / (rect[to] - rect[from])
    return isAcross(its) === isAcross(side) && Math.abs(at - rect[side]) <= NEAR && share >= 0.8
  }
  const all = (element) => [element, ...element.querySelectorAll('*')]
  /** The sides of a control along which a line is seen: its own, or that of what it holds or is held by. */
  const edgesOf = (element) => {
    const rect = element.getBoundingClientRect()
    const near = all(element)
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) near.push(one)
    const seen = near.flatMap(lines)
    return Object.keys(SIDES).filter((side) => seen.some((line) => line.side === side && runsAlong(line, side, rect)))
  }
  /** A row of a list: the ring of its radio, or a line between it and the next. */
  const isRow = (element) => {
    const ring = element.querySelector('.radio')
    if (ring && eye.isVisible(ring) && edgesOf(ring).length === 4) return true
    const seen = all(element.closest('[role=radiogroup]') ?? element.parentElement).flatMap(lines)
    return ['top', 'bottom'].some((side) => seen.some((line) => runsAlong(line, side, element.getBoundingClientRect())))
  }
  /** A picture in it that stands off its ground: an icon, a sign before or after it, or the browser's own for what folds. */
  const isMarked = (element) => {
    if (getComputedStyle(element).display === 'list-item') return true
    const back = ground(element)
    const signs = ['::before', '::after'].map((pseudo) => getComputedStyle(element, pseudo)).filter(({ content }) => !['none', 'normal'].includes(content))
    return [...element.querySelectorAll('svg')].some((one) => eye.isVisible(one) && ratio(getComputedStyle(one).color, back) >= 3) ||
      signs.some((style) => (style.content !== '""' && ratio(style.color, back) >= 3) ||
        Object.values(SIDES).some((Side) => isSolid(style[`border${Side}Style`], style[`border${Side}Width`]) && ratio(style[`border${Side}Color`], back) >= 3))
  }
  const isUnderlined = (element) => all(element).some((one) => getComputedStyle(one).textDecorationLine.includes('underline'))

  /** Under forced colours a button and a field stand in an edge, a row of a list between lines; what is small and quiet is a link,
   *  underlined, or has a mark; and what is chosen differs from its like that is not. */
  const forced = () => {
    const faults = []
    for (const element of eye.controls()) {
      const isBox = element.matches('.main,.second,input,select,textarea')
      // The browser gives links a colour of their own there.
      const sides = edgesOf(element)
      const isSeen = element.matches('.bank-row,.method') ? isRow(element)
        : sides.length === 4 || (isBox ? element.localName === 'input' && sides.includes('bottom') : element.localName === 'a' || isUnderlined(element) || isMarked(element))
      if (!isSeen) faults.push(`forced colours: ${eye.name(element)} has no edge; lines at: ${sides.join(' ') || 'none'}`)
    }
    const states = ['aria-checked', 'aria-pressed', 'aria-selected', 'aria-current']
    const told = (element) => [element.parentElement, ...all(element)].flatMap((one) => [null, '::before', '::after'].map((pseudo) => {
      const { borderTopWidth, borderTopColor, borderTopStyle, backgroundColor, color, outlineStyle, outlineColor, content, display } = getComputedStyle(one, pseudo)
      return [borderTopWidth, borderTopColor, borderTopStyle, backgroundColor, color, outlineStyle, outlineColor, content, display].join()
    }))
    for (const state of states) {
      for (const on of document.querySelectorAll(`[${state}="true"]:not(:disabled)`)) {
        const off = [...document.querySelectorAll(`[${state}="false"]:not(:disabled)`)].find((one) => one.className === on.className && eye.isVisible(one))
        if (!off || !eye.isVisible(on)) continue
        const others = new Set(told(off))
        if (told(on).every((one) => others.has(one))) faults.push(`forced colours: ${eye.name(on)}, which is chosen, looks like the others`)
      }
    }
    return faults
  }

  /** Where a consent is decided, the two ways are one in size, weight and colours. */
  const twins = () => {
    const root = document.documentElement.dataset
    const decides = root.finqlink === 'consent' && ['select', 'inputs', 'review'].includes(root.screen) && !root.step
    const [decline, accept] = ['[data-action=cancel]', 'button:is([data-action=authorise],[data-action=continue])'].map((one) => [...document.querySelectorAll(one)].find(eye.isVisible))
    // Once one of them is pressed, nothing is left to decide.
    if (!decides || document.querySelector('.twin[data-state=busy]')) return []
    if (!decline || !accept) return [`twins: no way to ${decline ? 'accept' : 'decline'}`]
    const faults = []
    const [one, other] = [decline, accept].map((element) => element.getBoundingClientRect())
    for (const side of ['width', 'height']) if (Math.abs(one[side] - other[side]) > 1) faults.push(`twins: to decline is ${Math.round(one[side])} px in ${side}, to accept ${Math.round(other[side])}`)
    const looks = [decline, accept].map((element) => {
      const [label, box] = [getComputedStyle(element.querySelector('.button-label')), getComputedStyle(element)]
      const sizes = { 'font-size': label.fontSize, 'font-weight': label.fontWeight, 'border-width': box.borderTopWidth }
      if (decline.disabled !== accept.disabled) return sizes
      const back = rgba(box.backgroundColor)[3] > 0.5 ? box.backgroundColor : ground(element.parentElement)
      return { ...sizes, contrast: ratio(label.color, back).toFixed(1), ground: ratio(back, ground(element.parentElement)).toFixed(1), opacity: box.opacity, shadow: box.boxShadow.includes('inset') ? '' : box.boxShadow }
    })
    for (const [what, value] of Object.entries(looks[0])) if (looks[1][what] !== value) faults.push(`twins: ${what} of declining is ${value}, of accepting ${looks[1][what]}`)
    return faults
  }

  globalThis.edges = { forced, twins }
}
