// Zig-zag: how often all weights into a unit must move the same way, as they must where its inputs all have one sign.

import { gradientOf } from '../../network/steps.ts'
import type { Network } from '../../network/types.ts'
import { isWeighted, suffixesOf, type Values } from '../probe.ts'
import type { Gauge } from './gauge.ts'

/** Shares of updates in which no two weights into a unit have gradients of opposite sign; updates without any gradient are not counted. */
export interface ZigZag {
  readonly layer: string
  /** If every row made an update of its own, over all units. */
  readonly perExample: number
  /** With the batches of the pass. */
  readonly perBatch: number
  /** The same for each unit, NaN for one that never had a gradient. */
  readonly perExampleByUnit: readonly number[]
  readonly perBatchByUnit: readonly number[]
}

interface Counted {
  readonly one: Float64Array // (units), updates of one sign
  readonly all: Float64Array // (units), updates
}
const counted = (units: number): Counted => ({ one: new Float64Array(units), all: new Float64Array(units) })

/** Needs passes that go backward, with batches of the size that is asked about. */
export function zigZagGauge(network: Network): Gauge<ZigZag[]> {
  const layers = network.nodes.filter(isWeighted).map((node) => ({
    node,
    examples: counted(node.units),
    batches: counted(node.units),
  }))
  return {
    look({ rows, read, layers: views }) {
      for (const { node, examples, batches } of layers) {
        const signs = signsOf(read(views.get(node.name)!.input), rows, node.inputs)
        for (const suffix of suffixesOf(node)) {
          // A row's gradient along the weights of a unit is its inputs times one number: of one sign if the inputs are.
          const slopes = read(gradientOf(suffix === '' ? node.name : `${node.name}:z${suffix}`))
          tallyRows(slopes, signs, node.units, examples)
          tally(signsOf(read(gradientOf(`${node.name}.W${suffix}`)), node.units, node.inputs), batches)
        }
      }
    },
    reading: () =>
      layers.map(({ node, examples, batches }) => ({
        layer: node.name,
        perExample: total(examples.one) / total(examples.all),
        perBatch: total(batches.one) / total(batches.all),
        perExampleByUnit: shares(examples),
        perBatchByUnit: shares(batches),
      })),
  }
}

type Signs = 'none' | 'one' | 'both'

/** The signs that occur in each row of numbers. */
function signsOf(values: Values, rows: number, columns: number): Signs[] {
  return Array.from({ length: rows }, (_, row) => {
    let [up, down] = [false, false]
    for (let k = row * columns; k < (row + 1) * columns && !(up && down); k++) {
      if (values[k]! > 0) up = true
      else if (values[k]! < 0) down = true
    }
    return up && down ? 'both' : up || down ? 'one' : 'none'
  })
}

function tallyRows(slopes: Values, signs: readonly Signs[], units: number, { one, all }: Counted): void {
  signs.forEach((sign, row) => {
    if (sign === 'none') return
    for (let unit = 0; unit < units; unit++) {
      if (slopes[row * units + unit] === 0) continue
      all[unit]! += 1
      if (sign === 'one') one[unit]! += 1
    }
  })
}

function tally(signs: readonly Signs[], { one, all }: Counted): void {
  signs.forEach((sign, unit) => {
    if (sign !== 'none') all[unit]! += 1
    if (sign === 'one') one[unit]! += 1
  })
}

const total = (counts: Float64Array) => counts.reduce((sum, count) => sum + count, 0)
const shares = ({ one, all }: Counted) => Array.from(one, (count, unit) => count / all[unit]!)
