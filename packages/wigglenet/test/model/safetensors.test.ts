import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DataError, OptionError, ShapeError } from '../../src/check/errors.ts'
import { checkFinite, decodeSafetensors, encodeSafetensors, type SavedTensor } from '../../src/model/safetensors.ts'

const DAMAGED = 'The file is damaged, or no safetensors file: save or fetch it again.'
const utf8 = (text: string) => new TextEncoder().encode(text)

/** A file written by hand: this header text, then these bytes of data. */
function fileOf(header: string | Uint8Array, data: readonly number[] = [], headerBytes?: number): Uint8Array {
  const text = typeof header === 'string' ? utf8(header) : header
  const bytes = new Uint8Array(8 + text.length + data.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes ?? text.length), true)
  bytes.set(text, 8)
  bytes.set(data, 8 + text.length)
  return bytes
}
const fileOfEntries = (entries: object, data: readonly number[] = []) => fileOf(JSON.stringify(entries), data)

function messageOf(bytes: Uint8Array): string {
  try {
    decodeSafetensors(bytes, 'loadModel: a.safetensors')
  } catch (error) {
    expect(error).toBeInstanceOf(DataError)
    return (error as DataError).message
  }
  return 'no error'
}

const tensors: SavedTensor[] = [
  { name: 'layers/1/W', dtype: 'F32', shape: [2, 3], values: Float32Array.of(1, -2, 0.5, 3, 4, 1e-30) },
  { name: 'flags', dtype: 'U8', shape: [3], values: Uint8Array.of(0, 1, 255) },
  { name: 'mean', dtype: 'F64', shape: [2], values: Float64Array.of(0.1, Number.NaN) },
  { name: '1', dtype: 'I32', shape: [], values: Int32Array.of(-7) },
  { name: '__proto__', dtype: 'U32', shape: [0, 5], values: new Uint32Array(0) },
]
const metadata = { format: 'wiggle', 'größe "µ"': '{"a":[1,2]}\n\\', __proto__x: '' }

describe('writing', () => {
  test('the bytes are those of the format: header length, JSON, padding to 8 bytes, the numbers little-endian', () => {
    const values = Float32Array.of(1.5, -2)
    const bytes = encodeSafetensors([{ name: 'W', dtype: 'F32', shape: [1, 2], values }], { a: 'b' })
    const header = '{"__metadata__":{"a":"b"},"W":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}'
    expect(header.length).toBe(81)
    const numbers = [0x00, 0x00, 0xc0, 0x3f, 0x00, 0x00, 0x00, 0xc0]
    expect([...bytes]).toEqual([88, 0, 0, 0, 0, 0, 0, 0, ...utf8(header.padEnd(88)), ...numbers])
  })

  test('a name used twice, a reserved name, a wrong array, a wrong shape and metadata that is no text are refused', () => {
    const one = { name: 'W', dtype: 'F32', shape: [1], values: Float32Array.of(1) } as const
    const twice = () => encodeSafetensors([one, one], {})
    expect(twice).toThrow(OptionError)
    expect(twice).toThrow(
      'encodeSafetensors: each tensor must have a name of its own, other than __metadata__; got "W" again. Rename one of the two.',
    )
    expect(() => encodeSafetensors([{ ...one, name: '__metadata__' }], {})).toThrow('got "__metadata__" again.')
    expect(() => encodeSafetensors([{ ...one, dtype: 'F64' }], {})).toThrow(
      'encodeSafetensors: "W" of kind F64 must be a Float64Array; got Float32Array(1). Convert the values, or name their kind.',
    )
    const misshapen = () => encodeSafetensors([{ ...one, shape: [2, 3] }], {})
    expect(misshapen).toThrow(ShapeError)
    expect(misshapen).toThrow('encodeSafetensors: "W" of shape (2, 3) must have 6 values; got 1. Correct the shape.')
    expect(() => encodeSafetensors([one], { a: 1 } as unknown as Record<string, string>)).toThrow(
      'encodeSafetensors: metadata "a" must be text; got 1. Write it as JSON text.',
    )
  })
})

