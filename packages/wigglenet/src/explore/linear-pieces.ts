// A piecewise-linear network over a slice: the polygons on which it is linear. Layer by layer, each unit's kink cuts the polygons it crosses.
import { show } from '../check/check.ts'
import { UnsupportedError } from '../check/errors.ts'
import { slopesBelowZero } from '../model/slopes.ts'
import type { ModelParts } from '../model/types.ts'
import type { Node } from '../network/types.ts'
import { envelope } from './envelope.ts'
import { type Polygon, part, square, valuesAt } from './polygon.ts'

/** A polygon, and the linear functions on it. Shapes:  (functions, 3): constant, X, Y */
export interface Piece {
  readonly polygon: Polygon
  readonly functions: Float64Array
}

/** A polygon on the way through the network, and the functions of the nodes before it. */
interface Open {
  readonly polygon: Polygon
  readonly known: readonly Float64Array[]
}

/** The polygons of a square of inputs on which the network's scores are linear, one for each pattern of units above and below their kinks.
 *  `inputs` are functions of the place in the square; at most `limit` polygons.
 *  Throws:  UnsupportedError for an activation that is not piecewise linear, or more polygons */
export function linearPieces(
  where: string,
  { network, parameters }: ModelParts,
  inputs: Float64Array,
  limit: number,
  nextCut: () => number,
): Piece[] {
  const layers = network.nodes.map((node) => layerOf(where, node, parameters, nextCut))
  const places = new Map(['x', ...network.nodes.map(({ name }) => name)].map((name, i) => [name, i]))
  const sources = network.nodes.map(({ from }) => from.map((name) => places.get(name)!))
  const result: Piece[] = []
  const stack: Open[] = [{ polygon: square, known: [inputs] }]
  for (let open = stack.pop(); open; open = stack.pop()) {
    const { polygon, known } = open
    const layer = layers[known.length - 1]
    if (!layer) {
      result.push({ polygon, functions: known.at(-1)! })
      continue
    }
    const given = sources[known.length - 1]!.map((place) => known[place]!)
    for (const piece of layer(polygon, given))
      stack.push({ polygon: piece.polygon, known: [...known, piece.functions] })
    if (result.length + stack.length > limit) throw tooMany(where, limit)
  }
  return result
}

const tooMany = (where: string, limit: number) =>
  new UnsupportedError({
    where,
    expected: `the window must have at most ${limit} linear regions`,
    received: 'more',
    fix: 'Give a smaller window, a larger limit, or use decisionRaster.',
  })

/** What a layer makes of a polygon. */
type LayerCut = (polygon: Polygon, given: readonly Float64Array[]) => Piece[]

function layerOf(where: string, node: Node, parameters: ModelParts['parameters'], nextCut: () => number): LayerCut {
  const sum = (input: Float64Array, piece = '') =>
    affine(parameters[`${node.name}.W${piece}`]!, parameters[`${node.name}.b${piece}`]!, input)
  switch (node.kind) {
    case 'dense': {
      const slopes = slopesBelowZero(node, parameters)
      if (slopes) return (polygon, [input]) => kinked(polygon, sum(input!), slopes, nextCut)
      throw new UnsupportedError({
        where,
        expected: 'every activation must be piecewise linear: relu, leaky-relu, prelu or identity, or the layer maxout',
        received: `${show(node.activation.kind)} in ${node.name}`,
        fix: 'Use decisionRaster, which works for every network.',
      })
    }
    case 'maxout': {
      const pieces = Array.from({ length: node.pieces }, (_, k) => `${k + 1}`)
      return (polygon, [input]) => {
        const sums = pieces.map((piece) => sum(input!, piece))
        return largest(polygon, sums, node.units, nextCut)
      }
    }
    case 'add':
      return (polygon, given) => {
        const functions = Float64Array.from(given[0]!)
        for (const other of given.slice(1)) for (let k = 0; k < functions.length; k++) functions[k]! += other[k]!
        return [{ polygon, functions }]
      }
    case 'concat':
      return (polygon, given) => [{ polygon, functions: Float64Array.from(given.flatMap((values) => [...values])) }]
    case 'batch-norm':
    case 'layer-norm':
    case 'crelu':
    case 'neurons':
    case 'same-as':
    case 'columns':
      throw new UnsupportedError({
        where,
        expected: 'layers must be dense, maxout, add or concat to be cut into exact regions',
        received: `${show(node.kind)}, ${node.name}`,
        fix: 'Use decisionRaster, which works for every network.',
      })
    default:
      return node satisfies never
  }
}

/** W·h + b for linear functions h. */
function affine(W: Float32Array, b: Float32Array, input: Float64Array): Float64Array {
  const inputs = input.length / 3
  const result = new Float64Array(3 * b.length)
  for (let unit = 0; unit < b.length; unit++) {
    let constant = b[unit]!
    let X = 0
    let Y = 0
    for (let k = 0; k < inputs; k++) {
      const weight = W[unit * inputs + k]!
      constant += weight * input[3 * k]!
      X += weight * input[3 * k + 1]!
      Y += weight * input[3 * k + 2]!
    }
    result.set([constant, X, Y], 3 * unit)
  }
  return result
}

/** Cuts where a sum is 0; below, the function is `slope` times the sum. */
function kinked(polygon: Polygon, sums: Float64Array, slopes: Float64Array, nextCut: () => number): Piece[] {
  let cells = [{ polygon, below: [] as readonly number[] }]
  for (const [unit, slope] of slopes.entries()) {
    if (slope === 1) continue
    const constant = sums[3 * unit]!
    const X = sums[3 * unit + 1]!
    const Y = sums[3 * unit + 2]!
    const size = Math.abs(constant) + Math.abs(X) + Math.abs(Y)
    const whole = valuesAt(polygon, constant, X, Y, size)
    if (whole.every((value) => value >= 0) && whole.some((value) => value > 0)) continue
    const dark = whole.every((value) => value <= 0)
    cells = cells.flatMap((cell) => {
      const off = { polygon: cell.polygon, below: [...cell.below, unit] }
      if (dark) return [off]
      const values = valuesAt(cell.polygon, constant, X, Y, size)
      const cut = nextCut()
      const on = part(cell.polygon, values, 1, cut)
      if (!on) return [off]
      const rest = part(cell.polygon, values, -1, cut)
      return rest
        ? [
            { ...cell, polygon: on },
            { ...off, polygon: rest },
          ]
        : [cell]
    })
  }
  return cells.map((cell) => {
    const functions = Float64Array.from(sums)
    for (const unit of cell.below) for (let k = 3 * unit; k < 3 * unit + 3; k++) functions[k]! *= slopes[unit]!
    return { polygon: cell.polygon, functions }
  })
}

/** Cuts where another piece of a maxout unit becomes the largest. */
function largest(polygon: Polygon, sums: readonly Float64Array[], units: number, nextCut: () => number): Piece[] {
  let cells = [{ polygon, winners: [] as readonly number[] }]
  for (let unit = 0; unit < units; unit++) {
    const functions = Float64Array.from(sums.flatMap((sum) => [...sum.subarray(3 * unit, 3 * unit + 3)]))
    cells = cells.flatMap((cell) =>
      envelope(cell.polygon, functions, nextCut).map((won) => ({
        polygon: won.polygon,
        winners: [...cell.winners, won.winner],
      })),
    )
  }
  return cells.map(({ polygon: own, winners }) => {
    const functions = new Float64Array(3 * units)
    for (const [unit, winner] of winners.entries()) {
      functions.set(sums[winner]!.subarray(3 * unit, 3 * unit + 3), 3 * unit)
    }
    return { polygon: own, functions }
  })
}
