// Philox 4x32-10, the counter-based generator of Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3":
// random words as a pure function of a counter and a key, so that any word can be had without the ones before it.

/** The upper 32 bits of the product of two 32-bit words, by 16-bit halves. */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const lowHigh = aLow * bHigh
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16) + (lowHigh & 0xffff)
  return (aHigh * bHigh + Math.floor(middle / 65536) + (lowHigh >>> 16)) >>> 0
}

/** Fills `out` with the four random words of a counter under a key; all are unsigned 32-bit words.
 *  Source:  Salmon et al. 2011, table 2 and section 3.3; ten rounds
 *  Example: philox([0, 0, 0, 0], [0, 0], out)  // out[0] = 0x6627e8d5  */
export function philox(counter: ArrayLike<number>, key: ArrayLike<number>, out: Uint32Array): void {
  let c0 = counter[0]!
  let c1 = counter[1]!
  let c2 = counter[2]!
  let c3 = counter[3]!
  let k0 = key[0]!
  let k1 = key[1]!
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0)
    const high1 = multiplyHigh(0xcd9e8d57, c2)
    const low0 = Math.imul(0xd2511f53, c0)
    c0 = high1 ^ c1 ^ k0
    c1 = Math.imul(0xcd9e8d57, c2)
    c2 = high0 ^ c3 ^ k1
    c3 = low0
    k0 = (k0 + 0x9e3779b9) | 0
    k1 = (k1 + 0xbb67ae85) | 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}

/** The low and the high 32-bit word of a whole number from 0 to 2^53 - 1. */
export const wordsOf = (whole: number): [low: number, high: number] => [whole >>> 0, Math.floor(whole / 4294967296)]

/** The key of a seed.
 *  Options: seed, a whole number in [0, 9007199254740991] */
export const seedKey = (seed: number): [low: number, high: number] => wordsOf(seed)