describe('reading', () => {
  test('what was written comes back: names, order, shapes, bits and texts, from any offset and from a Buffer', () => {
    const bytes = encodeSafetensors(tensors, metadata)
    const shifted = new Uint8Array(bytes.length + 3).subarray(3)
    shifted.set(bytes)
    for (const file of [bytes, shifted, Buffer.from(bytes)]) {
      const read = decodeSafetensors(file, 'test')
      expect(read.metadata).toEqual(metadata)
      expect([...read.tensors.values()]).toEqual(tensors)
    }
  })

  test('the arrays are copies: a change of the file does not reach them', () => {
    const bytes = Buffer.from(encodeSafetensors(tensors, {}))
    const { tensors: read } = decodeSafetensors(bytes, 'test')
    bytes.fill(0)
    expect(read.get('flags')!.values).toEqual(Uint8Array.of(0, 1, 255))
  })

  test('a header in another order than the data is read, since the offsets say the places', () => {
    const entries = {
      b: { dtype: 'U8', shape: [1], data_offsets: [2, 3] },
      a: { dtype: 'U8', shape: [2], data_offsets: [0, 2] },
    }
    const { tensors: read, metadata: texts } = decodeSafetensors(fileOfEntries(entries, [7, 8, 9]), 'test')
    expect([...read.values()].map(({ name, values }) => [name, ...values])).toEqual([
      ['a', 7, 8],
      ['b', 9],
    ])
    expect(texts).toEqual({})
  })

  test('NaN and infinity are read, and refused by checkFinite, which names the first', () => {
    const { tensors: read } = decodeSafetensors(encodeSafetensors(tensors, {}), 'test')
    expect(() => checkFinite('loadModel', read.get('layers/1/W')!)).not.toThrow()
    expect(() => checkFinite('loadModel', read.get('mean')!)).toThrow(
      `loadModel: the values of "mean" must be finite; got NaN at index 1. ${DAMAGED}`,
    )
    const values = Float32Array.of(0, 1, -Infinity)
    expect(() => checkFinite('here', { name: 'b', dtype: 'F32', shape: [3], values })).toThrow(
      'got -Infinity at index 2.',
    )
  })
})

