// What the visitor chose to learn → rows for training and for the test, by the library's generators; own points are standardized.
import { blobs, circles, type DataSet, functionOf, moons, rings, spiral, splitRows, takeRows, xor } from 'wigglenet'
import { classCount, type DataSetup, type FunctionData, isOwn, type OwnData, type ValueData } from '../setup.ts'
import type { Opened, Points } from './messages.ts'
import { limitsOf, standardized } from './own-rows.ts'
import { type Plane, planeOfColumns, planeOfOwn, planeOfTarget } from './plane.ts'

export interface Material {
  readonly training: DataSet
  /** None where no rows are kept for it. */
  readonly test: DataSet | undefined
  /** In the units of the data. */
  readonly points: { readonly train: Points; readonly test: Points }
  readonly names: readonly string[]
  readonly axes: Opened['axes']
  /** How the library finds the plane that is drawn, but for the window; empty for a function of one input. */
  readonly plane: Plane['options']
  readonly window: Opened['window']
  readonly target?: NonNullable<Opened['target']>
  /** Regression: the function itself, at evenly spaced places of its range. */
  readonly truth?: DataSet
}

/** Places at which a curve is drawn, and held against the function where it is known. */
export const curvePoints = 257
/** What is seen around the outermost points, as a share of their distance. */
const margin = 0.05

/** The rows of a data setup, split; the same setup gives the same rows.
 *  Throws:  what the library says of data that cannot be made */
export function materialOf(setup: DataSetup): Material {
  const drawn = isOwn(setup) ? undefined : generated(setup)
  const { X, y } = drawn ?? (setup as OwnData | ValueData)
  const values = Float64Array.from(X, Math.fround) // in the units of the data
  const { train, test } = partsOf(y, setup)
  const seen = drawn ?? standardized(setup as OwnData | ValueData, train)
  const training = takeRows(seen, train)
  const names = isOwn(setup) ? setup.names : seen.inputs === 1 ? ['x'] : ['x1', 'x2']
  const { axes, at, options } = planeOf(setup, values, names, seen, training)
  const window = windowsOf(setup, at, options.axes, seen)
  const taken = (from: ArrayLike<number>, width: number, chosen: Uint32Array) =>
    Float64Array.from({ length: chosen.length * width }, (_, i) => {
      return from[chosen[Math.floor(i / width)]! * width + (i % width)]!
    })
  const pointsOf = (chosen: Uint32Array): Points => ({
    rows: chosen.length,
    X: taken(values, seen.inputs, chosen),
    y: taken(y, 1, chosen),
    at: taken(at, 2, chosen),
  })
  return {
    training,
    test: test.length > 0 ? takeRows(seen, test) : undefined,
    points: { train: pointsOf(train), test: pointsOf(test) },
    names,
    axes,
    plane: options,
    window,
    ...(setup.kind === 'values' && { target: { name: setup.target, range: endsOf(setup.y) } }),
    ...(setup.kind === 'function' && { truth: truthOf(setup) }),
  }
}

function planeOf(
  setup: DataSetup,
  values: Float64Array,
  names: readonly string[],
  seen: DataSet,
  training: DataSet,
): Plane {
  switch (setup.kind) {
    case 'function':
      return planeOfTarget(values, seen.y, ['x', 'y'])
    case 'values': {
      const { drawn, y, target } = setup
      if (drawn === 'target') return planeOfTarget(values, y, [names[0]!, target])
      return planeOfOwn({ drawn, names }, values, seen, training)
    }
    case 'points':
      return planeOfOwn(setup, values, seen, training)
    default:
      return planeOfColumns(values, names, [0, 1])
  }
}

/** Both axes as far as the points go, and no further than the library draws. */
function windowsOf(setup: DataSetup, at: Float64Array, axes: Plane['options']['axes'], seen: DataSet) {
  const inputs = axes ?? (setup.kind === 'values' && setup.drawn === 'target' ? [0] : [])
  const [across, up] = [0, 1].map((axis) => {
    const limits = inputs[axis] === undefined ? undefined : limitsOf(seen, Number(inputs[axis]))
    return windowOf(
      at.filter((_, i) => i % 2 === axis),
      limits,
    )
  })
  return [setup.kind === 'function' ? setup.range : across!, up!] as const
}

function generated(data: Exclude<DataSetup, OwnData | ValueData>): DataSet {
  const { kind, rows, noise, seed } = data
  const options = { rows, noise, seed }
  switch (kind) {
    case 'spiral':
      return spiral({ ...options, classes: data.classes })
    case 'blobs':
      return blobs({ ...options, classes: data.classes })
    case 'rings':
      return rings({ ...options, classes: data.classes })
    case 'circles':
      return circles(options)
    case 'moons':
      return moons(options)
    case 'xor':
      return xor(options)
    case 'function':
      return functionOf(data.formula, { ...options, range: data.range })
    default:
      return data satisfies never
  }
}

/** Without noise, at evenly spaced places, both ends of the range among them. */
const truthOf = ({ formula, range, seed }: FunctionData) => functionOf(formula, { rows: curvePoints, range, seed })

/** The rows for the test have their share of every class; a class of a single row is trained on. */
function partsOf(y: ArrayLike<number>, data: DataSetup) {
  const { testShare, seed } = data
  const rows = y.length
  const every = Uint32Array.from({ length: rows }, (_, row) => row)
  if (testShare === 0) return { train: every, test: new Uint32Array() }
  if (classCount(data) === undefined) return splitRows(rows, { test: testShare, seed })
  const counts = new Map<number, number>()
  for (const label of Array.from(y)) counts.set(label, (counts.get(label) ?? 0) + 1)
  const several = every.filter((row) => counts.get(y[row]!)! > 1)
  const { test } = splitRows(several.length, { test: testShare, seed, by: several.map((row) => y[row]!) })
  const tested = new Set(Array.from(test, (place) => several[place]!))
  return { train: every.filter((row) => !tested.has(row)), test: every.filter((row) => tested.has(row)) }
}

/** What shows all values with a margin; where they are all the same, 1 to both sides of it. */
function windowOf(
  values: Float32Array | Float64Array,
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): readonly [number, number] {
  const [low, high] = endsOf(values)
  const room = low === high ? 1 : margin * (high - low)
  return [Math.max(least, low - room), Math.min(most, high + room)]
}

function endsOf(values: Iterable<number>): readonly [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)]
  return [low, high]
}
