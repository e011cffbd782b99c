import type { Loss } from '../network/types.ts'
import { exp, sigmoid } from '../number/exponential.ts'

/** The probability of each class, as `model.probabilities` gives it, flat; undefined where the loss gives none.
 *  Shapes:  scores (rows, outputs) → (rows, classes) */
export function probabilitiesFrom({ kind }: Loss, scores: Float32Array, outputs: number): Float32Array | undefined {
  return kind === 'softmax' ? softmax(scores, outputs) : kind === 'binary-softmax' ? pairs(scores) : undefined
}

function softmax(scores: Float32Array, outputs: number): Float32Array {
  const result = new Float32Array(scores.length)
  const powers = new Float64Array(outputs)
  for (let at = 0; at < scores.length; at += outputs) {
    let largest = -Infinity
    let sum = 0
    for (let k = 0; k < outputs; k++) largest = Math.max(largest, scores[at + k]!)
    for (let k = 0; k < outputs; k++) sum += powers[k] = exp(scores[at + k]! - largest)
    for (let k = 0; k < outputs; k++) result[at + k] = powers[k]! / sum
  }
  return result
}

function pairs(scores: Float32Array): Float32Array {
  const result = new Float32Array(2 * scores.length)
  for (let row = 0; row < scores.length; row++) {
    result[2 * row] = sigmoid(-scores[row]!)
    result[2 * row + 1] = sigmoid(scores[row]!)
  }
  return result
}
