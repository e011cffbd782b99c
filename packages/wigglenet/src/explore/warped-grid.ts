import { resolveDevice } from '../backend/resolve.ts'
import { checkNames, checkWhole } from '../check/check.ts'
import { classesOf } from '../model/outputs.ts'
import type { Model } from '../model/types.ts'
import { nodeOf } from '../network/cut-behind.ts'
import { type Explored, runnerOf } from './activations-of.ts'
import { checkSlice, type GridOptions, gridSizes, gridValues, places } from './grid.ts'
import type { Slice, WarpedGrid } from './types.ts'

/** A slice's grid as two units of a layer see it. Lines that stay straight were not bent; where classes can be parted by a straight line,
 *  the layers after it have an easy task. Draw the lines of the grid through `warped`; data go there by `activationsOf`.
 *  Shapes:  points and warped (rows, columns, 2); the crossings reach the window's edges
 *  Options: node, the layer's name, default the first; units, two numbers of its units, default [0, 1]; columns, rows, lines of the grid,
 *           whole, in [2, 4096], default 21
 *  Throws:  OptionError for a bad option; ShapeError for a slice of another model
 *  Source:  the ConvNetJS demo of 2-D classification
 *  Example: warpedGrid(model, slice(model), { node: 'h2', units: [0, 1] })  */
export function warpedGrid(
  model: Explored & Pick<Model, 'scoresInto'>,
  slice: Slice,
  options: GridOptions & { readonly node?: string; readonly units?: readonly [number, number] } = {},
): WarpedGrid {
  const where = 'warpedGrid'
  checkNames(where, options, ['node', 'units', 'columns', 'rows'])
  checkSlice(where, model.network, slice)
  const { columns, rows } = gridSizes(where, { columns: 21, rows: 21, ...options })
  const { node = model.network.nodes[0]!.name, units = [0, 1] } = options
  const width = nodeOf(where, model.network, node).units
  units.forEach((unit, i) => checkWhole(where, `units[${i}]`, unit, `[0, ${width})`))
  const { run } = runnerOf(where, model, node, resolveDevice(where))
  const [u, v] = [places(slice.axes[0], columns), places(slice.axes[1], rows)]
  const all = gridValues(slice, u, v, width, run)
  const warped = new Float32Array(2 * columns * rows)
  const points = new Float64Array(2 * columns * rows)
  for (let point = 0; point < columns * rows; point++) {
    points.set([u[point % columns]!, v[Math.floor(point / columns)]!], 2 * point)
    warped.set([all[point * width + units[0]]!, all[point * width + units[1]]!], 2 * point)
  }
  const base = { kind: 'warped-grid', slice, columns, rows, node, units, points, warped } as const
  if (!model.classes) return Object.freeze(base)
  const { outputs } = model.network
  const scores = gridValues(slice, u, v, outputs, (X, out) => model.scoresInto(X, out))
  return Object.freeze({ ...base, labels: Uint16Array.from(classesOf(scores, outputs)) })
}
