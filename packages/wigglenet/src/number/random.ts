// Seeded random numbers. Each use has its own stream, so that one more draw here never shifts the numbers there.
// Layout, which every backend repeats: word i of a stream is lane i & 3 of philox([i >>> 2, stream, step low, step high], seed).
import { checkWhole } from '../check/check.ts'
import { cos, sin } from './circular.ts'
import { log } from './exponential.ts'
import { multiplyHigh, philox, seedKey, wordsOf } from './philox.ts'

/** The numbers of the streams; dropout and noise add the number of their layer. */
export const streams = {
  weights: 0,
  shuffle: 1,
  split: 2,
  data: 3,
  blocks: 4,
  images: 5,
  dropout: 0x10000,
  noise: 0x20000,
} as const

/** Random numbers in a fixed order. `word` looks anywhere; the others take the next words. */
export interface RandomStream {
  /** The i-th word of the stream, unsigned 32 bits, i in [0, 2^32). */
  word(i: number): number
  /** The next word. */
  nextWord(): number
  /** Uniform in (0, 1): (word + 0.5) / 2^32. */
  uniform(): number
  /** Standard normal, by Box–Muller: two words give u1, u2 and then two numbers, √(-2 ln u1) · cos 2πu2 and · sin 2πu2. */
  normal(): number
  /** A whole number in [0, count), for a count up to 2^32 - 1: floor(word · count / 2^32), exactly. */
  below(count: number): number
  /** Shuffles in place, from the end: for i = last … 1, swaps i and below(i + 1). */
  shuffle<List extends { readonly length: number; [index: number]: unknown }>(list: List): List
}

/** A stream of random numbers: the same seed, stream and step give the same numbers on every machine.
 *  Options: seed and step, whole numbers in [0, 2^53 - 1]; stream, one of `streams` (plus a layer's number)
 *  Throws:  OptionError when the seed is no such number
 *  Example: randomStream(1, streams.weights).normal()  */
export function randomStream(seed: number, stream: number, step = 0): RandomStream {
  const key = seedKey(checkWhole('randomStream', 'seed', seed, `[0, ${Number.MAX_SAFE_INTEGER}]`))
  const counter = [0, stream, ...wordsOf(step)]
  const block = new Uint32Array(4)
  let blockNumber = -1
  let position = 0
  let spare: number | undefined

  const word = (i: number): number => {
    if (i >>> 2 !== blockNumber) {
      counter[0] = blockNumber = i >>> 2
      philox(counter, key, block)
    }
    return block[i & 3]!
  }
  const nextWord = () => word(position++)
  const uniform = () => (nextWord() + 0.5) / 4294967296
  const below = (count: number) => multiplyHigh(nextWord(), count)
  return {
    word,
    nextWord,
    uniform,
    below,
    normal() {
      if (spare !== undefined) {
        const value = spare
        spare = undefined
        return value
      }
      const radius = Math.sqrt(-2 * log(uniform()))
      const angle = 6.283185307179586 * uniform()
      spare = radius * sin(angle)
      return radius * cos(angle)
    },
    shuffle(list) {
      const items: { [index: number]: unknown } = list
      for (let i = list.length - 1; i > 0; i--) {
        const j = below(i + 1)
        const item = items[i]
        items[i] = items[j]
        items[j] = item
      }
      return list
    },
  }
}
