import { resolveDevice } from '../backend/resolve.ts'
import { checkNames, checkWhole } from '../check/check.ts'
import type { Row } from '../data/types.ts'
import { inUnit } from '../model/outputs.ts'
import type { Model } from '../model/types.ts'
import { type Explored, runnerOf } from './activations-of.ts'
import { gridValues, places } from './grid.ts'
import { baseOf, candidateOf, candidatesOf, type Range, rangeOf } from './inputs.ts'
import type { SliceAxis } from './types.ts'

/** A model along one axis: outputs and every unit of a layer. */
export interface Sweep {
  readonly kind: 'sweep'
  readonly axis: SliceAxis
  readonly x: Float64Array // (points)
  readonly outputs: number
  /** Scores; in regression, predictions in the unit of the target. */
  readonly values: Float64Array // (outputs, points)
  readonly node: string
  readonly units: Float32Array // (units, points)
}

/** Along which input a sweep goes, and what the others are. */
export interface SweepOptions {
  /** The input that varies, by column name or number; default the first that is a number. */
  readonly axis?: string | number
  /** What the others are held at, and where the axis begins and ends: as for `slice`. */
  readonly at?: Row
  readonly window?: Range
  /** Whole, in [2, 65536], default 200; the ends are among them. */
  readonly points?: number
  /** The layer whose units are told, default the first. */
  readonly node?: string
}

/** A model along one of its inputs: what it says, and the pieces that the units of a layer add to it.
 *  Shapes:  x (points), values (outputs, points), units (units, points)
 *  Throws:  OptionError for a bad option, as `slice` does
 *  Example: sweep(model, { window: [-1, 1] }).values  */
export function sweep(model: Explored & Pick<Model, 'scoresInto'>, options: SweepOptions = {}): Sweep {
  const where = 'sweep'
  checkNames(where, options, ['axis', 'at', 'window', 'points', 'node'])
  const { at, window, node = model.network.nodes[0]!.name } = options
  const points = checkWhole(where, 'points', options.points ?? 200, '[2, 65536]')
  const candidates = candidatesOf(model)
  const first = candidates.findIndex((candidate) => typeof candidate !== 'string')
  const chosen = candidateOf(where, candidates, options.axis ?? first)
  const axis = Object.freeze({ name: chosen.name, range: rangeOf(where, chosen, window) })
  const origin = baseOf(where, model, at)
  const across = new Float64Array(origin.length)
  origin[chosen.input] = chosen.offset
  across[chosen.input] = chosen.slope
  const line = { kind: 'slice', axes: [axis, axis], origin, across, up: new Float64Array(origin.length) } as const
  const x = places(axis, points)
  const along = (width: number, run: (X: Float32Array, out: Float32Array) => void) =>
    gridValues(line, x, Float64Array.of(0), width, run)
  const { outputs } = model.network
  const scores = along(outputs, (X, out) => model.scoresInto(X, out))
  const layer = runnerOf(where, model, node, resolveDevice(where))
  return Object.freeze({
    kind: 'sweep',
    axis,
    x,
    outputs,
    values: transposed(
      model.task === 'regression'
        ? inUnit(model.preprocessing, scores, model.loss, outputs)
        : Float64Array.from(scores),
      outputs,
    ),
    node,
    units: transposed(along(layer.units, layer.run), layer.units),
  })
}

function transposed<Values extends Float32Array | Float64Array>(values: Values, width: number): Values {
  const result = values.slice() as Values
  const rows = values.length / width
  for (let i = 0; i < values.length; i++) result[(i % width) * rows + Math.floor(i / width)] = values[i]!
  return result
}
