// What can be told from the network and its weights alone: units that are the same one, and layers that are one layer.
import type { Network } from '../../network/types.ts'
import type { ParameterValues } from '../../train/loss-and-gradients.ts'
import { isWeighted, suffixesOf, type WeightedNode } from '../probe.ts'

/** Units of a layer with identical incoming weights, biases and learned parameters. */
export interface SymmetricUnits {
  readonly layer: string
  /** Each group has two or more units. */
  readonly groups: readonly (readonly number[])[]
}

/** Units of hidden layers whose incoming weights are identical, so that they compute the same number; groups whose weights are all 0
 *  (switched off by regularization, say) are left out.
 *  Example: symmetricUnits(net, parameters)  // [{ layer: 'h1', groups: [[0, 3]] }]  */
export function symmetricUnits(network: Network, parameters: ParameterValues): SymmetricUnits[] {
  return network.nodes
    .slice(0, -1)
    .filter(isWeighted)
    .flatMap((node) => {
      const groups = new Map<string, number[]>()
      for (let unit = 0; unit < node.units; unit++) {
        const numbers = incoming(node, unit, parameters)
        if (numbers.every((value) => value === 0)) continue
        const key = numbers.join(' ')
        const group = groups.get(key)
        if (group) group.push(unit)
        else groups.set(key, [unit])
      }
      const several = [...groups.values()].filter((group) => group.length > 1)
      return several.length > 0 ? [{ layer: node.name, groups: several }] : []
    })
}

function incoming(node: WeightedNode, unit: number, parameters: ParameterValues): number[] {
  const rows = suffixesOf(node).flatMap((suffix) => {
    const W = parameters[`${node.name}.W${suffix}`]!
    const row = Array.from({ length: node.inputs }, (_, k) => W[unit * node.inputs + k]!)
    return [...row, parameters[`${node.name}.b${suffix}`]![unit]!]
  })
  const learned = node.kind === 'dense' ? Object.keys(node.activation.learned) : []
  return [...rows, ...learned.map((name) => parameters[`${node.name}.${name}`]!).map((own) => own[unit] ?? own[0]!)]
}

/** Pairs of layers, the first without an activation and feeding only layers of weights: their two matrices are one.
 *  Example: linearPairs(network(3, [dense(4), dense(2)]))  // [['h1', 'scores']]  */
export function linearPairs(network: Network): (readonly [string, string])[] {
  return network.nodes.slice(0, -1).flatMap((node) => {
    if (node.kind !== 'dense' || node.activation.formula.value !== 'z') return []
    const next = network.nodes.filter(({ from }) => from.includes(node.name))
    return next.every(isWeighted) ? next.map(({ name }) => [node.name, name] as const) : []
  })
}
