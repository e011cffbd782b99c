// Which units take part: on how many rows the sum of a rectifier was positive, or a piece of maxout won.
import type { Network } from '../../network/types.ts'
import { isWeighted, type LayerView, type WeightedNode } from '../probe.ts'
import { shapeOf } from '../shape-of.ts'
import type { Gauge } from './gauge.ts'

/** How many rows each unit of a layer was active on. */
export interface Activity {
  readonly layer: string
  /** `units` of ReLU, leaky ReLU or PReLU, active where their sum is above 0; `pieces` of maxout, active where they are the largest (the
   *  first of several). */
  readonly of: 'units' | 'pieces'
  /** Rows on which each was active: (units), or (pieces, units) row-major. */
  readonly active: readonly number[]
  /** Places in `active` of those that were active on no row. */
  readonly dead: readonly number[]
}

/** Counts active rows in every layer of rectifiers or of maxout. */
export function activityGauge(network: Network): Gauge<Activity[]> {
  const counts = new Map(
    network.nodes
      .filter(isWeighted)
      .filter(canDie)
      .map((node) => [node.name, new Float64Array(node.units * (node.kind === 'maxout' ? node.pieces : 1))]),
  )
  return {
    look({ rows, layers }) {
      for (const [name, count] of counts) tally(layers.get(name)!, rows, count)
    },
    reading: () =>
      Array.from(counts, ([layer, count]) => {
        const active = Array.from(count)
        return {
          layer,
          of: network.nodes.find(({ name }) => name === layer)!.kind === 'maxout' ? 'pieces' : 'units',
          active,
          dead: active.flatMap((rows, place) => (rows === 0 ? [place] : [])),
        }
      }),
  }
}

const canDie = (node: WeightedNode) => node.kind === 'maxout' || shapeOf(node.activation).kind === 'rectifier'

function tally({ node, sums, outputs }: LayerView, rows: number, count: Float64Array): void {
  const { units } = node
  const [first] = sums as [LayerView['outputs']]
  for (let row = 0; row < rows; row++) {
    for (let unit = 0; unit < units; unit++) {
      const i = row * units + unit
      if (node.kind === 'dense') count[unit]! += first[i]! > 0 ? 1 : 0
      else count[sums.findIndex((piece) => piece[i] === outputs[i]) * units + unit]! += 1
    }
  }
}
