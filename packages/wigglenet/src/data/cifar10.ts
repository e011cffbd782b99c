// The binary form of CIFAR-10: records of one label byte and 3072 pixels (1024 red, 1024 green, 1024 blue, row by row).
import { checkBytes } from '../check/check-bytes.ts'
import { DataError } from '../check/errors.ts'

const PIXELS = 3072
const RECORD = PIXELS + 1

export interface ImageBytes {
  readonly rows: number
  readonly shape: readonly [channels: number, height: number, width: number]
  readonly pixels: Uint8Array // (rows, channels·height·width)
  readonly labels: Uint8Array // (rows)
}

/** Reads a CIFAR-10 `.bin` file.
 *  Shapes:  pixels (rows, 3072), labels (rows)
 *  Throws:  DataError when the length is no multiple of 3073, or a label is above 9
 *  Source:  A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009; the data set's page, "Binary version"
 *  Example: decodeCifar10(bytes, 'test_batch.bin').rows  // 10000  */
export function decodeCifar10(bytes: Uint8Array, where: string): ImageBytes {
  checkBytes(where, bytes)
  const rows = Math.floor(bytes.length / RECORD)
  if (rows === 0 || rows * RECORD !== bytes.length) {
    throw new DataError({
      where,
      expected: `a CIFAR-10 file must have a whole number of records of ${RECORD} bytes`,
      received: bytes.length === 0 ? 'an empty file' : `${rows} records and ${bytes.length - rows * RECORD} bytes`,
      fix: 'Give an unpacked file of the binary version, and fetch it again if it is cut short.',
    })
  }
  const pixels = new Uint8Array(rows * PIXELS)
  const labels = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const start = row * RECORD
    const label = bytes[start]!
    if (label > 9) {
      throw new DataError({
        where,
        expected: `the label of record ${row + 1} must be a whole number in [0, 9]`,
        received: String(label),
        fix: 'Give a file of CIFAR-10, not of CIFAR-100, in the binary version.',
      })
    }
    labels[row] = label
    pixels.set(bytes.subarray(start + 1, start + RECORD), row * PIXELS)
  }
  return { rows, shape: [3, 32, 32], pixels, labels }
}
