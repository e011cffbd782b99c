// The links of a network's diagram.
import type { ModelParts } from '../model/types.ts'
import type { Node } from '../network/types.ts'
import type { DiagramEdge } from './types.ts'

/** A layer or the inputs, and the numbers of its units that are drawn. */
export interface Drawn {
  readonly name: string
  readonly node?: Node
  /** How many numbers it gives on. */
  readonly width: number
  readonly units: readonly number[]
}

/** The numbers of what a layer gives on, with the units that they are the values of, of those that are drawn. */
function givenBy({ node, units }: Drawn): { readonly place: number; readonly unit: number }[] {
  if (node?.kind !== 'neurons') return units.map((unit) => ({ place: unit, unit }))
  const shown = new Set(units)
  return node.outputs
    .map((name, place) => ({ place, unit: node.neurons.findIndex((neuron) => neuron.name === name) }))
    .filter(({ unit }) => shown.has(unit))
}

/** A link with a weight: its sign, and its strength beside the largest. */
const weighted = (weight: number | undefined, largest: number) =>
  weight === undefined
    ? {}
    : {
        weight,
        sign: Math.sign(weight) as -1 | 0 | 1,
        strength: largest > 0 ? Math.abs(weight) / largest : 0,
      }

const largestOf = (values: ArrayLike<number> = []) => {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!))
  return largest
}

/** The links to a layer, of those units that are drawn; the weights are those of `owner`. */
export function edgesOf(
  node: Node,
  owner: string,
  byName: ReadonlyMap<string, Drawn>,
  parameters: ModelParts['parameters'] | undefined,
): DiagramEdge[] {
  const to = byName.get(node.name)!
  if (node.kind === 'neurons') return singleEdges(node, byName.get(node.from[0]!)!, to, parameters?.[`${owner}.W`])
  if (node.kind !== 'dense' && node.kind !== 'maxout') return joints(node, byName, to)
  const from = byName.get(node.from[0]!)!
  const pieces = node.kind === 'maxout' ? Array.from({ length: node.pieces }, (_, k) => k + 1) : [undefined]
  const tensors = pieces.map((piece) => parameters?.[`${owner}.W${piece ?? ''}`])
  const largest = Math.max(...tensors.map((W) => largestOf(W)))
  return pieces.flatMap((piece, k) =>
    to.units.flatMap((unit) =>
      givenBy(from).map((input) => ({
        from: `${from.name}:${input.unit}`,
        to: `${to.name}:${unit}`,
        fixed: false,
        ...weighted(tensors[k]?.[unit * node.inputs + input.place], largest),
        ...(piece !== undefined && { piece }),
      })),
    ),
  )
}

/** The edges of single neurons whose ends are both drawn. */
function singleEdges(
  { neurons, edges }: Extract<Node, { kind: 'neurons' }>,
  from: Drawn,
  to: Drawn,
  W: ArrayLike<number> | undefined,
): DiagramEdge[] {
  const ids = new Map<string, string>()
  for (const { place, unit } of givenBy(from)) ids.set(`x${place}`, `${from.name}:${unit}`)
  for (const unit of to.units) ids.set(neurons[unit]!.name, `${to.name}:${unit}`)
  const largest = largestOf(W)
  return edges.flatMap((edge, i) => {
    const [start, end] = edge.map((name) => ids.get(name))
    return start === undefined || end === undefined
      ? []
      : [{ from: start, to: end, fixed: false, ...weighted(W?.[i], largest) }]
  })
}

/** The links of layers without weights from unit to unit: each number goes on by itself. */
function joints(node: Node, byName: ReadonlyMap<string, Drawn>, to: Drawn): DiagramEdge[] {
  const shown = new Set(to.units)
  let offset = 0
  const sources = node.kind === 'crelu' ? [node.from[0]!, node.from[0]!] : node.from
  return sources.flatMap((name) => {
    const from = byName.get(name)!
    const start = node.kind === 'columns' ? -node.first : offset
    if (node.kind === 'concat' || node.kind === 'crelu') offset += from.width
    return givenBy(from)
      .filter(({ place }) => shown.has(start + place))
      .map(({ place, unit }) => ({
        from: `${name}:${unit}`,
        to: `${node.name}:${start + place}`,
        weight: 1,
        sign: 1 as const,
        strength: 1,
        fixed: true,
      }))
  })
}
