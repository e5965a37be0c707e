// Contrast by pixels, where colours cannot tell: gradients, glass, pictures, things that lie over each other. The page is
// photographed with its letters left out, and each text's colour is held against the worst pixel under its lines.

/** Letters go, everything else stays; `currentColor` of edges and icons too. No colour is on its way from one scheme to the other. */
const LETTERLESS = `*, ::placeholder, ::before, ::after { -webkit-text-fill-color: transparent !important; text-decoration-color: transparent !important; text-shadow: none !important; caret-color: transparent !important; transition: none !important; }`

/** Runs in the page: holds the texts in view against the picture of it, and remembers which were held. */
async function measure(picture) {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))
  const image = await createImageBitmap(new Blob([bytes]))
  const canvas = new OffscreenCanvas(image.width, image.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context.drawImage(image, 0, 0)
  const faintness = (element) => {
    let opacity = 1
    for (let one = element; one; one = one.parentElement) opacity *= parseFloat(getComputedStyle(one).opacity)
    return opacity
  }
  const found = []
  const missed = []
  let next = Infinity
  /** One line of a text, `node`: what is out of view or covered now may come into view later. */
  const hold = (node, element, text, rect, at, colour) => {
    const lines = globalThis.held.get(node) ?? new Set()
    if (isHeld(element, text, rect, colour)) globalThis.held.set(node, lines.add(at))
    else if (!lines.has(at)) {
      missed.push(`${eye.name(element)}: “${text.trim().slice(0, 30)}”`)
      // Under what may be docked above it.
      const top = Math.floor(scrollY + rect.top - innerHeight * 0.2)
      if (top > scrollY) next = Math.min(next, top)
    }
  }
  const isHeld = (element, text, rect, colour) => {
    const top = Math.ceil(rect.top + rect.height * 0.2)
    const bottom = Math.floor(rect.bottom - rect.height * 0.2)
    const [left, right] = [Math.ceil(rect.left), Math.floor(rect.right)]
    if (left < 0 || top < 0 || right > image.width || bottom > image.height || right <= left || bottom <= top) return false
    const points = [[(left + right) / 2, (top + bottom) / 2], ...[left, right - 1].flatMap((x) => [top, bottom - 1].map((y) => [x, y]))]
    const isCovered = points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y)
      return !hit || (hit !== element && !element.contains(hit) && !hit.contains(element) && eye.layer(hit) !== eye.layer(element))
    })
    if (isCovered) return false
    const [r, g, b, a] = eye.rgba(colour)
    const alpha = a * faintness(element)
    const { data } = context.getImageData(left, top, right - left, bottom - top)
    let worst = Infinity
    let under
    // Most pixels under a line are of a few colours: each is held once.
    const seen = new Set()
    for (let at = 0; at < data.length; at += 4) {
      const [x, y, z] = [data[at], data[at + 1], data[at + 2]]
      const packed = x << 16 | y << 8 | z
      if (seen.has(packed)) continue
      seen.add(packed)
      const ratio = eye.apart([r * alpha + x * (1 - alpha), g * alpha + y * (1 - alpha), b * alpha + z * (1 - alpha)], [x, y, z])
      if (ratio < worst) { worst = ratio; under = [x, y, z] }
    }
    const { fontSize, fontWeight } = getComputedStyle(element)
    const size = parseFloat(fontSize)
    const wanted = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700) ? 3 : 4.5
    if (worst < wanted) found.push(`contrast: ${eye.name(element)}: “${text.trim().slice(0, 30)}” ${worst.toFixed(2)} : 1, wanted ${wanted}; rgb ${[r, g, b].join(' ')} on ${under.join(' ')}`)
    return true
  }
  for (const { node, element, text, rects } of eye.texts()) {
    if (element.closest(':disabled') || (globalThis.wanted && !globalThis.wanted.has(element))) continue
    rects.forEach((rect, at) => hold(node, element, text, rect, at, getComputedStyle(element).color))
  }
  for (const field of document.querySelectorAll('input:not([type="hidden"])')) {
    if (!eye.isVisible(field)) continue
    const said = field.value || field.placeholder
    const pseudo = field.value ? null : '::placeholder'
    const box = field.getBoundingClientRect()
    const style = getComputedStyle(field)
    const rect = { left: box.left + parseFloat(style.paddingLeft), right: box.right - parseFloat(style.paddingRight), top: box.top + 4, bottom: box.bottom - 4, height: box.height - 8 }
    if (said) hold(field, field, said, rect, 0, getComputedStyle(field, pseudo).color)
  }
  return { found, missed, next: next < Infinity ? Math.min(next, document.documentElement.scrollHeight - innerHeight) : null }
}

/** Runs in the page, before it is photographed: how high it is, and whether every ground goes along with what stands on it, so that
 *  a line need be seen once only. What stays while the page is scrolled must be solid for that. */
function begin(isAll) {
  globalThis.held = new Map()
  globalThis.wanted = isAll ? null : globalThis.unsure
  const goes = (element) => [null, '::before', '::after'].every((pseudo) => {
    const { position, content, backgroundAttachment, backgroundColor, backdropFilter, opacity } = getComputedStyle(element, pseudo)
    if (pseudo && ['none', 'normal'].includes(content)) return true
    const isSolid = eye.rgba(backgroundColor)[3] === 1 && opacity === '1'
    return !backgroundAttachment.includes('fixed') && backdropFilter === 'none' && (isSolid || !['fixed', 'sticky'].includes(position))
  })
  const isSteady = [...document.querySelectorAll('*')].every((element) => !element.checkVisibility() || goes(element))
  return { high: innerHeight, whole: document.documentElement.scrollHeight, isSteady }
}

/** Faults of the texts of the page, measured while it is scrolled past: a ground that is fixed lies under each of them in turn.
 *  Of all texts, or only of those of which axe was unsure. */
export async function contrastByPixels(page, isAll = true) {
  const style = await page.addStyleTag({ content: LETTERLESS })
  const { high, whole, isSteady } = await page.evaluate(begin, isAll)
  const faults = new Set()
  let missed = []
  const look = async (top) => {
    await page.evaluate((y) => scrollTo({ top: y, behavior: 'instant' }), top)
    const hold = async () => page.evaluate(measure, (await page.screenshot({ scale: 'css' })).toString('base64'))
    let told = await hold()
    // A busy browser photographs, at times, what it drew before the page was scrolled. The page stands still: the later picture is true.
    if (told.found.length) {
      await page.waitForTimeout(250)
      told = await hold()
    }
    told.found.forEach((fault) => faults.add(fault))
    missed = told.missed
    return told.next
  }
  // Where every ground goes along, from each line that was not held yet to the next; what is covered there is left to the sweep.
  let next = 0
  for (let top = -1; isSteady && next !== null && next > top;) {
    top = next
    next = await look(top)
  }
  // Less than what three docked buttons leave of a phone.
  const step = high * 0.5
  if (!isSteady || missed.length) for (let top = 0, seen = 0; seen < whole; seen = top + high, top += step) await look(top)
  await style.evaluate((element) => element.remove())
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }))
  return [...faults, ...missed.map((what) => `contrast: ${what} never came into view`)]
}
