// The container of saved models and checkpoints: safetensors. Eight bytes of header length (little-endian), a header in
// JSON, then the tensors' bytes without gaps. A file is data from anywhere: all of it is checked before memory is taken.
// What the tensors and the metadata mean is left to the files beside this one.
// Source: the format's description, https://huggingface.co/docs/safetensors

import { show } from '../check/check.ts'
import { checkBytes } from '../check/check-bytes.ts'
import { DataError, OptionError, ShapeError } from '../check/errors.ts'

/** The arrays of each kind of number, by its name in the header. */
const ARRAYS = { F32: Float32Array, F64: Float64Array, U8: Uint8Array, I32: Int32Array, U32: Uint32Array } as const

/** The kinds of number that a tensor may hold. */
export type TensorKind = keyof typeof ARRAYS
/** The flat values of a tensor, last axis fastest. */
export type TensorValues = Float32Array | Float64Array | Uint8Array | Int32Array | Uint32Array

/** One named array of a file. `values` has as many numbers as the product of `shape`; an empty shape is one number. */
export interface SavedTensor {
  readonly name: string
  readonly dtype: TensorKind
  readonly shape: readonly number[]
  readonly values: TensorValues
}

/** What a file holds: its tensors in the order of their bytes, and texts by name. */
export interface SavedTensors {
  readonly tensors: ReadonlyMap<string, SavedTensor>
  readonly metadata: Readonly<Record<string, string>>
}

const METADATA = '__metadata__'
const LENGTH_BYTES = 8
const ALIGNMENT_BYTES = 8
/** A header larger than this is refused before it is read; that of a model is a few kilobytes. */
const HEADER_LIMIT_BYTES = 32 * 2 ** 20
const DAMAGED = 'The file is damaged, or no safetensors file: save or fetch it again.'

/** The product of the sizes, or NaN where it is no size that a computer could count. */
function countOf(shape: readonly unknown[]): number {
  let count = 1
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || (size as number) < 0) return Number.NaN
    count *= size as number
    if (!Number.isSafeInteger(count)) return Number.NaN
  }
  return count
}

/** The bytes of a safetensors file with these tensors, in this order, and these texts.
 *  Shapes:  values (product of shape)
 *  Throws:  ShapeError when a tensor's values do not fit its shape; OptionError for a name used twice or reserved, an
 *           array that is not of its kind, or metadata that is not text
 *  Source:  https://huggingface.co/docs/safetensors  */
export function encodeSafetensors(
  tensors: readonly SavedTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const where = 'encodeSafetensors'
  const names = new Set([METADATA])
  const entries: [string, object][] = [[METADATA, metadata]]
  for (const [key, text] of Object.entries(metadata)) {
    if (typeof text === 'string') continue
    const fix = 'Write it as JSON text.'
    throw new OptionError({ where, expected: `metadata ${show(key)} must be text`, received: show(text), fix })
  }
  let end = 0
  for (const { name, dtype, shape, values } of tensors) {
    if (names.has(name)) {
      const expected = `each tensor must have a name of its own, other than ${METADATA}`
      throw new OptionError({ where, expected, received: `${show(name)} again`, fix: 'Rename one of the two.' })
    }
    if (!(values instanceof ARRAYS[dtype])) {
      const expected = `${show(name)} of kind ${dtype} must be a ${ARRAYS[dtype].name}`
      throw new OptionError({ where, expected, received: show(values), fix: 'Convert the values, or name their kind.' })
    }
    if (countOf(shape) !== values.length) {
      const expected = `${show(name)} of shape (${shape.join(', ')}) must have ${countOf(shape)} values`
      throw new ShapeError({ where, expected, received: show(values.length), fix: 'Correct the shape.' })
    }
    names.add(name)
    entries.push([name, { dtype, shape, data_offsets: [end, end + values.byteLength] }])
    end += values.byteLength
  }
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)))
  const headerBytes = Math.ceil(header.length / ALIGNMENT_BYTES) * ALIGNMENT_BYTES
  const bytes = new Uint8Array(LENGTH_BYTES + headerBytes + end)
  new DataView(bytes.buffer).setUint32(0, headerBytes, true)
  bytes.set(header, LENGTH_BYTES)
  bytes.fill(0x20, LENGTH_BYTES + header.length, LENGTH_BYTES + headerBytes)
  let at = LENGTH_BYTES + headerBytes
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at)
    at += values.byteLength
  }
  return bytes
}

/** The tensors and texts of a safetensors file. Lengths, names, kinds, shapes and offsets are checked before any tensor is
 *  copied; the copies together are no larger than the file. Numbers may be NaN: `checkFinite` looks for that.
 *  `where` begins the errors, such as `loadModel: spiral.wiggle.safetensors`.
 *  Throws:  DataError for a file that is cut, damaged, of another format, or with a kind of number not known here
 *  Source:  https://huggingface.co/docs/safetensors  */
