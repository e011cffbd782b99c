// What several models' scores of the same rows say together.
import type { Loss } from '../network/types.ts'
import { log } from '../number/exponential.ts'
import { probabilitiesOf, type Scores } from './outputs.ts'

/** The mean of the probabilities that each model gives, in float64.
 *  Shapes:  models × (rows, outputs) → (rows, classes)
 *  Throws:  UnsupportedError for a loss that gives none */
export function meanProbabilities(where: string, loss: Loss, each: readonly Scores[], outputs: number): number[][] {
  const [first, ...rest] = each.map((scores) => probabilitiesOf(where, loss, scores, outputs))
  return first!.map((row, i) => row.map((p, k) => rest.reduce((sum, other) => sum + other[i]![k]!, p) / each.length))
}

/** Scores that stand for all models: those of the mean probabilities where the loss gives some, else the means of the scores.
 *  Formula: log of the mean probability; for binary-softmax log(p) - log(1 - p); a probability of 0 counts as the smallest number above it
 *  Shapes:  models × (rows, outputs) → (rows, outputs) */
export function joinScores(loss: Loss, each: readonly Scores[], outputs: number): Float64Array {
  if (loss.kind === 'softmax' || loss.kind === 'binary-softmax') {
    const logs = meanProbabilities('scores', loss, each, outputs).map((row) =>
      row.map((p) => log(Math.max(p, Number.MIN_VALUE))),
    )
    const scores = loss.kind === 'softmax' ? logs : logs.map(([no, yes]) => [yes! - no!])
    return Float64Array.from(scores.flat())
  }
  const sums = new Float64Array(each[0]!.length)
  for (const scores of each) for (let i = 0; i < sums.length; i++) sums[i]! += scores[i]!
  return sums.map((sum) => sum / each.length)
}
