// How sure a model is, made to fit how right it is: one number by which all scores are divided.
import type { Backend } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { checkNames, deepFreeze } from '../check/check.ts'
import { DataError, UnsupportedError } from '../check/errors.ts'
import type { DataSet } from '../data/types.ts'
import { exp, log } from '../number/exponential.ts'
import { checkFit, judge } from './evaluate.ts'
import type { Scores } from './outputs.ts'
import { rebuilt } from './rebuilt.ts'
import type { Model } from './types.ts'

/** A model whose probabilities fit, and what they were divided by. */
export interface Tempered<Given extends Model = Model> {
  readonly model: Given
  /** Above 1 the model was too sure, below 1 not sure enough. */
  readonly temperature: number
  /** Mean log loss of the rows, by their weights where they have some, in nats, before and after. */
  readonly before: number
  readonly after: number
}

/** Temperature scaling: the model whose scores are divided by the temperature that gives the least log loss on rows that it was not trained
 *  on, each counted by its weight. What it predicts stays; how sure it is changes. The division is done to the last layer's weights and biases.
 *  Formula: probabilities = softmax(scores / T); the loss is convex in 1/T
 *  Options: device, the backend that computes, default the standard one
 *  Throws:  UnsupportedError for a loss without probabilities, or a last layer that is not dense without activation; DataError where no
 *           temperature is the best: all rows right, or no better than chance; else as `evaluate`
 *  Source:  Guo et al. 2017, arXiv:1706.04599, section 4.2
 *  Example: withTemperature(model, validation).temperature  */
export function withTemperature<Given extends Model>(
  model: Given,
  data: DataSet,
  options: { readonly device?: Backend } = {},
): Tempered<Given> {
  const where = 'withTemperature'
  checkNames(where, options, ['device'])
  const { device } = options
  const { network, parameters, loss } = model
  const last = network.nodes.at(-1)!
  if ((loss.kind !== 'softmax' && loss.kind !== 'binary-softmax') || !isLinear(last)) {
    throw new UnsupportedError({
      where,
      expected: 'the model must have a softmax loss, and a dense layer without activation at its end',
      received: `${loss.kind} behind ${last.kind}`,
      fix: 'Train with softmax on a network that ends with dense(classes).',
    })
  }
  checkFit(where, model, data)
  const { scores } = judge(resolveDevice(where, device), model, data)
  const rows = network.outputs === 1 ? besideZero(scores) : scores
  const inverse = bestInverse(where, rows, data)
  const scaled = Object.entries(parameters).map(([name, values]) => [
    name,
    name === `${last.name}.W` || name === `${last.name}.b`
      ? Float64Array.from(values, (value) => value * inverse)
      : values,
  ])
  return deepFreeze({
    model: rebuilt(where, model, network.nodes, Object.fromEntries(scaled), device),
    temperature: 1 / inverse,
    before: courseOf(rows, data, 1).loss,
    after: courseOf(rows, data, inverse).loss,
  })
}

const isLinear = (node: Model['network']['nodes'][number]): boolean =>
  node.kind === 'dense' && node.activation.kind === 'identity'

/** Binary softmax as softmax over 0 and the score. */
function besideZero(scores: Scores): Float64Array {
  return Float64Array.from({ length: 2 * scores.length }, (_, i) => (i % 2 === 0 ? 0 : scores[i >> 1]!))
}

/** Mean log loss of softmax(inverse·scores), and its slope along `inverse`. */
function courseOf(scores: Scores, { y, weights }: DataSet, inverse: number): { loss: number; slope: number } {
  const classes = scores.length / y.length
  let [loss, slope] = [0, 0]
  for (let row = 0; row < y.length; row++) {
    const from = row * classes
    const weight = weights?.[row] ?? 1
    if (weight === 0) continue
    let [largest, sum, weighted] = [-Infinity, 0, 0]
    for (let k = 0; k < classes; k++) largest = Math.max(largest, scores[from + k]!)
    for (let k = 0; k < classes; k++) {
      const below = scores[from + k]! - largest
      const power = exp(inverse * below)
      sum += power
      weighted += power * below
    }
    const actual = scores[from + y[row]!]! - largest
    loss += weight * (log(sum) - inverse * actual)
    slope += weight * (weighted / sum - actual)
  }
  return { loss: loss / y.length, slope: slope / y.length }
}

/** Temperatures that are looked at. */
const [coldest, hottest] = [1e-4, 1e4]

/** Where the slope is 0: it only rises, so halving finds it. */
function bestInverse(where: string, scores: Scores, data: DataSet): number {
  let [low, high] = [log(1 / hottest), log(1 / coldest)]
  const slopeAt = (exponent: number) => courseOf(scores, data, exp(exponent)).slope
  const right = slopeAt(high) <= 0
  if (right || slopeAt(low) > 0) {
    throw new DataError({
      where,
      expected: 'some rows must be predicted wrong, and more of them right than by chance',
      received: right ? `none wrong of ${data.rows}` : `${data.rows} rows on which the scores say nothing`,
      fix: right ? 'Give more rows that it was not trained on.' : 'Train the model first.',
    })
  }
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2
    if (slopeAt(middle) < 0) low = middle
    else high = middle
  }
  return exp((low + high) / 2)
}
