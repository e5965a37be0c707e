// Pictures for the repository: what a browser photographs, brought down to a palette, so that it stays small. Reads the PNG that
// Chromium writes (8 bits, not interlaced), writes PNG with at most 256 colours. No package: Node's zlib is all that is needed.
import zlib from 'node:zlib'

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])

/** Width, height and opaque pixels (three bytes each) of a PNG. */
export function decode(png) {
  let at = SIGNATURE.length
  let head
  const data = []
  while (at < png.length) {
    const length = png.readUInt32BE(at)
    const kind = png.toString('latin1', at + 4, at + 8)
    const part = png.subarray(at + 8, at + 8 + length)
    if (kind === 'IHDR') head = { width: part.readUInt32BE(0), height: part.readUInt32BE(4), depth: part[8], colour: part[9], interlaced: part[12] }
    if (kind === 'IDAT') data.push(part)
    at += length + 12
  }
  const channels = { 2: 3, 6: 4 }[head.colour]
  if (!channels || head.depth !== 8 || head.interlaced) throw new Error('only 8-bit RGB or RGBA without interlace is read')
  return { width: head.width, height: head.height, rgb: opaque(unfiltered(zlib.inflateSync(Buffer.concat(data)), head, channels), channels) }
}

function unfiltered(raw, { width, height }, channels) {
  const row = width * channels
  const out = Buffer.alloc(row * height)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)]
    for (let x = 0; x < row; x++) {
      const left = x < channels ? 0 : out[y * row + x - channels]
      const up = y === 0 ? 0 : out[(y - 1) * row + x]
      const corner = x < channels || y === 0 ? 0 : out[(y - 1) * row + x - channels]
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]
      out[y * row + x] = raw[y * (row + 1) + 1 + x] + guess
    }
  }
  return out
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

function opaque(pixels, channels) {
  if (channels === 3) return pixels
  const rgb = Buffer.alloc(pixels.length / 4 * 3)
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += 3) pixels.copy(rgb, to, from, from + 3)
  return rgb
}

/** The picture as PNG with at most so many colours. */
export function encode({ width, height, rgb }, most = 256) {
  const { palette, indexed } = quantised(rgb, most)
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) indexed.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE, chunk('IHDR', head), chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', zlib.deflateSync(rows, { level: 9, memLevel: 9 })), chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(kind, data) {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const frame = Buffer.alloc(named.length + 8)
  frame.writeUInt32BE(data.length, 0)
  named.copy(frame, 4)
  frame.writeUInt32BE(crc32(named), named.length + 4)
  return frame
}

/** Older Nodes have none. */
function crc32(bytes) {
  if (zlib.crc32) return zlib.crc32(bytes)
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xEDB88320 : 0)
  }
  return ~crc >>> 0
}

/** Median cut over the colours that occur, weighed by the root of how often: large grounds do not eat the small marks. */
function quantised(rgb, most) {
  const counts = new Map()
  const key = (at) => (rgb[at] << 16) | (rgb[at + 1] << 8) | rgb[at + 2]
  for (let at = 0; at < rgb.length; at += 3) counts.set(key(at), (counts.get(key(at)) ?? 0) + 1)
  const colours = [...counts].map(([colour, count]) => ({ part: [colour >> 16, (colour >> 8) & 255, colour & 255], colour, weight: Math.sqrt(count) }))
  let boxes = [box(colours)]
  while (boxes.length < most) {
    const widest = boxes.reduce((one, other) => (other.spread > one.spread ? other : one))
    if (widest.colours.length < 2) break
    boxes = boxes.filter((one) => one !== widest).concat(halves(widest))
  }
  const places = new Map()
  const palette = boxes.map(({ colours }, place) => {
    for (const { colour } of colours) places.set(colour, place)
    const weight = colours.reduce((sum, one) => sum + one.weight, 0)
    return [0, 1, 2].map((at) => Math.round(colours.reduce((sum, one) => sum + one.part[at] * one.weight, 0) / weight))
  })
  const indexed = Buffer.alloc(rgb.length / 3)
  for (let at = 0, pixel = 0; at < rgb.length; at += 3, pixel++) indexed[pixel] = places.get(key(at))
  return { palette, indexed }
}

function box(colours) {
  const range = (at) => {
    const values = colours.map(({ part }) => part[at])
    return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b))
  }
  const ranges = [range(0), range(1) * 1.2, range(2) * 0.8]
  const axis = ranges.indexOf(Math.max(...ranges))
  const weight = colours.reduce((sum, one) => sum + one.weight, 0)
  return { colours, axis, weight, spread: colours.length > 1 ? ranges[axis] * Math.sqrt(weight) : -1 }
}

function halves({ colours, axis, weight }) {
  const sorted = [...colours].sort((a, b) => a.part[axis] - b.part[axis])
  let sum = 0
  let cut = sorted.findIndex((one) => (sum += one.weight) >= weight / 2)
  cut = Math.min(Math.max(cut, 0) + 1, sorted.length - 1)
  return [box(sorted.slice(0, cut)), box(sorted.slice(cut))]
}
