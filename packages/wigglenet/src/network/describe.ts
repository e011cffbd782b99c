// Counts of a network in the text's convention, for people and for programs.
import { levelsOf } from './layers/neuron-graph.ts'
import { ownerOf } from './layers/same-as.ts'
import { partOf } from './part.ts'
import type { Network, Node } from './types.ts'

/** Counts that add up over layers. */
export interface Counts {
  /** Units of dense and maxout layers, and single neurons, in every place where such a layer is used; the inputs are not counted. */
  readonly neurons: number
  readonly weights: number
  readonly biases: number
  /** Parameters that activations learn, such as PReLU's slopes, and normalizations, as their scales and shifts. */
  readonly learned: number
  /** Everything that is learned: weights + biases + learned. */
  readonly parameters: number
  /** Weighted links from a number to a neuron; a maxout neuron has one for each piece. */
  readonly connections: number
  /** Multiplications with an addition, for one example going forward. */
  readonly multiplyAdds: number
}

/** One layer and its counts. */
export interface LayerDescription extends Counts {
  readonly name: string
  readonly kind: Node['kind']
  readonly from: readonly string[]
  readonly inputs: number
  readonly units: number
  /** The kind of its activation, where it may have one. */
  readonly activation?: string
}

/** A network and its counts in all. */
export interface Description extends Counts {
  /** The N of "N-layer": layers with weights on the longest way from input to output. The input is not counted. */
  readonly layers: number
  /** Those between the input and the output layer. */
  readonly hiddenLayers: number
  readonly perLayer: readonly LayerDescription[]
  /** One line that sums it up. */
  readonly text: string
  /** The layers as a table of plain text. */
  readonly table: string
}

/** What a network consists of: layers, neurons and learnable parameters, in all and for each layer.
 *  Source:  CS231n Neural Networks 1, "Naming conventions" and "Sizing neural networks"
 *  Example: describe(network(3, [dense(4, relu()), dense(2)])).parameters  // 26  */
export function describe(network: Network): Description {
  const depths = new Map([['x', 0]])
  const total = { neurons: 0, weights: 0, biases: 0, learned: 0, parameters: 0, connections: 0, multiplyAdds: 0 }
  const perLayer = network.nodes.map((node) => {
    const owner = ownerOf(network.nodes, node)
    const own = countNode(node, owner)
    for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += own[key]
    const below = node.from.reduce((most, source) => Math.max(most, depths.get(source)!), 0)
    depths.set(node.name, below + depthOf(owner))
    const { name, kind, from, inputs, units } = node
    return {
      name,
      kind,
      from,
      inputs,
      units,
      ...('activation' in node ? { activation: node.activation.kind } : {}),
      ...own,
    }
  })
  const layers = depths.get(network.nodes.at(-1)!.name)!
  const hiddenLayers = Math.max(0, layers - 1)
  const normal = network.nodes.some(({ kind }) => kind === 'batch-norm' || kind === 'layer-norm')
  const where = normal ? 'activations and normalizations' : 'activations'
  const learned = total.learned === 0 ? '' : ` + ${total.learned} learned in ${where}`
  const text =
    `${layers}-layer neural network (${count(hiddenLayers, 'hidden layer')}): ${count(total.neurons, 'neuron')}, ` +
    `${count(total.weights, 'weight')} + ${count(total.biases, 'bias', 'biases')}${learned} = ` +
    count(total.parameters, 'learnable parameter')
  return { layers, hiddenLayers, ...total, perLayer, text, table: toTable(perLayer) }
}

/** Layers with weights on the longest way through a node; of single neurons, their levels. */
function depthOf(node: Node): number {
  if (node.kind === 'neurons') return Math.max(...levelsOf(node).values())
  return node.kind === 'dense' || node.kind === 'maxout' ? 1 : 0
}

/** The counts of a node with the weights of `owner`, which has its parameters if it is another one. */
function countNode(node: Node, owner: Node): Counts {
  const neurons = owner.kind === 'neurons' ? owner.neurons.length : depthOf(owner) * owner.units
  const counts = { weights: 0, biases: 0, learned: 0, statistics: 0 }
  for (const { role, shape } of partOf(owner).tensors(owner as never)) counts[role] += shape.reduce((a, b) => a * b, 1)
  const links = counts.weights
  const { weights, biases, learned } = node === owner ? counts : { weights: 0, biases: 0, learned: 0 }
  return {
    neurons,
    weights,
    biases,
    learned,
    parameters: weights + biases + learned,
    connections: links,
    multiplyAdds: links,
  }
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

function toTable(layers: readonly LayerDescription[]): string {
  const rows = [
    ['layer', 'kind', 'from', 'inputs', 'units', 'weights', 'biases', 'learned'],
    ...layers.map((layer) => [
      layer.name,
      layer.activation === undefined ? layer.kind : `${layer.kind} ${layer.activation}`,
      layer.from.join(', '),
      ...[layer.inputs, layer.units, layer.weights, layer.biases, layer.learned].map(String),
    ]),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const pad = (cell: string, column: number) =>
    column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)
  return rows.map((row) => row.map(pad).join('  ')).join('\n')
}