describe('bad files, each with one whole message', () => {
  const u8 = (begin: unknown, end: unknown, shape: unknown = [1]) => ({
    dtype: 'U8',
    shape,
    data_offsets: [begin, end],
  })
  const cases: [name: string, file: Uint8Array, complaint: string, fix?: string][] = [
    ['empty', new Uint8Array(0), 'a safetensors file must have at least 8 bytes; got 0.'],
    ['7 bytes', new Uint8Array(7), 'a safetensors file must have at least 8 bytes; got 7.'],
    [
      'a header longer than the file',
      fileOf('{}', [], 3),
      'the header of a file of 10 bytes must have at most 2; got 3 bytes.',
    ],
    [
      'a header of 2^62 bytes',
      fileOf('{}', [], 2 ** 62),
      'the header of a file of 10 bytes must have at most 2; got 4611686018427388000 bytes.',
    ],
    ['not UTF-8', fileOf(Uint8Array.of(0x7b, 0xff, 0x7d)), 'the header must be UTF-8 text; got other bytes.'],
    ['a byte order mark', fileOf('\ufeff{}'), 'the header must be JSON; got "\ufeff{}".'],
    ['not JSON', fileOf('{"a":'), 'the header must be JSON; got "{\\"a\\":".'],
    ['no header', fileOf(''), 'the header must be JSON; got "".'],
    ['a list', fileOf('[1]'), 'the header must be a JSON object; got [1].'],
    ['null', fileOf('null'), 'the header must be a JSON object; got null.'],
    [
      'a name twice',
      fileOf('{"a" : {"dtype":"U8","shape":[0],"data_offsets":[0,0]}, "\\u0061":{}}'),
      'each name in the header must stand once; got "a" twice.',
    ],
    [
      'a field twice, after a text with quotes and braces',
      fileOf('{"__metadata__":{"a":"}{\\"b\\":\\\\"},"x":{"shape":[0],"dtype":"U8","shape":[1]}}'),
      'each name in the header must stand once; got "shape" twice.',
    ],
    ['metadata that is a list', fileOfEntries({ __metadata__: [] }), '__metadata__ must be a JSON object; got [].'],
    ['metadata with a number', fileOfEntries({ __metadata__: { a: 1 } }), 'metadata "a" must be text; got 1.'],
    ['a tensor that is a number', fileOfEntries({ a: 1 }), 'tensor "a" must be a JSON object; got 1.'],
    [
      'a kind of number not known',
      fileOfEntries({ a: { dtype: 'BF16', shape: [1], data_offsets: [0, 2] } }, [0, 0]),
      'the dtype of tensor "a" must be one of F32, F64, U8, I32, U32; got "BF16".',
      'Convert the tensor to one of these kinds.',
    ],
    [
      'a kind that objects inherit',
      fileOfEntries({ a: { dtype: 'toString', shape: [1], data_offsets: [0, 1] } }, [0]),
      'the dtype of tensor "a" must be one of F32, F64, U8, I32, U32; got "toString".',
      'Convert the tensor to one of these kinds.',
    ],
    [
      'no shape',
      fileOfEntries({ a: { dtype: 'U8', data_offsets: [0, 1] } }),
      'the shape of tensor "a" must be a list of sizes; got undefined.',
    ],
    [
      'a negative size',
      fileOfEntries({ a: u8(0, 1, [-1]) }),
      'the shape of tensor "a" must be a list of sizes; got [-1].',
    ],
    [
      'half a size',
      fileOfEntries({ a: u8(0, 1, [0.5]) }),
      'the shape of tensor "a" must be a list of sizes; got [0.5].',
    ],
    [
      'sizes whose product is no exact number',
      fileOfEntries({ a: u8(0, 1, [2 ** 30, 2 ** 30]) }),
      'the shape of tensor "a" must be a list of sizes; got [1073741824, 1073741824].',
    ],
    [
      'one offset',
      fileOfEntries({ a: { dtype: 'U8', shape: [1], data_offsets: [0] } }),
      'data_offsets of tensor "a" must be a list of two byte positions; got [0].',
    ],
    [
      'a negative offset',
      fileOfEntries({ a: u8(-1, 0) }),
      'data_offsets of tensor "a" must be a list of two byte positions; got [-1, 0].',
    ],
    [
      'an offset as text',
      fileOfEntries({ a: u8('0', 1) }),
      'data_offsets of tensor "a" must be a list of two byte positions; got ["0", 1].',
    ],
    [
      'a span that is not the shape',
      fileOfEntries({ a: u8(0, 2) }, [0, 0]),
      'data_offsets of tensor "a" must span 1 bytes, as its dtype and shape say; got [0, 2].',
    ],
    [
      'a gap',
      fileOfEntries({ a: u8(0, 1), b: u8(2, 3) }, [0, 0, 0]),
      'tensor "b" must begin at byte 1 of the data; got 2.',
    ],
    [
      'an overlap',
      fileOfEntries({ a: u8(0, 2, [2]), b: u8(1, 2) }, [0, 0]),
      'tensor "b" must begin at byte 2 of the data; got 1.',
    ],
    [
      'a gap before the first',
      fileOfEntries({ a: u8(1, 2) }, [0, 0]),
      'tensor "a" must begin at byte 0 of the data; got 1.',
    ],
    [
      'bytes after the last',
      fileOfEntries({ a: u8(0, 1) }, [0, 0]),
      'the file must have 1 bytes of data, as its header says; got 2.',
    ],
    [
      'a shape of 4 TB in a file of a few bytes',
      fileOfEntries({ a: u8(0, 2 ** 42, [2 ** 42]) }),
      'the file must have 4398046511104 bytes of data, as its header says; got 0.',
    ],
  ]
  for (const [name, file, complaint, fix = DAMAGED] of cases) {
    test(`${name} is refused`, () => {
      expect(messageOf(file)).toBe(`loadModel: a.safetensors: ${complaint} ${fix}`)
    })
  }

  test('a header above 32 MiB is refused though the file is as long', () => {
    const file = new Uint8Array(33_554_433 + 8)
    new DataView(file.buffer).setUint32(0, 33_554_433, true)
    expect(messageOf(file)).toBe(
      `loadModel: a.safetensors: the header of a file of 33554441 bytes must have at most 33554432; got 33554433 bytes. ${DAMAGED}`,
    )
  })
})

