// Reads PNG files of 8 bits a channel, for tests.
import { inflateSync } from 'node:zlib'

export interface Pixels {
  readonly width: number
  readonly height: number
  /** Palette numbers, or red, green, blue (and alpha). */
  readonly channels: number
  readonly values: Uint8Array // (height, width, channels)
  readonly palette: Uint8Array
  readonly alphas: Uint8Array
}

export function readPng(file: Uint8Array): Pixels {
  const bytes = Buffer.from(file)
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < bytes.length; ) {
    const size = bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    const data = bytes.subarray(at + 8, at + 8 + size)
    chunks.set(name, Buffer.concat([chunks.get(name) ?? Buffer.alloc(0), data]))
    at += size + 12
  }
  const head = chunks.get('IHDR')!
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)]
  const channels = { 2: 3, 3: 1, 6: 4 }[head[9]!]!
  const lines = inflateSync(chunks.get('IDAT')!)
  const stride = width * channels
  const values = new Uint8Array(height * stride)
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)]!
    for (let i = 0; i < stride; i++) {
      const left = i >= channels ? values[y * stride + i - channels]! : 0
      const up = y > 0 ? values[(y - 1) * stride + i]! : 0
      const corner = i >= channels && y > 0 ? values[(y - 1) * stride + i - channels]! : 0
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!
      values[y * stride + i] = lines[y * (stride + 1) + 1 + i]! + guess
    }
  }
  return {
    width,
    height,
    channels,
    values,
    palette: chunks.get('PLTE') ?? Buffer.alloc(0),
    alphas: chunks.get('tRNS') ?? Buffer.alloc(0),
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** The picture within a data address. */
export const embedded = (address: string): Pixels =>
  readPng(Buffer.from(address.replace('data:image/png;base64,', ''), 'base64'))
