// A second way to the same numbers: a plain forward pass of a chain in float64, one row after another.
import type { DataSet } from '../../src/data/types.ts'
import type { Network } from '../../src/network/types.ts'
import type { ParameterValues } from '../../src/train/loss-and-gradients.ts'

/** Rows of X as numbers. */
export function rowsOf({ X, rows, inputs, scaling }: DataSet): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: inputs }, (_, k) => {
      const value = X[row * inputs + k]!
      return scaling ? scaling.scale[k]! * value + scaling.shift[k]! : value
    }),
  )
}

/** For each layer of a chain, the sums of each piece and the outputs, row by row. */
export function forwardPass(network: Network, parameters: ParameterValues, rows: readonly number[][]) {
  let x = rows
  return network.nodes.map((node) => {
    if (node.kind !== 'dense' && node.kind !== 'maxout') throw new Error('a chain of dense and maxout layers')
    const pieces = node.kind === 'maxout' ? Array.from({ length: node.pieces }, (_, i) => `${i + 1}`) : ['']
    const sums = pieces.map((piece) => {
      const W = parameters[`${node.name}.W${piece}`]!
      const b = parameters[`${node.name}.b${piece}`]!
      return x.map((row) =>
        Array.from({ length: node.units }, (_, unit) => {
          let sum = b[unit]!
          for (let k = 0; k < node.inputs; k++) sum += W[unit * node.inputs + k]! * row[k]!
          return sum
        }),
      )
    })
    const slopes = parameters[`${node.name}.slope`]
    const outputs = sums[0]!.map((row, r) =>
      row.map((z, unit) => {
        if (node.kind === 'maxout') return Math.max(...sums.map((piece) => piece[r]![unit]!))
        if (slopes) return z > 0 ? z : slopes[slopes.length === 1 ? 0 : unit]! * z
        return node.activation.value(z)
      }),
    )
    x = outputs
    return { layer: node.name, sums, outputs }
  })
}
