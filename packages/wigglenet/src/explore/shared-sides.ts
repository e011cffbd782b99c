import type { Polygon } from './polygon.ts'

/** A piece of a straight line with a polygon on each side: `left` lies left of the way from (x1, y1) to (x2, y2). */
export interface SharedSide {
  readonly left: number
  readonly right: number
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

/** A side of a polygon along the line of its cut: from the place `from` on it to the place `to`. */
interface Edge {
  readonly polygon: number
  readonly from: number
  readonly to: number
  readonly start: readonly [number, number]
  readonly end: readonly [number, number]
}

/** Shorter common sides are where polygons touch in a point, and rounding. The square's sides have length 2. */
const LEAST = 1e-10

/** Where polygons lie beside one another: those on either side of a cut share the places where their sides on it overlap. */
export function sharedSides(polygons: readonly Polygon[]): SharedSide[] {
  const byCut = new Map<number, { left: Edge[]; right: Edge[]; dx: number; dy: number }>()
  for (const [polygon, { x, y, sides }] of polygons.entries()) {
    for (const [i, cut] of sides.entries()) {
      if (cut < 0) continue
      const next = i + 1 === sides.length ? 0 : i + 1
      const [start, end] = [[x[i]!, y[i]!] as const, [x[next]!, y[next]!] as const]
      const [dx, dy] = [end[0] - start[0], end[1] - start[1]]
      let line = byCut.get(cut)
      if (!line) {
        const length = Math.hypot(dx, dy)
        if (length < LEAST) continue
        line = { left: [], right: [], dx: dx / length, dy: dy / length }
        byCut.set(cut, line)
      }
      const from = start[0] * line.dx + start[1] * line.dy
      const to = end[0] * line.dx + end[1] * line.dy
      // Corners go counter-clockwise, so that the two sides of a line are walked in opposite directions.
      if (to > from) line.left.push({ polygon, from, to, start, end })
      else line.right.push({ polygon, from: to, to: from, start: end, end: start })
    }
  }
  return [...byCut.values()].flatMap(({ left, right }) => overlaps(left, right))
}

function overlaps(left: Edge[], right: Edge[]): SharedSide[] {
  for (const edges of [left, right]) edges.sort((a, b) => a.from - b.from)
  const result: SharedSide[] = []
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [a, b] = [left[i]!, right[j]!]
    if (Math.min(a.to, b.to) - Math.max(a.from, b.from) > LEAST) {
      const [x1, y1] = a.from >= b.from ? a.start : b.start
      const [x2, y2] = a.to <= b.to ? a.end : b.end
      result.push({ left: a.polygon, right: b.polygon, x1, y1, x2, y2 })
    }
    if (a.to <= b.to) i++
    else j++
  }
  return result
}

/** Which polygons hang together: a number for each, from 0, over the shared sides for which `joins` holds. */
export function components(
  count: number,
  shared: readonly SharedSide[],
  joins: (side: SharedSide) => boolean,
): Uint32Array {
  const parent = Uint32Array.from({ length: count }, (_, i) => i)
  const root = (i: number): number => {
    let at = i
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!
    return at
  }
  for (const side of shared) if (joins(side)) parent[root(side.left)] = root(side.right)
  const numbers = new Map<number, number>()
  return parent.map((_, i) => {
    const at = root(i)
    if (!numbers.has(at)) numbers.set(at, numbers.size)
    return numbers.get(at)!
  })
}
