// What the makers of points in the plane share: rows that take turns among the classes, and checked options.
import { checkNames, checkNumber, checkWhole } from '../../check/check.ts'
import { type RandomStream, randomStream, streams } from '../../number/random.ts'
import type { DataSet } from '../types.ts'

export interface PointOptions {
  /** Rows of all classes together. */
  readonly rows?: number
  /** Standard deviation of the normal noise. */
  readonly noise?: number
  readonly seed: number
}

export interface Place {
  /** The number of the class. */
  readonly label: number
  /** The place of the point in its class, from 1 to `count`. */
  readonly index: number
  /** The points of its class. */
  readonly count: number
  readonly random: RandomStream
}

/** Checks the common options and fills in their defaults.
 *  Throws:  OptionError for an unknown option or one out of range */
export function pointOptions<Options extends PointOptions>(
  where: string,
  options: Options,
  defaults: { readonly rows: number; readonly noise: number },
  others: readonly string[],
): { rows: number; noise: number; seed: number } {
  checkNames(where, options, ['rows', 'noise', 'seed', ...others])
  return {
    rows: checkWhole(where, 'rows', options.rows ?? defaults.rows, '[2, 16777216]'),
    noise: checkNumber(where, 'noise', options.noise ?? defaults.noise, '[0, 1000]'),
    seed: checkWhole(where, 'seed', options.seed, `[0, ${Number.MAX_SAFE_INTEGER}]`),
  }
}

/** A set of points: row i is of class i modulo the number of classes, and stands where `place` puts it. */
export function points(
  classes: readonly string[],
  { rows, seed }: { readonly rows: number; readonly seed: number },
  place: (place: Place) => readonly [number, number],
): DataSet<2> {
  const X = new Float32Array(rows * 2)
  const y = new Float32Array(rows)
  const random = randomStream(seed, streams.data)
  for (let row = 0; row < rows; row++) {
    const label = row % classes.length
    const count = Math.ceil((rows - label) / classes.length)
    X.set(place({ label, index: Math.floor(row / classes.length) + 1, count, random }), row * 2)
    y[row] = label
  }
  return Object.freeze({
    kind: 'data',
    task: 'classification',
    inputs: 2,
    rows,
    X,
    y,
    targets: 1,
    classes: Object.freeze([...classes]),
  })
}

/** Names such as 'arm 1', 'arm 2', …; at least two, at most as many as rows.
 *  Throws:  OptionError for another number of classes */
export function numberedClasses(where: string, noun: string, classes: number, rows: number): string[] {
  const count = checkWhole(where, 'classes', classes, `[2, ${Math.min(rows, 1000)}]`)
  return Array.from({ length: count }, (_, label) => `${noun} ${label + 1}`)
}

export const TAU = 2 * Math.PI