describe('damage', () => {
  /** Reads, and holds what may come of it: an error of the library, or arrays no larger than the file. */
  function survives(file: Uint8Array): void {
    try {
      const { tensors: read } = decodeSafetensors(file, 'test')
      const bytes = [...read.values()].reduce((sum, { values }) => sum + values.byteLength, 0)
      expect(bytes).toBeLessThanOrEqual(file.length)
    } catch (error) {
      if (!(error instanceof DataError)) throw error
    }
  }

  test('a file cut at every 100th byte is refused', () => {
    const values = Float32Array.from({ length: 1000 }, (_, index) => index)
    const bytes = encodeSafetensors([...tensors, { name: 'big', dtype: 'F32', shape: [10, 100], values }], metadata)
    for (let length = 0; length < bytes.length; length += 100) {
      expect(messageOf(bytes.subarray(0, length)), `${length} bytes`).toMatch(
        /^loadModel: a\.safetensors: .+; got .+\. The/,
      )
    }
    expect(messageOf(bytes.subarray(0, bytes.length - 1))).toBe(
      'loadModel: a.safetensors: the file must have 4047 bytes of data, as its header says; got 4046. ' + DAMAGED,
    )
  })

  test('any bytes changed, cut out or put in: an error of the library or a valid result, nothing else', () => {
    const bytes = encodeSafetensors(tensors, metadata)
    const edit = fc.record({
      at: fc.nat(bytes.length - 1),
      remove: fc.nat(4),
      insert: fc.array(fc.oneof(fc.nat(255), fc.constantFrom(...utf8('{}[]",:0-9eE\\'))), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const file = [...bytes]
        for (const { at, remove, insert } of edits) file.splice(at, remove, ...insert)
        survives(Uint8Array.from(file))
      }),
      { numRuns: 2000 },
    )
  })

  test('any header that is JSON: an error of the library or a valid result, nothing else', () => {
    const number = fc.oneof(fc.nat(9), fc.maxSafeInteger(), fc.double(), fc.constant(null))
    const list = fc.oneof(fc.array(number, { maxLength: 3 }), fc.jsonValue())
    const dtype = fc.constantFrom('F32', 'F64', 'U8', 'I32', 'U32', 'F16', '', null)
    const tensor = fc.oneof(fc.record({ dtype, shape: list, data_offsets: list }), fc.jsonValue())
    const name = fc.oneof(fc.string(), fc.constantFrom('__metadata__', '__proto__', 'a'))
    fc.assert(
      fc.property(fc.dictionary(name, tensor, { maxKeys: 4 }), fc.nat(16), (entries, dataBytes) => {
        survives(fileOfEntries(entries, new Array(dataBytes).fill(0)))
      }),
      { numRuns: 2000 },
    )
  })

  test('any tensors and texts come back as they were', () => {
    const tensor = fc.record({ name: fc.string({ unit: 'binary' }), values: fc.float32Array({ maxLength: 9 }) })
    const list = fc.uniqueArray(tensor, { selector: ({ name }) => name, maxLength: 5 })
    fc.assert(
      fc.property(list, fc.dictionary(fc.string(), fc.string()), (made, texts) => {
        const saved = made
          .filter(({ name }) => name !== '__metadata__')
          .map(({ name, values }): SavedTensor => ({ name, dtype: 'F32', shape: [values.length], values }))
        const read = decodeSafetensors(encodeSafetensors(saved, texts), 'test')
        expect([...read.tensors.values()]).toEqual(saved)
        expect(Object.entries(read.metadata)).toEqual(Object.entries(texts))
      }),
    )
  })
})
