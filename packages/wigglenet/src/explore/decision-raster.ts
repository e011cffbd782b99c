import { checkNames } from '../check/check.ts'
import { classesOf, inUnit } from '../model/outputs.ts'
import type { Model, ModelParts } from '../model/types.ts'
import { checkSlice, type GridOptions, gridSizes, gridValues, middles } from './grid.ts'
import { probabilitiesFrom } from './probabilities.ts'
import type { DecisionRaster, Slice } from './types.ts'

/** What a model answers over a slice, at the middle of each cell of a grid. Works for every network; `decisionRegions` is exact.
 *  Shapes:  labels (rows, columns), scores (rows, columns, outputs); the first row lies at the low end of the second axis
 *  Options: columns, rows, whole, in [2, 4096], default 100
 *  Throws:  OptionError for a bad option; ShapeError for a slice of another model
 *  Example: decisionRaster(model, slice(model), { columns: 200, rows: 200 }).labels  */
export function decisionRaster(
  model: ModelParts & Pick<Model, 'scoresInto'>,
  slice: Slice,
  options: GridOptions = {},
): DecisionRaster {
  const where = 'decisionRaster'
  checkNames(where, options, ['columns', 'rows'])
  checkSlice(where, model.network, slice)
  const { columns, rows } = gridSizes(where, options)
  const { network, loss, classes, preprocessing } = model
  const { outputs } = network
  const scores = gridValues(slice, middles(slice.axes[0], columns), middles(slice.axes[1], rows), outputs, (X, out) =>
    model.scoresInto(X, out),
  )
  const base = { kind: 'decision-raster', slice, columns, rows, outputs, scores } as const
  if (!classes) return Object.freeze({ ...base, predictions: inUnit(preprocessing, scores, loss, outputs) })
  const probabilities = probabilitiesFrom(loss, scores, outputs)
  return Object.freeze({
    ...base,
    classes,
    labels: new Uint16Array(classesOf(scores, outputs)),
    ...(probabilities && { probabilities }),
  })
}
