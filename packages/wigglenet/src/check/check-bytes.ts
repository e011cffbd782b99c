import { show } from './check.ts'
import { DataError } from './errors.ts'

/** Refuses what is no array of bytes, such as the ArrayBuffer that a page fetches.
 *  Throws:  DataError */
export function checkBytes(where: string, bytes: unknown): void {
  if (bytes instanceof Uint8Array) return
  throw new DataError({
    where,
    expected: 'the bytes must be a Uint8Array',
    received: bytes instanceof ArrayBuffer ? 'an ArrayBuffer' : show(bytes),
    fix: 'Write new Uint8Array(buffer) around an ArrayBuffer.',
  })
}
