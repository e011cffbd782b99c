import { checkNames, checkWhole, deepFreeze } from '../check/check.ts'
import type { ModelParts } from '../model/types.ts'
import type { Network, Node } from '../network/types.ts'
import { inputNames } from './input-names.ts'

/** A unit, an input, or what stands for those left out, placed in [0, 1]: x from the input to the output, y from top to bottom. */
export interface DiagramNode {
  readonly id: string
  /** `x` for inputs, else the layer's name. */
  readonly layer: string
  /** Its number in the layer; left out where it stands for several that are not drawn. */
  readonly unit?: number
  /** How many units it stands for: 1, or the number left out. */
  readonly count: number
  readonly x: number
  readonly y: number
  /** Name of an input or a class, where it has one. */
  readonly label?: string
  readonly bias?: number
}
/** A link between two nodes of a diagram. */
export interface DiagramEdge {
  readonly from: string
  readonly to: string
  /** Left out where there are no weights, as for a network that is not trained. The links of add and concat weigh 1 and are `fixed`. */
  readonly weight?: number
  readonly sign?: -1 | 0 | 1
  /** |weight| / the largest of its layer, for the width of a line. */
  readonly strength?: number
  readonly fixed: boolean
  /** The piece of a maxout unit that it belongs to, from 1. */
  readonly piece?: number
}
/** A column of a diagram: an input, or a layer. */
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

/** A layer as it is drawn: which of its units, and where. */
interface Column {
  readonly name: string
  readonly node?: Node
  readonly units: number
  readonly depth: number
  /** Numbers of the units drawn; the gap, if there is one, stands before the one at `gap`. */
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
  const columns = columnsOf(network, most)
  const deepest = Math.max(...columns.map(({ depth }) => depth))
  const byName = new Map(columns.map((column) => [column.name, column]))
  return deepFreeze({
    kind: 'network-diagram',
    layers: columns.map(({ name, node, units, depth, drawn }) => ({
      name,
      kind: node?.kind ?? 'input',
      x: depth / deepest,
      units,
      hidden: units - drawn.length,
      ...(node?.kind === 'dense' && { activation: node.activation.kind }),
    })),
    nodes: nodesOf(columns, deepest, model),
    edges: network.nodes.flatMap((node) => edgesOf(node, byName, model?.parameters)),
  })
}

function columnsOf(network: Network, most: number): Column[] {
  const depths = new Map([['x', 0]])
  const column = (name: string, units: number, node?: Node): Column => {
    const depth = node ? 1 + Math.max(...node.from.map((from) => depths.get(from)!)) : 0
    depths.set(name, depth)
    const base = { name, units, depth, ...(node && { node }) }
    const all = Array.from({ length: units }, (_, unit) => unit)
    if (units <= most) return { ...base, drawn: all }
    const gap = Math.ceil((most - 1) / 2)
    return { ...base, drawn: [...all.slice(0, gap), ...all.slice(units - (most - 1 - gap))], gap }
  }
  return [column('x', network.inputs), ...network.nodes.map((node) => column(node.name, node.units, node))]
}

function nodesOf(columns: readonly Column[], deepest: number, model: ModelParts | undefined): DiagramNode[] {
  const names = model && inputNames(model)
  const output = columns.at(-1)!
  const labelOf = ({ name, units }: Column, unit: number) => {
    if (name === 'x') return names?.[unit]
    return name === output.name && model?.classes?.length === units ? model.classes[unit] : undefined
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
    const next = () => ({ x: depth / deepest, y: (place++ + 0.5) / places })
    for (const column of side) {
      const { name, drawn, gap, units } = column
      const biases = column.node?.kind === 'dense' ? model?.parameters[`${name}.b`] : undefined
      for (const [i, unit] of drawn.entries()) {
        if (i === gap) result.push({ id: `${name}:…`, layer: name, count: units - drawn.length, ...next() })
        const label = labelOf(column, unit)
        const bias = biases && { bias: biases[unit]! }
        result.push({
          id: `${name}:${unit}`,
          layer: name,
          unit,
          count: 1,
          ...next(),
          ...(label !== undefined && { label }),
          ...bias,
        })
      }
      if (gap === drawn.length) result.push({ id: `${name}:…`, layer: name, count: units - drawn.length, ...next() })
      place++
    }
  }
  return result
}

function edgesOf(
  node: Node,
  byName: ReadonlyMap<string, Column>,
  parameters: ModelParts['parameters'] | undefined,
): DiagramEdge[] {
  const to = byName.get(node.name)!
  if (node.kind !== 'dense' && node.kind !== 'maxout') return joints(node, byName, to)
  const from = byName.get(node.from[0]!)!
  const pieces = node.kind === 'maxout' ? Array.from({ length: node.pieces }, (_, k) => k + 1) : [undefined]
  const tensors = pieces.map((piece) => parameters?.[`${node.name}.W${piece ?? ''}`])
  let largest = 0
  for (const W of tensors) for (const weight of W ?? []) largest = Math.max(largest, Math.abs(weight))
  return pieces.flatMap((piece, k) =>
    to.drawn.flatMap((unit) =>
      from.drawn.map((input) => {
        const ends = { from: `${from.name}:${input}`, to: `${to.name}:${unit}`, fixed: false }
        const weight = tensors[k]?.[unit * node.inputs + input]
        return {
          ...ends,
          ...(weight !== undefined && {
            weight,
            sign: Math.sign(weight) as -1 | 0 | 1,
            strength: largest > 0 ? Math.abs(weight) / largest : 0,
          }),
          ...(piece !== undefined && { piece }),
        }
      }),
    ),
  )
}

/** The links of layers without weights from unit to unit: each number goes on by itself. */
function joints(node: Node, byName: ReadonlyMap<string, Column>, to: Column): DiagramEdge[] {
  const shown = new Set(to.drawn)
  let offset = 0
  const sources = node.kind === 'crelu' ? [node.from[0]!, node.from[0]!] : node.from
  return sources.flatMap((name) => {
    const from = byName.get(name)!
    const start = offset
    if (node.kind === 'concat' || node.kind === 'crelu') offset += from.units
    return from.drawn
      .filter((unit) => shown.has(start + unit))
      .map((unit) => ({
        from: `${name}:${unit}`,
        to: `${node.name}:${start + unit}`,
        weight: 1,
        sign: 1 as const,
        strength: 1,
        fixed: true,
      }))
  })
}
