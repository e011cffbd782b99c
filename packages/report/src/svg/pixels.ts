// Pictures made of pixels, as PNG files within the SVG. Pixels are tints over the ground, so that one picture does for light and dark.

export type Rgba = readonly [red: number, green: number, blue: number, alpha: number]

/** A PNG file of palette colours as a data address; its rows begin at the top.
 *  Shapes:  places (height, width), each the number of a colour of at most 256 */
export function paletteImage(places: Uint8Array, width: number, palette: readonly Rgba[]): string {
  return png(places, width, 3, [
    chunk('PLTE', Uint8Array.from(palette.flatMap((colour) => colour.slice(0, 3)))),
    chunk(
      'tRNS',
      Uint8Array.from(palette, ([, , , alpha]) => Math.round(alpha * 255)),
    ),
  ])
}

/** A PNG file of red, green and blue as a data address.
 *  Shapes:  values (height, width, 3) in [0, 255] */
export function colourImage(values: Uint8Array, width: number): string {
  return png(values, width, 2, [])
}

function png(samples: Uint8Array, width: number, kind: 2 | 3, palette: readonly Uint8Array[]): string {
  const stride = width * (kind === 2 ? 3 : 1)
  const height = samples.length / stride
  const lines = new Uint8Array(height * (stride + 1)) // a line begins with its filter, none
  for (let y = 0; y < height; y++) lines.set(samples.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1)
  const head = new Uint8Array(13)
  const view = new DataView(head.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  head.set([8, kind, 0, 0, 0], 8)
  const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10)
  const parts = [
    signature,
    chunk('IHDR', head),
    ...palette,
    chunk('IDAT', stored(lines)),
    chunk('IEND', new Uint8Array(0)),
  ]
  return `data:image/png;base64,${base64(joined(parts))}`
}

/** Bytes in the zlib format, as they are: pictures here are small, and no packer is loaded. */
function stored(bytes: Uint8Array): Uint8Array {
  const most = 65535
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)]
  for (let at = 0; at < bytes.length; at += most) {
    const part = bytes.subarray(at, at + most)
    const { length } = part
    const last = at + most >= bytes.length ? 1 : 0
    parts.push(Uint8Array.of(last, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255), part)
  }
  let [a, b] = [1, 0]
  for (const byte of bytes) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  return joined([...parts, Uint8Array.of(b >> 8, b & 255, a >> 8, a & 255)])
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = joined([Uint8Array.from(name, (letter) => letter.charCodeAt(0)), data])
  const made = new Uint8Array(body.length + 8)
  const view = new DataView(made.buffer)
  view.setUint32(0, data.length)
  made.set(body, 4)
  view.setUint32(made.length - 4, checksum(body))
  return made
}

/** CRC-32, as PNG asks for. */
function checksum(bytes: Uint8Array): number {
  let rest = ~0
  for (const byte of bytes) {
    rest ^= byte
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0)
  }
  return ~rest >>> 0
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8190) text += btoa(String.fromCharCode(...bytes.subarray(at, at + 8190)))
  return text
}
