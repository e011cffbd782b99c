// Which flat piece of input space is drawn, in the units of the user's columns.
import { checkNames, deepFreeze, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { flatRows } from '../data/flat-rows.ts'
import type { Row } from '../data/types.ts'
import type { ModelParts } from '../model/types.ts'
import {
  axesFault,
  baseOf,
  type Candidate,
  type Candidates,
  candidateOf,
  candidatesOf,
  type Range,
  rangeOf,
} from './inputs.ts'
import type { Slice } from './types.ts'

/** Which plane of the input space a slice is. */
export interface SliceOptions {
  /** The two inputs to draw, by column name or by number; default the first two that are numbers. */
  readonly axes?: readonly [string | number, string | number]
  /** What the other inputs are held at: a row, or for a table an object with some columns. Default the means of the training rows (where
   *  only their ranges are known, the middles), and a category that stands in for missing values, or else the first. Needed for images. */
  readonly at?: Row
  /** Where both axes begin and end, in their units; default the range of the training rows, a tenth wider at both ends. */
  readonly window?: readonly [Range, Range]
  /** Any other plane, in the network's inputs: the point (0, 0), and what one step along each axis adds. Needs a window. */
  readonly plane?: {
    readonly origin: ArrayLike<number>
    readonly across: ArrayLike<number>
    readonly up: ArrayLike<number>
    readonly names?: readonly [string, string]
  }
}

/** A flat piece of a model's input space to draw: two of its inputs, the others held.
 *  Shapes:  a point (u, v) is the input origin + u·across + v·up, each (inputs)
 *  Options: axes, at, window, plane (see `SliceOptions`)
 *  Throws:  OptionError for an axis that is no column of numbers, a window outside of what the model tells apart, or where a window or the
 *           values of other inputs are needed; ShapeError or DataError for a bad `at`
 *  Example: slice(model, { axes: ['petal_length', 'petal_width'], at: { sepal_length: 6 } })  */
export function slice(model: ModelParts, options: SliceOptions = {}): Slice {
  const where = 'slice'
  checkNames(where, options, ['axes', 'at', 'window', 'plane'])
  const { window, plane } = options
  if (plane !== undefined) return planeOf(where, model.network.inputs, options)
  const candidates = candidatesOf(model)
  const [one, other] = options.axes ?? defaultAxes(where, candidates)
  const first = candidateOf(where, candidates, one)
  const second = candidateOf(where, candidates, other)
  if (first.input === second.input) throw axesFault(where, `${show(first.name)} twice`, candidates)
  const origin = baseOf(where, model, options.at)
  const across = new Float64Array(origin.length)
  const up = new Float64Array(origin.length)
  origin[first.input] = first.offset
  origin[second.input] = second.offset
  across[first.input] = first.slope
  up[second.input] = second.slope
  return deepFreeze({
    kind: 'slice',
    axes: [axisOf(where, first, window?.[0]), axisOf(where, second, window?.[1])],
    origin,
    across,
    up,
  })
}

const axisOf = (where: string, candidate: Pick<Candidate, 'name' | 'range' | 'limits'>, window: Range | undefined) => ({
  name: candidate.name,
  range: rangeOf(where, candidate, window),
})

function planeOf(where: string, inputs: number, { axes, at, window, plane }: SliceOptions): Slice {
  if (axes !== undefined || at !== undefined || window === undefined) {
    throw new OptionError({
      where,
      expected: 'a plane must have a window, and neither axes nor at',
      received: window === undefined ? 'no window' : axes === undefined ? 'at' : 'axes',
      fix: 'Give plane and window.',
    })
  }
  const { names = ['first direction', 'second direction'] } = plane!
  const limits = [-Infinity, Infinity] as const
  const vector = (name: 'origin' | 'across' | 'up') =>
    Float64Array.from(flatRows(where, `plane.${name}`, [plane![name]], inputs))
  return deepFreeze({
    kind: 'slice',
    axes: [axisOf(where, { name: names[0], limits }, window[0]), axisOf(where, { name: names[1], limits }, window[1])],
    origin: vector('origin'),
    across: vector('across'),
    up: vector('up'),
  })
}

function defaultAxes(where: string, candidates: Candidates): readonly [number, number] {
  const numbers = [...candidates.keys()].filter((i) => typeof candidates[i] !== 'string')
  if (numbers.length >= 2) return [numbers[0]!, numbers[1]!]
  throw new OptionError({
    where,
    expected: 'the model must have two inputs that are numbers',
    received: `${numbers.length}`,
    fix: 'Use sweep for a model of one input.',
  })
}
