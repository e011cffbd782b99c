// What the visitor chose to learn → rows for training and for the test, by the library's generators; own points are standardized.
import {
  blobs,
  circles,
  type DataSet,
  encodeTable,
  examples,
  fitPreprocessing,
  functionOf,
  moons,
  preprocessingFromData,
  rings,
  spiral,
  splitRows,
  type Table,
  takeRows,
  xor,
} from 'wigglenet'
import type { DataSetup, FunctionData, OwnData } from '../setup.ts'
import type { Opened, Points } from './messages.ts'
import { type Plane, planeOfColumns, planeOfOwn } from './plane.ts'

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
  /** Regression: the function itself, at evenly spaced places of its range. */
  readonly truth?: DataSet
}

/** Places at which a fitted curve is held against the function. */
const curvePoints = 257
/** What is seen around the outermost points, as a share of their distance. */
const margin = 0.05

/** The rows of a data setup, split; the same setup gives the same rows.
 *  Throws:  what the library says of data that cannot be made */
export function materialOf(setup: DataSetup): Material {
  const { X, rows } = setup.kind === 'points' ? ownRows(setup) : { X: undefined, rows: generated(setup) }
  const values = Float64Array.from(X ?? rows.X) // in the units of the data
  const { train, test } = partsOf(rows, setup)
  const seen = setup.kind === 'points' ? standardized(setup, rows, train) : rows
  const training = takeRows(seen, train)
  const names = setup.kind === 'points' ? setup.names : rows.inputs === 1 ? ['x'] : ['x1', 'x2']
  const { axes, at, options }: Plane =
    setup.kind === 'function'
      ? {
          axes: ['x', 'y'],
          at: Float64Array.from({ length: 2 * rows.rows }, (_, i) => (i % 2 ? rows.y : values)[i >> 1]!),
          options: {},
        }
      : setup.kind === 'points'
        ? planeOfOwn(setup, values, seen, training)
        : planeOfColumns(values, names, [0, 1])
  const window = [0, 1].map((axis) => {
    const limits = options.axes ? limitsOf(seen, Number(options.axes[axis])) : undefined
    return windowOf(
      at.filter((_, i) => i % 2 === axis),
      limits,
    )
  })
  const taken = (from: ArrayLike<number>, width: number, chosen: Uint32Array) =>
    Float64Array.from({ length: chosen.length * width }, (_, i) => {
      return from[chosen[Math.floor(i / width)]! * width + (i % width)]!
    })
  const pointsOf = (chosen: Uint32Array): Points => ({
    rows: chosen.length,
    X: taken(values, rows.inputs, chosen),
    y: taken(rows.y, 1, chosen),
    at: taken(at, 2, chosen),
  })
  return {
    training,
    test: test.length > 0 ? takeRows(seen, test) : undefined,
    points: { train: pointsOf(train), test: pointsOf(test) },
    names,
    axes,
    plane: options,
    window: [setup.kind === 'function' ? setup.range : window[0]!, window[1]!],
    ...(setup.kind === 'function' && { truth: truthOf(setup) }),
  }
}

function generated(data: Exclude<DataSetup, OwnData>): DataSet {
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

function ownRows({ X, y, names, classes }: OwnData) {
  const rows = examples({ X: Float32Array.from(X), y, inputs: names.length, classes, task: 'classification' })
  return { X, rows }
}

/** The rows for the test have their share of every class; a class of a single row is trained on. */
function partsOf({ task, rows, y }: DataSet, { testShare, seed }: DataSetup) {
  const every = Uint32Array.from({ length: rows }, (_, row) => row)
  if (testShare === 0) return { train: every, test: new Uint32Array() }
  if (task === 'regression') return splitRows(rows, { test: testShare, seed })
  const counts = new Map<number, number>()
  for (const label of y) counts.set(label, (counts.get(label) ?? 0) + 1)
  const several = every.filter((row) => counts.get(y[row]!)! > 1)
  const { test } = splitRows(several.length, { test: testShare, seed, by: several.map((row) => y[row]!) })
  const tested = new Set(Array.from(test, (place) => several[place]!))
  return { train: every.filter((row) => !tested.has(row)), test: every.filter((row) => tested.has(row)) }
}

/** Own points come in any unit: the network sees each column with mean 0 and deviation 1 on the training rows. */
function standardized({ X, y, names, classes }: OwnData, rows: DataSet, train: Uint32Array): DataSet {
  const target = freeName(names)
  const columns = names.map((name, input) => ({
    ...{ name, kind: 'number' as const },
    values: Float64Array.from({ length: rows.rows }, (_, row) => X[row * names.length + input]!),
  }))
  const labels = { name: target, kind: 'category' as const, values: y.map((label) => classes[label]!) }
  const table: Table = { kind: 'table', rows: rows.rows, columns: [...columns, labels] }
  const fitted = fitPreprocessing(table, train, { target, task: 'classification', where: 'own points' }).preprocessing
  // Classes without a point in training keep their numbers.
  const preprocessing = preprocessingFromData({
    ...fitted,
    target: { kind: 'class', name: target, classes: [...classes] },
  })
  if (preprocessing.kind !== 'table') throw new Error('a table has the preprocessing of a table')
  const every = Uint32Array.from({ length: rows.rows }, (_, row) => row)
  return { ...rows, X: encodeTable(preprocessing, table, every, 'own points'), preprocessing }
}

/** A name for the column of classes that none of the others has. */
function freeName(names: readonly string[]): string {
  let name = 'class'
  while (names.includes(name)) name += '_'
  return name
}

/** Beyond them a preprocessing clips: half of the range of the training rows further out. */
function limitsOf({ preprocessing }: DataSet, input: number): readonly [number, number] {
  const recipe = preprocessing?.kind === 'table' ? preprocessing.features[input] : undefined
  if (recipe?.kind !== 'number') return [-Infinity, Infinity]
  const [low, high] = recipe.range
  return [low - (high - low) / 2, high + (high - low) / 2]
}

/** What shows all values with a margin; where they are all the same, 1 to both sides of it. */
function windowOf(
  values: Float32Array | Float64Array,
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)]
  const room = low === high ? 1 : margin * (high - low)
  return [Math.max(least, low - room), Math.min(most, high + room)]
}
