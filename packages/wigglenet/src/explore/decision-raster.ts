import { checkNames } from '../check/check.ts'
import { classesOf, inUnit } from '../model/outputs.ts'
import type { Model } from '../model/types.ts'
import { exp, sigmoid } from '../number/exponential.ts'
import { type GridOptions, gridSizes, gridValues, middles } from './grid.ts'
import type { DecisionRaster, Slice } from './types.ts'

/** What a model answers over a slice, at the middle of each cell of a grid. Works for every network; `decisionRegions` is exact.
 *  Shapes:  labels (rows, columns), scores (rows, columns, outputs); the first row lies at the low end of the second axis
 *  Options: columns, rows, whole, in [2, 4096], default 100
 *  Throws:  OptionError for a bad option
 *  Example: decisionRaster(model, slice(model), { columns: 200, rows: 200 }).labels  */
export function decisionRaster(model: Model, slice: Slice, options: GridOptions = {}): DecisionRaster {
  const where = 'decisionRaster'
  checkNames(where, options, ['columns', 'rows'])
  const { columns, rows } = gridSizes(where, options)
  const { network, loss, classes, preprocessing } = model
  const { outputs } = network
  const scores = gridValues(slice, middles(slice.axes[0], columns), middles(slice.axes[1], rows), outputs, (X, out) =>
    model.scoresInto(X, out),
  )
  const base = { kind: 'decision-raster', slice, columns, rows, outputs, scores } as const
  if (!classes) return Object.freeze({ ...base, predictions: inUnit(preprocessing, scores) })
  const probabilities =
    loss.kind === 'softmax' ? softmax(scores, outputs) : loss.kind === 'binary-softmax' ? pairs(scores) : undefined
  return Object.freeze({
    ...base,
    classes,
    labels: Uint16Array.from(classesOf(scores, outputs)),
    ...(probabilities && { probabilities }),
  })
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
