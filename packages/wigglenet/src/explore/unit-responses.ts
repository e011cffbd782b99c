import type { Backend } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { checkNames } from '../check/check.ts'
import { type Explored, runnerOf } from './activations-of.ts'
import { checkSlice, type GridOptions, gridSizes, gridValues, middles } from './grid.ts'
import type { Slice, UnitResponses } from './types.ts'

/** What each unit of a layer answers over a slice: which part of it a neuron likes.
 *  Shapes:  values (units, rows, columns); the first row lies at the low end of the second axis
 *  Options: node, the layer's name, default the first; columns, rows, whole, in [2, 4096], default 100; device, default the standard one
 *  Throws:  OptionError for a bad option; ShapeError for a slice of another model
 *  Example: unitResponses(model, slice(model), { node: 'h1', columns: 50, rows: 50 }).values  */
export function unitResponses(
  model: Explored,
  slice: Slice,
  options: GridOptions & { readonly node?: string; readonly device?: Backend } = {},
): UnitResponses {
  const where = 'unitResponses'
  checkNames(where, options, ['node', 'columns', 'rows', 'device'])
  checkSlice(where, model.network, slice)
  const { columns, rows } = gridSizes(where, options)
  const { node = model.network.nodes[0]!.name } = options
  const { run, units } = runnerOf(where, model, node, resolveDevice(where, options.device))
  const byPoint = gridValues(slice, middles(slice.axes[0], columns), middles(slice.axes[1], rows), units, run)
  const points = columns * rows
  const values = new Float32Array(units * points)
  const ranges = new Float32Array(2 * units)
  for (let unit = 0; unit < units; unit++) {
    let [least, largest] = [Infinity, -Infinity]
    for (let point = 0; point < points; point++) {
      const value = byPoint[point * units + unit]!
      values[unit * points + point] = value
      least = Math.min(least, value)
      largest = Math.max(largest, value)
    }
    ranges.set([least, largest], 2 * unit)
  }
  return Object.freeze({ kind: 'unit-responses', slice, columns, rows, node, units, values, ranges })
}
