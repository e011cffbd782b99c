import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WiggleError } from '../../src/check/errors.ts'
import { decodeCifar10 } from '../../src/data/cifar10.ts'
import { decodeIdx } from '../../src/data/idx.ts'

const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9)

test('an IDX file of labels gives its shape and a view of its values', () => {
  const { shape, values } = decodeIdx(labels, 'labels')
  expect(shape).toEqual([3])
  expect([...values]).toEqual([7, 0, 9])
  expect(values.buffer).toBe(labels.buffer)
})

test('an IDX file of images keeps the order of its sizes', () => {
  const bytes = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6)
  expect(decodeIdx(bytes, 'images')).toEqual({ shape: [1, 2, 3], values: Uint8Array.of(1, 2, 3, 4, 5, 6) })
})

test('values read from a Buffer of Node are plain bytes', () => {
  expect(decodeIdx(Buffer.from(labels), 'labels').values.constructor).toBe(Uint8Array)
})

test('an IDX file inside a larger buffer is read from its own start', () => {
  const padded = Uint8Array.of(9, 9, ...labels)
  expect([...decodeIdx(padded.subarray(2), 'labels').values]).toEqual([7, 0, 9])
})

const bad: [string, Uint8Array, string][] = [
  [
    'cut short by one byte',
    labels.subarray(0, 10),
    'f: the file must have a header of 8 bytes and 3 values, 11 bytes in all; got 10 bytes. The file is cut short: fetch it again.',
  ],
  [
    'one byte too long',
    Uint8Array.of(...labels, 1),
    'f: the file must have a header of 8 bytes and 3 values, 11 bytes in all; got 12 bytes. The file is too long: fetch it again.',
  ],
  [
    'cut inside its header',
    labels.subarray(0, 6),
    'f: the file must have a header of 8 bytes, 8 bytes in all; got 6 bytes. The file is cut short: fetch it again.',
  ],
  [
    'empty',
    new Uint8Array(),
    'f: an IDX file must start with the bytes 00 00, a type and a number of sizes from 1 to 8; got an empty file. Give an IDX file such as train-images-idx3-ubyte, unpacked.',
  ],
  [
    'still packed',
    Uint8Array.of(0x1f, 0x8b, 8, 0),
    'f: an IDX file must start with the bytes 00 00, a type and a number of sizes from 1 to 8; got 1f 8b 08 00. Give an IDX file such as train-images-idx3-ubyte, unpacked.',
  ],
  [
    'of floats',
    Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 0),
    'f: the IDX file must hold unsigned bytes (type 8); got type 13, 32-bit floats. Write the values as unsigned bytes.',
  ],
  [
    'that promises 2^96 values',
    Uint8Array.of(0, 0, 8, 3, ...new Array(12).fill(255)),
    'f: the file must have a header of 16 bytes and 4294967295 x 4294967295 x 4294967295 values, 7.9228162458924105e+28 bytes in all; got 16 bytes. The file is cut short: fetch it again.',
  ],
]
test.each(bad)('an IDX file %s is refused', (_, bytes, message) => {
  expect(() => decodeIdx(bytes, 'f')).toThrow(expect.objectContaining({ message }))
})

test('no change of a few bytes makes an IDX file crash: it is read or refused', () => {
  const change = fc.tuple(fc.nat(labels.length - 1), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), fc.nat(labels.length), (changes, length) => {
      const bytes = labels.slice()
      for (const [at, value] of changes) bytes[at] = value
      try {
        expect(decodeIdx(bytes.subarray(0, length), 'f').values.length).toBeLessThanOrEqual(length)
      } catch (error) {
        expect(error).toBeInstanceOf(WiggleError)
      }
    }),
  )
})

test('CIFAR-10 records come apart into labels and pixels', () => {
  const bytes = new Uint8Array(2 * 3073)
  bytes[0] = 6
  bytes[1] = 11
  bytes[3072] = 12
  bytes[3073] = 9
  bytes[3074] = 13
  const { rows, shape, labels: found, pixels } = decodeCifar10(bytes, 'f')
  expect({ rows, shape, found: [...found] }).toEqual({ rows: 2, shape: [3, 32, 32], found: [6, 9] })
  expect([pixels[0], pixels[3071], pixels[3072], pixels.length]).toEqual([11, 12, 13, 6144])
})

test('a CIFAR-10 file cut short, empty or of another data set is refused', () => {
  const expected = 'f: a CIFAR-10 file must have a whole number of records of 3073 bytes; got '
  const fix = '. Give an unpacked file of the binary version, and fetch it again if it is cut short.'
  expect(() => decodeCifar10(new Uint8Array(3073 + 5), 'f')).toThrow(`${expected}1 records and 5 bytes${fix}`)
  expect(() => decodeCifar10(new Uint8Array(), 'f')).toThrow(`${expected}an empty file${fix}`)
  const coarse = new Uint8Array(2 * 3073)
  coarse[3073] = 10
  expect(() => decodeCifar10(coarse, 'f')).toThrow(
    'f: the label of record 2 must be a whole number in [0, 9]; got 10. Give a file of CIFAR-10, not of CIFAR-100, in the binary version.',
  )
})
