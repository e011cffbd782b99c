import { DataError, refuse } from '../check/errors.ts'

/** Weights divided by their mean, so that their sum is the number of rows.
 *  Throws:  DataError where all are 0, or where they add up to more than a number holds */
export function ofMeanOne(where: string, weights: Float32Array | Float64Array): Float32Array {
  const { length } = weights
  let sum = 0
  for (const weight of weights) sum += weight
  if (sum * length < Infinity && (sum > 0 || length === 0)) {
    return Float32Array.from(weights, (weight) => (weight * length) / sum)
  }
  const [expected, received, fix] =
    sum > 0
      ? ['the sum of all weights must be below 1e300', String(sum), 'Divide them by the largest.']
      : ['some of the rows must have a weight above 0', `0 in all ${length}`, 'Give them weights.']
  refuse(where, expected, received, fix, DataError)
}
