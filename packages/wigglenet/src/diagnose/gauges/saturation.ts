// How much of a layer stands where its activation is flat, and lets hardly any gradient through.
import { evaluator } from '../../formula/evaluate.ts'
import { parseFormula } from '../../formula/parse.ts'
import type { Network } from '../../network/types.ts'
import { type Batch, isWeighted, type LayerView, type WeightedNode } from '../probe.ts'
import { shapeOf } from '../shape-of.ts'
import type { Gauge } from './gauge.ts'

/** The share of a range, at each end, that counts as a tail: below 0.05 and above 0.95 for sigmoid, beyond ±0.9 for tanh. */
const tail = 0.05

/** A local slope below this share of the steepest is flat, where nothing else is asked for. */
export const flatShare = 0.01

/** How saturated a layer is, over all units and rows. */
export interface Saturation {
  readonly layer: string
  /** Share of outputs in the outer twentieths of the activation's range; for those with two flat ends, such as sigmoid and tanh. */
  readonly tails?: number
  /** The same for each unit. */
  readonly tailsByUnit?: readonly number[]
  /** Share of local slopes dh/dz below `slopeShare` of the steepest. */
  readonly flat: number
  /** The same for each unit. */
  readonly flatByUnit: readonly number[]
}

interface Measured {
  readonly node: Extract<WeightedNode, { kind: 'dense' }>
  readonly range: readonly [number, number] | undefined
  /** dh/dz of one number; slopes of learned activations read their unit's parameters. */
  readonly slope: (z: number, h: number, learned: readonly number[]) => number
  readonly least: number
  readonly flat: Float64Array
  readonly tails: Float64Array
  rows: number
}

/** Measures every layer whose activation bends other than at 0.
 *  Options: slopeShare, no unit, in (0, 1): a slope below this share of the steepest is flat */
export function saturationGauge(network: Network, slopeShare: number): Gauge<Saturation[]> {
  const all = network.nodes.filter(isWeighted).flatMap((node): Measured[] => {
    if (node.kind !== 'dense') return []
    const shape = shapeOf(node.activation)
    if (shape.kind === 'identity' || shape.kind === 'rectifier') return []
    const range = shape.kind === 'squashing' ? ([shape.low, shape.high] as const) : undefined
    const least = slopeShare * steepest(node.activation.derivative)
    return [
      {
        node,
        range,
        slope: slopeOf(node),
        least,
        flat: new Float64Array(node.units),
        tails: new Float64Array(node.units),
        rows: 0,
      },
    ]
  })
  return {
    look(batch) {
      for (const measured of all) add(measured, batch.layers.get(measured.node.name)!, batch)
    },
    reading: () =>
      all.map(({ node, range, flat, tails, rows }) => ({
        layer: node.name,
        ...(range && {
          tails: total(tails) / (rows * node.units),
          tailsByUnit: Array.from(tails, (count) => count / rows),
        }),
        flat: total(flat) / (rows * node.units),
        flatByUnit: Array.from(flat, (count) => count / rows),
      })),
  }
}

function add(measured: Measured, { sums, outputs }: LayerView, { rows, read }: Batch): void {
  const { node, range, slope, least, flat, tails } = measured
  const learned = Object.keys(node.activation.learned).map((name) => read(`${node.name}.${name}`))
  const [low, high] = range ? tailsOf(range) : [-Infinity, Infinity]
  for (let unit = 0; unit < node.units; unit++) {
    const own = learned.map((values) => values[values.length === 1 ? 0 : unit]!)
    for (let row = 0; row < rows; row++) {
      const i = row * node.units + unit
      const h = outputs[i]!
      if (Math.abs(slope(sums[0]![i]!, h, own)) < least) flat[unit]! += 1
      if (h < low || h > high) tails[unit]! += 1
    }
  }
  measured.rows += rows
}

const tailsOf = ([low, high]: readonly [number, number]) => [low + tail * (high - low), high - tail * (high - low)]

function slopeOf({ activation }: Measured['node']): Measured['slope'] {
  const { kind, options, learned, formula } = activation
  const names = ['z', 'h', ...Object.keys(options), ...Object.keys(learned)]
  const evaluate = evaluator([parseFormula(formula.derivative, { where: kind, names })], names)
  const fixed = Object.values(options)
  return (z, h, own) => evaluate([z, h, ...fixed, ...own])[0]!
}

const total = (counts: Float64Array) => counts.reduce((sum, count) => sum + count, 0)

/** The largest |dh/dz| between -8 and 8. */
function steepest(derivative: (z: number) => number): number {
  let most = 0
  for (let z = -8; z <= 8; z += 0.125) most = Math.max(most, Math.abs(derivative(z)))
  return most
}
