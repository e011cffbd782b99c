import { type Polygon, part, valuesAt } from './polygon.ts'

/** A part of a polygon, and which of the functions is the largest there. */
export interface Won {
  readonly polygon: Polygon
  readonly winner: number
}

/** A straight line constant + x·X + y·Y = 0, with X² + Y² = 1. */
type Line = readonly [constant: number, X: number, Y: number]

/** Lines whose numbers differ by less are one. */
const SAME = 1e-11

/** Cuts a polygon where another one of several linear functions becomes the largest: each function gets one convex part, or none. Of equal
 *  functions the first one wins. `nextCut` numbers the cuts.
 *  Shapes:  functions (count, 3): constant, X, Y */
export function envelope(polygon: Polygon, functions: Float64Array, nextCut: () => number): Won[] {
  const likely = contenders(polygon, functions)
  const lines: { readonly line: Line; readonly cut: number }[] = []
  // Where three functions are equal along one line, their parts must still find each other by one number.
  const cutAlong = (line: Line): number => {
    const known = lines.find(({ line: other }) => areOne(line, other, 1) || areOne(line, other, -1))
    if (known) return known.cut
    const cut = nextCut()
    lines.push({ line, cut })
    return cut
  }
  const result: Won[] = []
  for (const i of likely) {
    let rest: Polygon | undefined = polygon
    for (const j of likely) {
      if (i === j) continue
      const [low, high] = i < j ? [i, j] : [j, i] // one function for both sides of a cut, so that they meet in the same numbers
      const { values, line } = difference(rest, functions, low, high)
      const equal = values.every((value) => value === 0)
      if (equal && i === low) continue
      rest = equal ? undefined : part(rest, values, i === low ? 1 : -1, cutAlong(line))
      if (!rest) break
    }
    if (rest) result.push({ polygon: rest, winner: i })
    if (rest === polygon) break
  }
  return result
}

function difference(polygon: Polygon, functions: Float64Array, i: number, j: number) {
  const [a, b] = [3 * i, 3 * j]
  let size = 0
  for (let k = 0; k < 3; k++) size += Math.abs(functions[a + k]!) + Math.abs(functions[b + k]!)
  const [constant, X, Y] = [0, 1, 2].map((k) => functions[a + k]! - functions[b + k]!) as [number, number, number]
  const length = Math.hypot(X, Y)
  const line: Line = [constant / length, X / length, Y / length]
  return { values: valuesAt(polygon, constant, X, Y, size), line }
}

const areOne = (a: Line, b: Line, sign: 1 | -1) => a.every((value, k) => Math.abs(value - sign * b[k]!) <= SAME)

/** The functions that may be the largest somewhere: those whose largest value reaches the least value of every other. */
function contenders({ x, y }: Polygon, functions: Float64Array): number[] {
  const count = functions.length / 3
  const least = new Float64Array(count).fill(Infinity)
  const largest = new Float64Array(count).fill(-Infinity)
  let floor = -Infinity
  for (let i = 0; i < count; i++) {
    for (let corner = 0; corner < x.length; corner++) {
      const value = functions[3 * i]! + x[corner]! * functions[3 * i + 1]! + y[corner]! * functions[3 * i + 2]!
      least[i] = Math.min(least[i]!, value)
      largest[i] = Math.max(largest[i]!, value)
    }
    floor = Math.max(floor, least[i]!)
  }
  return [...largest.keys()].filter((i) => largest[i]! >= floor)
}
