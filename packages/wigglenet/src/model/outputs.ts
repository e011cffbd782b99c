// What the scores of a network say: a class, probabilities, a number in the target's unit.
import { refuse, UnsupportedError } from '../check/errors.ts'
import type { Preprocessing } from '../data/types.ts'
import type { TargetCheck } from '../network/losses/counts.ts'
import { rowCodeOf } from '../network/losses/row-code.ts'
import type { Loss } from '../network/types.ts'
import { exp, sigmoid } from '../number/exponential.ts'
import type { ModelParts } from './types.ts'

/** Scores of rows, flat: (rows, outputs). */
export type Scores = Float32Array | Float64Array

/** The class of each row: that of the largest score, the first if several are equal; with one output, 1 where it is above 0. */
export function classesOf(scores: Scores, outputs: number): Uint32Array {
  const result = new Uint32Array(scores.length / outputs)
  for (let row = 0; row < result.length; row++) {
    const at = row * outputs
    if (outputs === 1) result[row] = scores[at]! > 0 ? 1 : 0
    else for (let k = 1; k < outputs; k++) if (scores[at + k]! > scores[at + result[row]!]!) result[row] = k
  }
  return result
}

/** The rows of a flat array. */
export function rowsOf(values: Scores, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width)),
  )
}

/** The probability of each class, in float64.
 *  Formula: exp(s[k] - max) / Σ exp(s[j] - max); for binary-softmax 1 - p and p with p = sigmoid(s)
 *  Throws:  UnsupportedError for any other loss */
export function probabilitiesOf(where: string, { kind }: Loss, scores: Scores, outputs: number): number[][] {
  if (kind === 'binary-softmax') return Array.from(scores, (s) => [sigmoid(-s), sigmoid(s)])
  if (kind === 'softmax') return rowsOf(scores, outputs).map(softmaxOf)
  refuse(
    where,
    'the loss must be softmax or binary-softmax, since no other gives probabilities',
    kind,
    'Use scores, or train with softmax.',
    UnsupportedError,
  )
}

function softmaxOf(row: readonly number[]): number[] {
  const largest = row.reduce((a, b) => Math.max(a, b))
  const powers = row.map((score) => exp(score - largest))
  const sum = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / sum)
}

interface Unit {
  readonly mean?: number
  readonly deviation?: number
}

/** Targets as the network sees them, or with the `loss` scores, → numbers in the target's unit, where the preprocessing knows it. What a loss
 *  with a link predicts, such as counts, has no other. */
export function inUnit(
  preprocessing: Preprocessing | undefined,
  values: Scores,
  loss?: Loss,
  outputs = 1,
): Float64Array {
  if (loss && 'link' in loss) return rowCodeOf<TargetCheck>(loss).predicted(values, outputs)
  const target = preprocessing?.kind === 'table' ? preprocessing.target : undefined
  const { mean = 0, deviation = 1 }: Unit = target?.kind === 'number' ? target : {}
  const scale = (value: number) => value * deviation + mean
  return Float64Array.from(values, scale)
}

/** What a model of numbers predicts where its network gives these scores: in the unit of the target, counts for a loss of counts.
 *  Shapes:  scores (rows, outputs) → (rows, outputs)
 *  Example: model.scoresInto(X, scores); predictedNumbers(model, scores)  */
export const predictedNumbers = (
  { network, preprocessing, loss }: Pick<ModelParts, 'network' | 'preprocessing' | 'loss'>,
  scores: Float32Array | Float64Array,
): Float64Array => inUnit(preprocessing, scores, loss, network.outputs)
