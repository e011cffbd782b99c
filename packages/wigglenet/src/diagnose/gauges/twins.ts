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
      // Equal weights have equal sums: few units are compared number by number.
      const bySum = new Map<number, { readonly numbers: Float64Array; readonly units: number[] }[]>()
      for (let unit = 0; unit < node.units; unit++) {
        const numbers = incoming(node, unit, parameters)
        if (numbers.every((value) => value === 0)) continue
        const sum = numbers.reduce((total, value) => total + value, 0)
        const groups = bySum.get(sum) ?? []
        const group = groups.find((own) => own.numbers.every((value, i) => value === numbers[i]))
        if (group) group.units.push(unit)
        else bySum.set(sum, [...groups, { numbers, units: [unit] }])
      }
      const all = [...bySum.values()].flat().map(({ units }) => units)
      const several = all.filter((units) => units.length > 1)
      return several.length > 0 ? [{ layer: node.name, groups: several }] : []
    })
}

function incoming(node: WeightedNode, unit: number, parameters: ParameterValues): Float64Array {
  const { name, inputs } = node
  const suffixes = suffixesOf(node)
  const learned = node.kind === 'dense' ? Object.keys(node.activation.learned) : []
  const numbers = new Float64Array(suffixes.length * (inputs + 1) + learned.length)
  let place = 0
  for (const suffix of suffixes) {
    const W = parameters[`${name}.W${suffix}`]!
    for (let k = 0; k < inputs; k++) numbers[place++] = W[unit * inputs + k]!
    numbers[place++] = parameters[`${name}.b${suffix}`]![unit]!
  }
  for (const own of learned.map((one) => parameters[`${name}.${one}`]!)) numbers[place++] = own[unit] ?? own[0]!
  return numbers
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
