import { checkNames, checkWhole, deepFreeze } from '../check/check.ts'
import type { ModelParts } from '../model/types.ts'
import { levelsOf } from '../network/layers/neuron-graph.ts'
import { ownerOf } from '../network/layers/same-as.ts'
import type { Network, Node } from '../network/types.ts'
import { type Drawn, edgesOf } from './diagram-edges.ts'
import { inputNames } from './input-names.ts'
import type { DiagramEdge } from './types.ts'

/** A unit, an input, or what stands for those left out, placed in [0, 1]: x from the input to the output, y from top to bottom. */
export interface DiagramNode {
  readonly id: string
  /** `x` for inputs, else the layer's name. */
  readonly layer: string
  /** Its number in the layer, of single neurons in the list of them; left out where it stands for several that are not drawn. */
  readonly unit?: number
  /** How many units it stands for: 1, or the number left out. */
  readonly count: number
  readonly x: number
  readonly y: number
  /** Name of an input, a class or a single neuron, where it has one. */
  readonly label?: string
  readonly bias?: number
}
/** A column of a diagram: the inputs, a layer, or the single neurons of one level. */
export interface DiagramLayer {
  readonly name: string
  readonly kind: 'input' | Node['kind']
  readonly x: number
  readonly units: number
  /** Units that are not drawn one by one. */
  readonly hidden: number
  readonly activation?: string
}
/** A network as nodes and links to draw. */
export interface NetworkDiagram {
  readonly kind: 'network-diagram'
  readonly layers: readonly DiagramLayer[]
  readonly nodes: readonly DiagramNode[]
  readonly edges: readonly DiagramEdge[]
}

/** A layer as it is drawn, or the neurons of one level of a layer: which of its units, and where. */
interface Column {
  readonly name: string
  readonly node?: Node
  /** Numbers of its units in the layer, and of those that are drawn; the gap, if there is one, stands before the one at `gap`. */
  readonly members: readonly number[]
  readonly depth: number
  readonly drawn: readonly number[]
  readonly gap?: number
}

/** A network as nodes and links with places, signs and strengths: the text's figure of layers, or the old demos' with weights. Layers that
 *  stand side by side in a graph share a column. Of a large layer the first and the last units are drawn, and a node with a `count` that
 *  stands for the rest.
 *  Options: units, the most units drawn of a layer, whole, in [2, 1000], default 12
 *  Throws:  OptionError for a bad option
 *  Example: networkDiagram(model).edges.length  // 44 for 2-20-2: of the 20 units 11 are drawn, 2·11 + 11·2  */
export function networkDiagram(
  source: ModelParts | Network,
  options: { readonly units?: number } = {},
): NetworkDiagram {
  const where = 'networkDiagram'
  checkNames(where, options, ['units'])
  const most = checkWhole(where, 'units', options.units ?? 12, '[2, 1000]')
  const model = 'network' in source ? source : undefined
  const network = model?.network ?? (source as Network)
  // A layer that is used once more is drawn as that layer, with its weights.
  const owners = new Map(network.nodes.map((node) => [node.name, ownerOf(network.nodes, node)]))
  const nodes = network.nodes.map(({ name, from }): Node => ({ ...owners.get(name)!, name, from }))
  const columns = columnsOf({ ...network, nodes }, most)
  const deepest = Math.max(...columns.map(({ depth }) => depth))
  const drawn = new Map<string, Drawn>()
  for (const { name, node, drawn: units } of columns) {
    const before = drawn.get(name)
    const width = node?.units ?? network.inputs
    drawn.set(name, { name, width, ...(node && { node }), units: [...(before?.units ?? []), ...units] })
  }
  return deepFreeze({
    kind: 'network-diagram',
    layers: columns.map(({ name, node, members, depth, drawn }) => ({
      name,
      kind: node?.kind ?? 'input',
      x: depth / deepest,
      units: members.length,
      hidden: members.length - drawn.length,
      ...(node?.kind === 'dense' && { activation: node.activation.kind }),
    })),
    nodes: nodesOf(columns, deepest, owners, model),
    edges: nodes.flatMap((node) => edgesOf(node, owners.get(node.name)!.name, drawn, model?.parameters)),
  })
}

function columnsOf(network: Network, most: number): Column[] {
  const depths = new Map([['x', 0]])
  const column = (name: string, members: readonly number[], depth: number, node?: Node): Column => {
    depths.set(name, depth)
    const base = { name, members, depth, ...(node && { node }) }
    if (members.length <= most) return { ...base, drawn: members }
    const gap = Math.ceil((most - 1) / 2)
    return { ...base, drawn: [...members.slice(0, gap), ...members.slice(members.length - (most - 1 - gap))], gap }
  }
  const upTo = (units: number) => Array.from({ length: units }, (_, unit) => unit)
  return [
    column('x', upTo(network.inputs), 0),
    ...network.nodes.flatMap((node) => {
      const below = Math.max(...node.from.map((from) => depths.get(from)!))
      if (node.kind !== 'neurons') return [column(node.name, upTo(node.units), below + 1, node)]
      const levels = levelsOf(node)
      const levelOf = (unit: number) => levels.get(node.neurons[unit]!.name)!
      return upTo(Math.max(...levels.values())).map((k) => {
        const members = upTo(node.neurons.length).filter((unit) => levelOf(unit) === k + 1)
        return column(node.name, members, below + 1 + k, node)
      })
    }),
  ]
}

function nodesOf(
  columns: readonly Column[],
  deepest: number,
  owners: ReadonlyMap<string, Node>,
  model: ModelParts | undefined,
): DiagramNode[] {
  const names = model && inputNames(model)
  const output = columns.at(-1)!
  const labelOf = ({ name, node }: Column, unit: number) => {
    if (name === 'x') return names?.[unit]
    if (node?.kind === 'neurons') return node.neurons[unit]!.name
    return name === output.name && model?.classes?.length === node?.units ? model?.classes?.[unit] : undefined
  }
  const result: DiagramNode[] = []
  for (let depth = 0; depth <= deepest; depth++) {
    const side = columns.filter((column) => column.depth === depth)
    // A place for each unit drawn and each gap, and one between layers.
    const places = side.reduce(
      (sum, { drawn, gap }) => sum + drawn.length + (gap === undefined ? 0 : 1),
      side.length - 1,
    )
    let place = 0
    // Levels of single neurons stand a little higher and lower in turn, so that an edge over a level is not hidden behind it.
    const turn = depth % 2 === 0 ? 0.25 : -0.25
    const next = (node?: Node) => ({
      x: depth / deepest,
      y: (place++ + 0.5 + (node?.kind === 'neurons' ? turn : 0)) / places,
    })
    for (const column of side) {
      const { name, node, drawn, gap, members } = column
      const single = node?.kind === 'dense' || node?.kind === 'neurons'
      const biases = single ? model?.parameters[`${owners.get(name)!.name}.b`] : undefined
      const id = node?.kind === 'neurons' ? `${name}:…${depth}` : `${name}:…`
      const rest = () => result.push({ id, layer: name, count: members.length - drawn.length, ...next(node) })
      for (const [i, unit] of drawn.entries()) {
        if (i === gap) rest()
        const label = labelOf(column, unit)
        const bias = biases && { bias: biases[unit]! }
        result.push({
          id: `${name}:${unit}`,
          layer: name,
          unit,
          count: 1,
          ...next(node),
          ...(label !== undefined && { label }),
          ...bias,
        })
      }
      if (gap === drawn.length) rest()
      place++
    }
  }
  return result
}
