// A file of the disk as a source of bytes: open as long as somebody holds it.
import { close, open, read } from 'node:fs'
import { promisify } from 'node:util'
import type { ByteSource } from '../byte-source.ts'
import { lookAt, said, unusable } from './read-bytes.ts'

const openFile = /* @__PURE__ */ promisify(open)
const readFile = /* @__PURE__ */ promisify(read)
const abandoned = /* @__PURE__ */ new FinalizationRegistry<number>((descriptor) => close(descriptor))

/** A file that is read in pieces, for `streamCsv`. It may be of any size. Another file that takes its name later is not seen.
 *  Throws:  DataError when it is not there, no file, or may not be read
 *  Example: await streamCsv(await fileSource('huge.csv'))  */
export async function fileSource(path: string): Promise<ByteSource> {
  const found = await lookAt(path)
  if (!found.isFile()) {
    const received = found.isDirectory() ? 'a folder' : 'a device or a pipe'
    throw unusable(path, 'the path must name a file', received, 'Give a file.')
  }
  const failed = (error: NodeJS.ErrnoException): never => {
    throw unusable(path, 'the file must be readable', said(error), 'Check its permissions.')
  }
  const descriptor = await openFile(path, 'r').catch(failed)
  const source: ByteSource = {
    name: path,
    size: found.size,
    async read(start, end) {
      const bytes = new Uint8Array(end - start)
      let size = 0
      while (size < bytes.length) {
        const { bytesRead } = await readFile(descriptor, bytes, size, bytes.length - size, start + size).catch(failed)
        if (bytesRead === 0) break
        size += bytesRead
      }
      return bytes.subarray(0, size)
    },
  }
  abandoned.register(source, descriptor)
  return source
}
