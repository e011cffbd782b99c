// A piecewise-linear network in a slice, exactly: its linear regions, its decision regions and their boundary.
import { checkNames, checkWhole, deepFreeze } from '../check/check.ts'
import type { ModelParts } from '../model/types.ts'
import { envelope } from './envelope.ts'
import { checkSlice } from './grid.ts'
import { linearPieces, type Piece } from './linear-pieces.ts'
import { areaOf, type Polygon } from './polygon.ts'
import { ringsOf, type Side } from './rings.ts'
import { components, type SharedSide, sharedSides } from './shared-sides.ts'
import type { DecisionRegion, ExactRegions, Slice } from './types.ts'

/** Linear functions are equal if they differ by less than this share of their size. */
const EQUAL = 1e-9

/** The true polygons of a piecewise-linear network (ReLU, leaky ReLU, PReLU, maxout, identity; chains and graphs) in a slice: where it is
 *  linear, where each class wins, and the boundary between the classes, in float64 and without a grid. `decisionRaster` works for
 *  every network.
 *  Formula: a unit's sum is linear on each polygon, so its kink is a straight line that cuts it; layer by layer. Then the largest score.
 *  Options: limit, the most linear regions, whole, in [1, 10000000], default 100000
 *  Throws:  UnsupportedError for another activation, or more linear regions than `limit`; OptionError for a bad option; ShapeError for a slice of another
 *           model
 *  Source:  Montufar et al. 2014, arXiv:1402.1869, on counting linear regions
 *  Example: decisionRegions(model, slice(model)).regions.length  // how many islands and continents  */
export function decisionRegions(
  model: ModelParts,
  slice: Slice,
  options: { readonly limit?: number } = {},
): ExactRegions {
  const where = 'decisionRegions'
  checkNames(where, options, ['limit'])
  checkSlice(where, model.network, slice)
  const limit = checkWhole(where, 'limit', options.limit ?? 100_000, '[1, 10000000]')
  let cuts = 0
  const nextCut = () => cuts++
  const pieces = linearPieces(where, model, squareInputs(slice), limit, nextCut)
  const shared = sharedSides(pieces.map(({ polygon }) => polygon))
  const same = components(pieces.length, shared, ({ left, right }) => areEqual(pieces[left]!, pieces[right]!))
  const frame = frameOf(slice)
  return deepFreeze({
    kind: 'exact-regions',
    slice,
    linearRegions: pieces.map(({ polygon, functions }) => ({
      polygon: frame.corners(polygon),
      scores: frame.functions(functions),
    })),
    activationPatterns: pieces.length,
    linearRegionCount: same.reduce((most, number) => Math.max(most, number + 1), 0),
    kinks: frame.segments(shared),
    ...decided(model.classes ?? [], pieces, frame, nextCut),
  })
}

type Frame = ReturnType<typeof frameOf>

/** Where each class wins. */
function decided(classes: readonly string[], pieces: readonly Piece[], frame: Frame, nextCut: () => number) {
  const cells = pieces.flatMap(({ polygon, functions }, linearRegion) => {
    if (classes.length === 0) return []
    // A single output names class 1 where it is above 0.
    const scores = functions.length === 3 ? Float64Array.of(0, 0, 0, ...functions) : functions
    return envelope(polygon, scores, nextCut).map((won) => ({ polygon: won.polygon, label: won.winner, linearRegion }))
  })
  const label = (cell: number) => cells[cell]!.label
  const shared = sharedSides(cells.map(({ polygon }) => polygon))
  const parts = components(cells.length, shared, ({ left, right }) => label(left) === label(right))
  const { regions, numbers } = regionsOf(cells, parts, shared, frame)
  const boundary = shared.filter(({ left, right }) => label(left) !== label(right))
  return {
    classes,
    cells: cells.map(({ polygon, label: own, linearRegion }, i) => ({
      polygon: frame.corners(polygon),
      label: own,
      linearRegion,
      region: numbers[parts[i]!]!,
    })),
    regions,
    boundary: frame.segments(boundary),
    boundaryClasses: Uint16Array.from(boundary.flatMap(({ left, right }) => [label(left), label(right)])),
  }
}

