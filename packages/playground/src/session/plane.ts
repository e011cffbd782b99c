// Which plane of the input space is drawn, and where each row lies in it.
import { type DataSet, principalComponents } from 'wigglenet'
import type { DrawnPlane } from '../setup.ts'
import type { Opened } from './messages.ts'

export interface Plane {
  /** What the axes are called. */
  readonly axes: readonly [string, string]
  /** Where each row lies: x, y, x, y, … */
  readonly at: Float64Array // (rows, 2)
  /** How the library finds the plane, but for the window. */
  readonly options: Opened['plane']
}

/** Two columns, the others held at their means.
 *  Shapes:  values (rows, names), in the units of the data */
export function planeOfColumns(
  values: Float64Array,
  names: readonly string[],
  [first, second]: readonly [number, number],
): Plane {
  const inputs = names.length
  return {
    axes: [names[first]!, names[second]!],
    at: Float64Array.from({ length: (2 * values.length) / inputs }, (_, i) => {
      return values[Math.floor(i / 2) * inputs + (i % 2 === 0 ? first : second)]!
    }),
    options: { axes: [first, second] },
  }
}

/** The two directions in which the training rows differ most, of rows as the network sees them. */
export function planeOfVariance(rows: DataSet, training: DataSet): Plane {
  const { mean, components, shares } = principalComponents(training)
  const { inputs } = rows
  const vectors = [components.subarray(0, inputs), components.subarray(inputs)] as const
  const percent = (share: number) => `${Math.round(100 * share)} %`
  const names = [`direction 1 (${percent(shares[0]!)})`, `direction 2 (${percent(shares[1]!)})`] as const
  const at = new Float64Array(2 * rows.rows)
  for (let row = 0; row < rows.rows; row++) {
    vectors.forEach((vector, k) => {
      for (let i = 0; i < inputs; i++) at[2 * row + k]! += (rows.X[row * inputs + i]! - mean[i]!) * vector[i]!
    })
  }
  return { axes: names, at, options: { plane: { origin: mean, across: vectors[0], up: vectors[1], names } } }
}

/** A single input across, the target up; the library needs no plane for it. */
export const planeOfTarget = (
  values: ArrayLike<number>,
  targets: ArrayLike<number>,
  axes: readonly [string, string],
): Plane => ({
  axes,
  at: Float64Array.from({ length: 2 * targets.length }, (_, i) => (i % 2 ? targets : values)[i >> 1]!),
  options: {},
})

export const planeOfOwn = (
  { drawn, names }: { readonly drawn: DrawnPlane; readonly names: readonly string[] },
  values: Float64Array,
  rows: DataSet,
  training: DataSet,
): Plane => (drawn === 'projection' ? planeOfVariance(rows, training) : planeOfColumns(values, names, drawn))
