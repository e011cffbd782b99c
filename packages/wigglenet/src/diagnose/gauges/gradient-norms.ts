// How strong the gradient is in each layer: it vanishes or explodes on its way back.

import { gradientOf } from '../../network/steps.ts'
import type { Network } from '../../network/types.ts'
import { isWeighted, suffixesOf, type Values } from '../probe.ts'
import type { Gauge } from './gauge.ts'

/** The gradient of the loss in a layer, without regularization. */
export interface GradientNorms {
  readonly layer: string
  /** The mean over rows of ‖dL/dz‖, L the row's own loss, z the layer's sums (for maxout its outputs). */
  readonly values: number
  /** ‖dL/dW‖, L the mean loss of all rows. */
  readonly weights: number
}

/** Needs passes that go backward. Without `weights`, whose gradient is large, that part of the reading is 0. */
export function gradientGauge(network: Network, weights = true): Gauge<GradientNorms[]> {
  const layers = network.nodes.filter(isWeighted).map((node) => ({
    node,
    names: weights ? suffixesOf(node).map((suffix) => gradientOf(`${node.name}.W${suffix}`)) : [],
    sums: weights ? suffixesOf(node).map(() => new Float64Array(node.units * node.inputs)) : [],
    norms: 0,
  }))
  let seen = 0
  return {
    look({ rows, read }) {
      seen += rows
      for (const layer of layers) {
        const { node, names, sums } = layer
        // The gradient of a batch's mean loss: a row's own is `rows` times as large.
        layer.norms += rows * sumOfNorms(read(gradientOf(node.name)), rows, node.units)
        names.forEach((name, piece) => {
          const gradient = read(name)
          const sum = sums[piece]!
          for (let i = 0; i < sum.length; i++) sum[i]! += rows * gradient[i]!
        })
      }
    },
    reading: () =>
      layers.map(({ node, sums, norms }) => ({
        layer: node.name,
        values: norms / seen,
        weights: Math.sqrt(sums.reduce((total, sum) => total + squares(sum), 0)) / seen,
      })),
  }
}

function sumOfNorms(values: Values, rows: number, columns: number): number {
  let sum = 0
  for (let row = 0; row < rows; row++) sum += Math.sqrt(squares(values.subarray(row * columns, (row + 1) * columns)))
  return sum
}

/** Σ v² */
export function squares(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!
  return sum
}