export function decodeSafetensors(bytes: Uint8Array, where: string): SavedTensors {
  checkBytes(where, bytes)
  const { header, dataStart } = readHeader(bytes, where)
  const places: Place[] = []
  let metadata: Record<string, string> = {}
  for (const [name, entry] of Object.entries(header)) {
    if (name === METADATA) metadata = readMetadata(entry, where)
    else places.push(readPlace(name, entry, where))
  }
  places.sort((a, b) => a.begin - b.begin || a.end - b.end)
  checkPlaces(places, bytes.length - dataStart, where)
  const tensors = new Map<string, SavedTensor>()
  for (const { name, dtype, shape, begin, end } of places) {
    // A copy, since the tensor may begin at a byte where an array of its kind cannot; `slice` of a Buffer is none.
    const copy = new Uint8Array(end - begin)
    copy.set(bytes.subarray(dataStart + begin, dataStart + end))
    tensors.set(name, { name, dtype, shape, values: new ARRAYS[dtype](copy.buffer) })
  }
  return { tensors, metadata }
}

/** Refuses a tensor with a value that is NaN or infinite.
 *  Throws:  DataError that names the first such value  */
export function checkFinite(where: string, { name, values }: SavedTensor): void {
  for (let index = 0; index < values.length; index++) {
    if (Number.isFinite(values[index])) continue
    refuse(where, `the values of ${show(name)} must be finite`, `${values[index]} at index ${index}`)
  }
}

interface Place {
  readonly name: string
  readonly dtype: TensorKind
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

function refuse(where: string, expected: string, received: string, fix = DAMAGED): never {
  throw new DataError({ where, expected, received, fix })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readHeader(bytes: Uint8Array, where: string): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < LENGTH_BYTES) {
    refuse(where, `a safetensors file must have at least ${LENGTH_BYTES} bytes`, String(bytes.length))
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES)
  const headerBytes = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32
  const largest = Math.min(bytes.length - LENGTH_BYTES, HEADER_LIMIT_BYTES)
  if (headerBytes > largest) {
    refuse(where, `the header of a file of ${bytes.length} bytes must have at most ${largest}`, `${headerBytes} bytes`)
  }
  const dataStart = LENGTH_BYTES + headerBytes
  let text = ''
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(LENGTH_BYTES, dataStart))
  } catch {
    refuse(where, 'the header must be UTF-8 text', 'other bytes')
  }
  let header: unknown
  try {
    header = JSON.parse(text)
  } catch {
    refuse(where, 'the header must be JSON', show(text))
  }
  if (!isRecord(header)) refuse(where, 'the header must be a JSON object', show(header))
  const twice = findNameTwice(text)
  if (twice !== undefined) refuse(where, 'each name in the header must stand once', `${show(twice)} twice`)
  return { header, dataStart }
}

/** The first name that stands twice in one object of a text that is JSON; JSON.parse keeps the last without a word. */
function findNameTwice(text: string): string | undefined {
  const open: Set<string>[] = []
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') open.push(new Set())
    else if (text[at] === '}') open.pop()
    else if (text[at] === '"') {
      const start = at++
      while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
      let next = at + 1
      while (' \t\n\r'.includes(text[next] ?? '-')) next++
      if (text[next] !== ':') continue
      const name: string = JSON.parse(text.slice(start, at + 1))
      if (open.at(-1)!.has(name)) return name
      open.at(-1)!.add(name)
    }
  }
  return undefined
}

function readMetadata(entry: unknown, where: string): Record<string, string> {
  if (!isRecord(entry)) refuse(where, `${METADATA} must be a JSON object`, show(entry))
  for (const [key, text] of Object.entries(entry)) {
    if (typeof text !== 'string') refuse(where, `metadata ${show(key)} must be text`, show(text))
  }
  return entry as Record<string, string>
}

function readPlace(name: string, entry: unknown, where: string): Place {
  const what = `tensor ${show(name)}`
  if (!isRecord(entry)) refuse(where, `${what} must be a JSON object`, show(entry))
  const { dtype, shape, data_offsets: offsets } = entry
  if (typeof dtype !== 'string' || !Object.hasOwn(ARRAYS, dtype)) {
    const fix = 'Convert the tensor to one of these kinds.'
    refuse(where, `the dtype of ${what} must be one of ${Object.keys(ARRAYS).join(', ')}`, show(dtype), fix)
  }
  const count = Array.isArray(shape) ? countOf(shape) : Number.NaN
  if (Number.isNaN(count)) refuse(where, `the shape of ${what} must be a list of sizes`, show(shape))
  if (!Array.isArray(offsets) || offsets.length !== 2 || Number.isNaN(countOf(offsets.slice(0, 1)))) {
    refuse(where, `data_offsets of ${what} must be a list of two byte positions`, show(offsets))
  }
  const [begin, end] = offsets
  const size = count * ARRAYS[dtype as TensorKind].BYTES_PER_ELEMENT
  if (end !== begin + size) {
    refuse(where, `data_offsets of ${what} must span ${size} bytes, as its dtype and shape say`, show(offsets))
  }
  return { name, dtype: dtype as TensorKind, shape: shape as number[], begin, end }
}

/** The tensors, sorted by place, must follow one another from the first byte to the last: no gap and no byte used twice. */
function checkPlaces(places: readonly Place[], dataBytes: number, where: string): void {
  let at = 0
  for (const { name, begin, end } of places) {
    if (begin !== at) refuse(where, `tensor ${show(name)} must begin at byte ${at} of the data`, String(begin))
    at = end
  }
  if (at !== dataBytes) refuse(where, `the file must have ${at} bytes of data, as its header says`, String(dataBytes))
}