/** The connected regions, the largest first, and the place of each in that order. */
function regionsOf(
  cells: readonly { readonly polygon: Polygon; readonly label: number }[],
  parts: Uint32Array,
  shared: readonly SharedSide[],
  frame: Frame,
): { regions: DecisionRegion[]; numbers: number[] } {
  const found: { label: number; area: number; touchesEdge: boolean; sides: Side[] }[] = []
  for (const [i, { polygon, label }] of cells.entries()) {
    found[parts[i]!] ??= { label, area: 0, touchesEdge: false, sides: [] }
    const part = found[parts[i]!]!
    part.area += areaOf(polygon)
    for (const [k, cut] of polygon.sides.entries()) {
      if (cut >= 0) continue
      const next = k + 1 === polygon.sides.length ? 0 : k + 1
      part.touchesEdge = true
      part.sides.push({ x1: polygon.x[k]!, y1: polygon.y[k]!, x2: polygon.x[next]!, y2: polygon.y[next]! })
    }
  }
  for (const { left, right, x1, y1, x2, y2 } of shared) {
    if (parts[left] === parts[right]) continue
    found[parts[left]!]!.sides.push({ x1, y1, x2, y2 })
    found[parts[right]!]!.sides.push({ x1: x2, y1: y2, x2: x1, y2: y1 })
  }
  const order = [...found.keys()].sort((a, b) => found[b]!.area - found[a]!.area)
  const numbers: number[] = []
  const regions = order.map((part, place) => {
    numbers[part] = place
    const { label, area, touchesEdge, sides } = found[part]!
    return { label, share: area / 4, touchesEdge, rings: ringsOf(sides).map(frame.ring) }
  })
  return { regions, numbers }
}

function areEqual({ functions: a }: Piece, { functions: b }: Piece): boolean {
  return a.every((value, i) => {
    const at = i - (i % 3)
    const size = Math.abs(a[at]!) + Math.abs(a[at + 1]!) + Math.abs(a[at + 2]!)
    return Math.abs(value - b[i]!) <= EQUAL * size
  })
}

/** The network's inputs as functions of the place in the square from -1 to 1, which the window becomes.
 *  Shapes:  (inputs, 3) */
function squareInputs({ axes, origin, across, up }: Slice): Float64Array {
  const [[lowU, highU], [lowV, highV]] = [axes[0].range, axes[1].range]
  const [u, halfU, v, halfV] = [(lowU + highU) / 2, (highU - lowU) / 2, (lowV + highV) / 2, (highV - lowV) / 2]
  const result = new Float64Array(3 * origin.length)
  for (let k = 0; k < origin.length; k++) {
    result.set([origin[k]! + u * across[k]! + v * up[k]!, halfU * across[k]!, halfV * up[k]!], 3 * k)
  }
  return result
}

/** From the square back to the units of the axes. */
function frameOf({ axes }: Slice) {
  const [[lowU, highU], [lowV, highV]] = [axes[0].range, axes[1].range]
  const U = (x: number) => (x === 1 ? highU : lowU + ((x + 1) / 2) * (highU - lowU))
  const V = (y: number) => (y === 1 ? highV : lowV + ((y + 1) / 2) * (highV - lowV))
  return {
    corners: ({ x, y }: Polygon) =>
      Float64Array.from({ length: 2 * x.length }, (_, i) => (i % 2 ? V(y[i >> 1]!) : U(x[i >> 1]!))),
    ring: (points: readonly number[]) => Float64Array.from(points, (value, i) => (i % 2 ? V(value) : U(value))),
    segments: (sides: readonly Side[]) =>
      Float64Array.from(sides.flatMap(({ x1, y1, x2, y2 }) => [U(x1), V(y1), U(x2), V(y2)])),
    functions: (functions: Float64Array) => {
      const result = new Float64Array(functions.length)
      for (let at = 0; at < functions.length; at += 3) {
        const across = (2 * functions[at + 1]!) / (highU - lowU)
        const up = (2 * functions[at + 2]!) / (highV - lowV)
        const constant = functions[at]! - (across * (lowU + highU)) / 2 - (up * (lowV + highV)) / 2
        result.set([constant, across, up], at)
      }
      return result
    },
  }
}
