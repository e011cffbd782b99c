// The IDX files of MNIST and its kin: a magic number, the sizes, then the bytes. Nothing is allocated: the values are a view.
import { checkBytes } from '../check/check-bytes.ts'
import { DataError, UnsupportedError } from '../check/errors.ts'

export interface IdxArray {
  readonly shape: readonly number[]
  readonly values: Uint8Array
}

const TYPES: Readonly<Record<number, string>> = {
  9: 'signed bytes',
  11: '16-bit integers',
  12: '32-bit integers',
  13: '32-bit floats',
  14: '64-bit floats',
}

/** Reads an IDX file of unsigned bytes; the values are a view of the given bytes, not a copy.
 *  Shapes:  any, from one to eight sizes
 *  Throws:  DataError when it is no IDX file, is cut short or has bytes left over; UnsupportedError for other types of number
 *  Source:  Y. LeCun, "The MNIST database", section on the IDX format
 *  Example: decodeIdx(bytes, 'train-labels-idx1-ubyte').shape  // [60000]  */
export function decodeIdx(bytes: Uint8Array, where: string): IdxArray {
  checkBytes(where, bytes)
  const dimensions = bytes[3] ?? 0
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || dimensions < 1 || dimensions > 8) {
    const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    throw new DataError({
      where,
      expected: 'an IDX file must start with the bytes 00 00, a type and a number of sizes from 1 to 8',
      received: start === '' ? 'an empty file' : start,
      fix: 'Give an IDX file such as train-images-idx3-ubyte, unpacked.',
    })
  }
  if (bytes[2] !== 8) {
    throw new UnsupportedError({
      where,
      expected: 'the IDX file must hold unsigned bytes (type 8)',
      received: `type ${bytes[2]}${TYPES[bytes[2]!] ? `, ${TYPES[bytes[2]!]}` : ''}`,
      fix: 'Write the values as unsigned bytes.',
    })
  }
  const header = 4 + 4 * dimensions
  if (bytes.length < header) throw wrongLength(where, `a header of ${header} bytes`, header, bytes.length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const shape = Array.from({ length: dimensions }, (_, index) => view.getUint32(4 + 4 * index))
  const count = shape.reduce((product, size) => product * size, 1)
  if (bytes.length !== header + count) {
    throw wrongLength(
      where,
      `a header of ${header} bytes and ${shape.join(' x ')} values`,
      header + count,
      bytes.length,
    )
  }
  // Not subarray: of Node's Buffer that would be a Buffer, whose slice() shares memory.
  return { shape, values: new Uint8Array(bytes.buffer, bytes.byteOffset + header, count) }
}

function wrongLength(where: string, parts: string, expected: number, received: number): DataError {
  return new DataError({
    where,
    expected: `the file must have ${parts}, ${expected} bytes in all`,
    received: `${received} bytes`,
    fix: received < expected ? 'The file is cut short: fetch it again.' : 'The file is too long: fetch it again.',
  })
}
