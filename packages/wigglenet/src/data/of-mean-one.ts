import { DataError } from '../check/errors.ts'

/** Weights divided by their mean, so that their sum is the number of rows.
 *  Throws:  DataError where all are 0 */
export function ofMeanOne(where: string, weights: Float32Array): Float32Array {
  const { length } = weights
  const sum = weights.reduce((a, b) => a + b)
  if (sum > 0) return weights.map((weight) => (weight * length) / sum)
  const expected = 'some of the rows must have a weight above 0'
  throw new DataError({ where, expected, received: `0 in all ${length}`, fix: 'Give them weights.' })
}
