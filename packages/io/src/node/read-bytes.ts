// A file of the disk as bytes, unpacked where it is gzip.
import { readFile, stat } from 'node:fs/promises'
import { DataError } from 'wigglenet'
import { gunzip, isGzip, UNPACKED_LIMIT } from '../gunzip.ts'

/** The bytes of a file, unpacked where it is gzip.
 *  Throws:  DataError when it is not there, no file, larger than 2^30 bytes, or damaged */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const found = await lookAt(path)
  if (!found.isFile()) throw unusable(path, 'the path must name a file', 'something else', 'Give a file.')
  if (found.size > UNPACKED_LIMIT) {
    const expected = `the file must have at most ${UNPACKED_LIMIT} bytes`
    throw unusable(path, expected, String(found.size), 'Give a smaller file.')
  }
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException): never => {
    throw unusable(path, 'the file must be readable', error.code ?? error.message, 'Check its permissions.')
  })
  if (isGzip(bytes)) return gunzip(bytes, { where: path })
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) // no Buffer, whose slice() shares memory
}

/** What stands at a path.
 *  Throws:  DataError when nothing does */
export async function lookAt(path: string): Promise<{ isFile(): boolean; isDirectory(): boolean; readonly size: number }> {
  return stat(path).catch((error: NodeJS.ErrnoException): never => {
    throw unusable(path, 'the file or folder must exist', error.code ?? error.message, 'Check the path.')
  })
}

export function unusable(where: string, expected: string, received: string, fix: string): DataError {
  return new DataError({ where, expected, received, fix })
}
