import { cos, sin } from './circular.ts'
import { log } from './exponential.ts'
import type { RandomStream } from './random.ts'

/** Number i of a stream of Gaussian noise, by Box and Muller, two for each pair of words, of which the upper 23 bits count: as float32 code
 *  does it. */
export function noiseAt(words: RandomStream, i: number, deviation: number): number {
  const uniform = (word: number) => ((words.word(word) >>> 9) + 0.5) / 8388608
  const radius = Math.sqrt(-2 * log(uniform(i & ~1)))
  const angle = 2 * Math.PI * uniform(i | 1)
  return deviation * radius * (i % 2 === 0 ? cos(angle) : sin(angle))
}
