// Pieces of a link's text, and how they are read back; a piece that cannot be read is named by the part of the link it belongs to.

/** A link that cannot be read; `part` is what a visitor would call the place. */
export class Damage extends Error {
  readonly part: string
  constructor(part: string) {
    super(part)
    this.part = part
  }
}

/** `a=1&b=2` by name: each name once, and no other than these. */
export function fields(text: string, names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const field of text.split('&')) {
    const at = field.indexOf('=')
    const name = field.slice(0, Math.max(at, 0))
    if (!names.includes(name) || found.has(name)) throw new Damage('text')
    found.set(name, field.slice(at + 1))
  }
  return found
}

export function oneOf<Name extends string>(part: string, text: string | undefined, names: readonly Name[]): Name {
  const name = names.find((candidate) => candidate === text)
  if (name === undefined) throw new Damage(part)
  return name
}

/** A number in [low, high], as JavaScript writes it. */
export function numberIn(part: string, text: string | undefined, low: number, high: number): number {
  const value = Number(text)
  if (text === undefined || String(value) !== text || !(value >= low && value <= high)) throw new Damage(part)
  return value
}

export function whole(part: string, text: string | undefined, low: number, high: number): number {
  const value = numberIn(part, text, low, high)
  if (!Number.isInteger(value)) throw new Damage(part)
  return value
}

/** Text written by encodeURIComponent, of at most so many characters. */
export function words(part: string, text: string, longest: number): string {
  let plain: string
  try {
    plain = decodeURIComponent(text)
  } catch {
    throw new Damage(part)
  }
  if (plain.length > longest) throw new Damage(part)
  return plain
}

/** Finite numbers as bytes: four a number where that keeps every bit, else eight. */
export function numbersText(values: readonly number[]): string {
  const short = values.every((value) => Object.is(Math.fround(value), value))
  return (
    (short ? 'f' : 'd') +
    bytesText(values.length, short ? 4 : 8, (view, at, k) => {
      if (short) view.setFloat32(at, values[k]!, true)
      else view.setFloat64(at, values[k]!, true)
    })
  )
}

export function readNumbers(part: string, text: string | undefined): number[] {
  const size = text?.startsWith('f') ? 4 : text?.startsWith('d') ? 8 : 0
  if (size === 0) throw new Damage(part)
  const view = bytesOf(part, text!.slice(1), size)
  const values = Array.from({ length: view.byteLength / size }, (_, k) =>
    size === 4 ? view.getFloat32(4 * k, true) : view.getFloat64(8 * k, true),
  )
  if (!values.every(Number.isFinite)) throw new Damage(part)
  return values
}

export const floatsText = (values: Float32Array): string =>
  bytesText(values.length, 4, (view, at, k) => view.setFloat32(at, values[k]!, true))

export function readFloats(part: string, text: string): Float32Array {
  const view = bytesOf(part, text, 4)
  const values = Float32Array.from({ length: view.byteLength / 4 }, (_, k) => view.getFloat32(4 * k, true))
  if (!values.every(Number.isFinite)) throw new Damage(part)
  return values
}

/** base64url without padding, little-endian on every machine. */
function bytesText(count: number, size: number, write: (view: DataView, at: number, k: number) => void): string {
  const view = new DataView(new ArrayBuffer(count * size))
  for (let k = 0; k < count; k++) write(view, k * size, k)
  let text = ''
  for (const byte of new Uint8Array(view.buffer)) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function bytesOf(part: string, text: string, size: number): DataView {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) throw new Damage(part)
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  )
  if (bytes.length % size !== 0) throw new Damage(part)
  return new DataView(bytes.buffer)
}
