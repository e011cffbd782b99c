// A file of the disk as bytes, unpacked where it is gzip.
import { readFile, stat } from 'node:fs/promises'
import { DataError } from 'wigglenet'
import { gunzip, isGzip, UNPACKED_LIMIT } from '../gunzip.ts'

/** The bytes of a file, unpacked where it is gzip.
 *  Throws:  DataError when it is not there, no file, larger than 2^30 bytes, or damaged */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const found = await lookAt(path)
  if (!found.isFile()) {
    const received = found.isDirectory() ? 'a folder' : 'a device or a pipe'
    throw unusable(path, 'the path must name a file', received, 'Give a file.')
  }
  if (found.size > UNPACKED_LIMIT) {
    const expected = `the file must have at most ${UNPACKED_LIMIT} bytes`
    throw unusable(path, expected, String(found.size), 'Give a smaller file.')
  }
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException): never => {
    throw unusable(path, 'the file must be readable', said(error), 'Check its permissions.')
  })
  if (isGzip(bytes)) return gunzip(bytes, { where: path })
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) // no Buffer, whose slice() shares memory
}

/** What stands at a path.
 *  Throws:  DataError when nothing does */
export async function lookAt(
  path: string,
): Promise<{ isFile(): boolean; isDirectory(): boolean; readonly size: number }> {
  return stat(path).catch((error: NodeJS.ErrnoException): never => {
    throw unusable(path, 'the file or folder must exist', said(error), 'Check the path.')
  })
}

/** What the system answered, in words where there are some. */
export function said({ code = '', message }: { readonly code?: string | undefined; readonly message: string }): string {
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'no such path',
    ENOTDIR: 'a path through a file',
    EACCES: 'no permission',
    EPERM: 'no permission',
  }
  return words[code] ?? (code || message)
}

export function unusable(where: string, expected: string, received: string, fix: string): DataError {
  return new DataError({ where, expected, received, fix })
}
