// Fingerprints of bytes: to tell data and trained weights apart, not to keep secrets.
import { multiplyHigh } from './philox.ts'

/** The FNV-1a hash, 64 bits, of the bytes of the views one after another, as 16 hexadecimal digits.
 *  Source:  Fowler, Noll and Vo; offset basis cbf29ce484222325, prime 2^40 + 1b3 (hexadecimal)
 *  Example: fingerprint(new TextEncoder().encode('a'))  // af63dc4c8601ec8c  */
export function fingerprint(...views: readonly ArrayBufferView[]): string {
  let low = 0x84222325
  let high = 0xcbf29ce4 | 0
  for (const { buffer, byteOffset, byteLength } of views) {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength)
    for (let i = 0; i < byteLength; i++) {
      low ^= bytes[i]!
      // (high · 2^32 + low) · (2^40 + 0x1b3), modulo 2^64
      const carry = multiplyHigh(low, 0x1b3)
      high = (Math.imul(high, 0x1b3) + (low << 8) + carry) | 0
      low = Math.imul(low, 0x1b3)
    }
  }
  const digits = (word: number) => (word >>> 0).toString(16).padStart(8, '0')
  return digits(high) + digits(low)
}
