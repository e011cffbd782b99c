// Convex polygons, cut by straight lines. Each side carries the number of the cut that made it, by which neighbours find each other.

/** Corners counter-clockwise; `sides[i]` is the number of the cut along which the side from corner i to the next one lies. */
export interface Polygon {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly sides: readonly number[]
}

/** The square from -1 to 1; its sides bear the number -1. */
export const square: Polygon = { x: [-1, 1, 1, -1], y: [-1, -1, 1, 1], sides: [-1, -1, -1, -1] }

/** Values closer to 0 than this share of a function's coefficients count as 0. */
const ZERO = 1e-12

/** constant + x·X + y·Y at each corner, 0 where it is nothing but rounding beside `size`. */
export function valuesAt({ x, y }: Polygon, constant: number, X: number, Y: number, size: number): Float64Array {
  const least = ZERO * size
  const values = new Float64Array(x.length)
  for (let i = 0; i < values.length; i++) {
    const value = constant + x[i]! * X + y[i]! * Y
    values[i] = Math.abs(value) <= least ? 0 : value
  }
  return values
}

/** The part where the values are positive, or negative for `sign` -1; undefined if there is none. Both parts of a polygon have the same
 *  numbers for the corners that they share. `cut` numbers the new side. */
export function part(polygon: Polygon, values: Float64Array, sign: 1 | -1, cut: number): Polygon | undefined {
  let inside = false
  let outside = false
  for (const value of values) {
    if (value * sign > 0) inside = true
    else if (value * sign < 0) outside = true
  }
  if (!inside) return undefined
  if (!outside) return polygon
  const { x: X, y: Y, sides: S } = polygon
  const x: number[] = []
  const y: number[] = []
  const sides: number[] = []
  for (let i = 0; i < values.length; i++) {
    const next = i + 1 === values.length ? 0 : i + 1
    const here = values[i]! * sign
    const there = values[next]! * sign
    if (here >= 0) {
      x.push(X[i]!)
      y.push(Y[i]!)
      sides.push(here === 0 && there < 0 ? cut : S[i]!)
    }
    if (here * there >= 0) continue
    const share = values[i]! / (values[i]! - values[next]!)
    x.push(X[i]! + share * (X[next]! - X[i]!))
    y.push(Y[i]! + share * (Y[next]! - Y[i]!))
    sides.push(here > 0 ? cut : S[i]!)
  }
  return { x, y, sides }
}

/** The area. */
export function areaOf({ x, y }: Pick<Polygon, 'x' | 'y'>): number {
  let twice = 0
  for (let i = 0; i < x.length; i++) {
    const next = i + 1 === x.length ? 0 : i + 1
    twice += x[i]! * y[next]! - x[next]! * y[i]!
  }
  return twice / 2
}
