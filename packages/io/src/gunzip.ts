// Gzip files, unpacked within a limit, by the decompressor that Node and browsers bring along.
import { DataError } from 'wigglenet'

/** The most that a file may unpack to, in bytes, unless told otherwise. */
export const UNPACKED_LIMIT = 2 ** 30

/** Whether bytes start as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** Unpacks a gzip file of one member. Its checksum and the size that it promises must hold; memory grows with what has really been
 *  unpacked, never with a promise.
 *  Throws:  DataError when it is cut short, damaged, or larger than the limit
 *  Example: await gunzip(bytes, { where: 'train.bin.gz' })  */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  { where = 'gunzip', limit = UNPACKED_LIMIT }: { readonly where?: string; readonly limit?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const damaged = (received: string) =>
    new DataError({ where, expected: 'the gzip file must be whole', received, fix: 'Fetch or pack it again.' })
  if (!isGzip(bytes)) throw damaged('bytes that do not start as gzip does')
  if (bytes.length < 18) throw damaged(`only ${bytes.length} bytes`)
  const promised = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true)
  let unpacked = new Uint8Array(Math.min(promised, limit, 8 * bytes.length + 65536))
  let size = 0
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  for (;;) {
    const { done, value } = await reader.read().catch((): never => {
      throw damaged('one that is cut short or damaged')
    })
    if (done) break
    if (size + value.length > limit) {
      await reader.cancel()
      throw new DataError({
        where,
        expected: `the gzip file must unpack to at most ${limit} bytes`,
        received: 'more',
        fix: 'Give a smaller file, or raise the limit.',
      })
    }
    if (size + value.length > unpacked.length) {
      const larger = new Uint8Array(Math.min(limit, Math.max(2 * unpacked.length, size + value.length)))
      larger.set(unpacked.subarray(0, size))
      unpacked = larger
    }
    unpacked.set(value, size)
    size += value.length
  }
  if (size % 2 ** 32 !== promised) throw damaged(`${size} bytes where its end promises ${promised}`)
  return unpacked.subarray(0, size)
}
