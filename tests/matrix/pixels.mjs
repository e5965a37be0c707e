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
  const dot = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const rgba = (colour) => {
    dot.clearRect(0, 0, 1, 1)
    dot.fillStyle = colour
    dot.fillRect(0, 0, 1, 1)
    return [...dot.getImageData(0, 0, 1, 1).data]
  }
  const part = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
  const light = (r, g, b) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
  const faintness = (element) => {
    let opacity = 1
    for (let one = element; one; one = one.parentElement) opacity *= parseFloat(getComputedStyle(one).opacity)
    return opacity
  }
  globalThis.held ??= new Set()
  const found = []
  const hold = (element, text, rect, colour, key) => {
    const top = Math.ceil(rect.top + rect.height * 0.2)
    const bottom = Math.floor(rect.bottom - rect.height * 0.2)
    const [left, right] = [Math.ceil(rect.left), Math.floor(rect.right)]
    if (left < 0 || top < 0 || right > image.width || bottom > image.height || right <= left || bottom <= top) return
    const points = [[(left + right) / 2, (top + bottom) / 2], ...[left, right - 1].flatMap((x) => [top, bottom - 1].map((y) => [x, y]))]
    const isCovered = points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y)
      return !hit || (hit !== element && !element.contains(hit) && !hit.contains(element) && eye.layer(hit) !== eye.layer(element))
    })
    if (isCovered) return
    globalThis.held.add(key)
    const [r, g, b, a] = rgba(colour)
    const alpha = (a / 255) * faintness(element)
    const { data } = context.getImageData(left, top, right - left, bottom - top)
    let worst = Infinity
    let under
    for (let at = 0; at < data.length; at += 4) {
      const [x, y, z] = [data[at], data[at + 1], data[at + 2]]
      const one = light(r * alpha + x * (1 - alpha), g * alpha + y * (1 - alpha), b * alpha + z * (1 - alpha))
      const other = light(x, y, z)
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      if (ratio < worst) { worst = ratio; under = [x, y, z] }
    }
    const { fontSize, fontWeight } = getComputedStyle(element)
    const size = parseFloat(fontSize)
    const wanted = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700) ? 3 : 4.5
    if (worst < wanted) found.push(`contrast: ${eye.name(element)}: “${text.trim().slice(0, 30)}” ${worst.toFixed(2)} : 1, wanted ${wanted}; rgb ${[r, g, b].join(' ')} on ${under.join(' ')}`)
  }
  const all = []
  for (const { element, text, rects } of eye.texts()) {
    if (element.closest(':disabled')) continue
    rects.forEach((rect, at) => { all.push(`${text}${at}`); hold(element, text, rect, getComputedStyle(element).color, `${text}${at}`) })
  }
  for (const field of document.querySelectorAll('input:not([type="hidden"])')) {
    if (!eye.isVisible(field)) continue
    const said = field.value || field.placeholder
    const pseudo = field.value ? null : '::placeholder'
    const box = field.getBoundingClientRect()
    const style = getComputedStyle(field)
    const rect = { left: box.left + parseFloat(style.paddingLeft), right: box.right - parseFloat(style.paddingRight), top: box.top + 4, bottom: box.bottom - 4, height: box.height - 8 }
    if (said) { all.push(said); hold(field, said, rect, getComputedStyle(field, pseudo).color, said) }
  }
  return { found, missing: all.filter((key) => !globalThis.held.has(key)) }
}

/** Faults of all texts of the page, measured while it is scrolled past: a ground that is fixed lies under each of them in turn. */
export async function contrastByPixels(page) {
  const style = await page.addStyleTag({ content: LETTERLESS })
  const { high, whole } = await page.evaluate(() => {
    globalThis.held = new Set()
    return { high: innerHeight, whole: document.documentElement.scrollHeight }
  })
  // Less than what three docked buttons leave of a phone.
  const step = high * 0.5
  const faults = new Set()
  let missing = []
  for (let top = 0, seen = 0; seen < whole; seen = top + high, top += step) {
    await page.evaluate((y) => scrollTo({ top: y, behavior: 'instant' }), top)
    const picture = (await page.screenshot({ scale: 'css' })).toString('base64')
    const told = await page.evaluate(measure, picture)
    told.found.forEach((fault) => faults.add(fault))
    missing = told.missing
  }
  await style.evaluate((element) => element.remove())
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }))
  return [...faults, ...new Set(missing)].map((fault) => (fault.startsWith('contrast') ? fault : `contrast: “${fault.slice(0, 30)}” never came into view`))
}
