import { UnsupportedError } from '../check/errors.ts'
import { sharedIn } from '../network/layers/same-as.ts'
import type { Network, Node } from '../network/types.ts'

type Tensors = Readonly<Record<string, ArrayLike<number>>>
type DenseNode = Extract<Node, { kind: 'dense' }>

/** Parameters by which a network says the same when a layer's activation f becomes g, where f(z) = scale·g(inner·z) + shift: the layer's
 *  own, and those of the layers that read it.
 *  Formula: W ← inner·W, b ← inner·b; in the next layers b ← b + shift·ΣW and W ← scale·W, over the columns that read the layer
 *  Throws:  UnsupportedError where it is read by no layer with weights, or is added to another */
export function rescaleOutputs(
  network: Network,
  node: DenseNode,
  parameters: Tensors,
  { inner, scale, shift }: { readonly inner: number; readonly scale: number; readonly shift: number },
): Tensors {
  const result = { ...parameters }
  for (const name of [`${node.name}.W`, `${node.name}.b`]) {
    result[name] = Float64Array.from(parameters[name]!, (value) => inner * value)
  }
  for (const reader of readersOf(network, node)) {
    for (const piece of reader.kind === 'maxout' ? Array.from({ length: reader.pieces }, (_, k) => `${k + 1}`) : ['']) {
      const W = Float64Array.from(result[`${reader.name}.W${piece}`]!)
      const b = Float64Array.from(result[`${reader.name}.b${piece}`]!)
      for (let unit = 0; unit < reader.units; unit++) {
        for (const column of reader.columns) {
          for (let k = unit * reader.inputs + column; k < unit * reader.inputs + column + node.units; k++) {
            b[unit]! += shift * W[k]!
            W[k]! *= scale
          }
        }
      }
      result[`${reader.name}.W${piece}`] = W
      result[`${reader.name}.b${piece}`] = b
    }
  }
  return result
}

type Reader = Extract<Node, { kind: 'dense' | 'maxout' }> & {
  /** The first columns of its weights that read the node; several where concat joins it in more than one way. */
  readonly columns: readonly number[]
}

function readersOf({ inputs, nodes }: Network, { name }: DenseNode): Reader[] {
  // Where the outputs of the node begin among those of each node that passes them on.
  const places = new Map<string, readonly number[]>([[name, [0]]])
  const units = new Map([['x', inputs], ...nodes.map((node) => [node.name, node.units] as const)])
  const readers: Reader[] = []
  const shared = sharedIn(nodes)
  const several = 'whose weights are used in several places'
  if (shared.has(name)) throw notTaken(name, `${name}, ${several}`)
  for (const node of nodes) {
    if (!node.from.some((source) => places.has(source))) continue
    if (node.kind === 'add') throw notTaken(name, `${node.name}, which adds it to other layers`)
    if (node.kind !== 'dense' && node.kind !== 'maxout' && node.kind !== 'concat') {
      throw notTaken(name, `${node.name}, a layer of kind ${node.kind}`)
    }
    if (shared.has(node.name)) throw notTaken(name, `${node.name}, ${several}`)
    if (node.kind !== 'concat') {
      readers.push({ ...node, columns: places.get(node.from[0]!)! })
      continue
    }
    let offset = 0
    const found: number[] = []
    for (const source of node.from) {
      for (const place of places.get(source) ?? []) found.push(offset + place)
      offset += units.get(source)!
    }
    places.set(node.name, found)
  }
  const output = nodes.at(-1)!.name
  if (places.has(output)) throw notTaken(name, output === name ? 'none, as it is the output' : 'the output')
  return readers
}

const notTaken = (name: string, received: string) =>
  new UnsupportedError({
    where: 'convert',
    expected: `only layers with weights may read ${name}, so that they can take up the change`,
    received,
    fix: 'Choose another layer, or set exact to false, and the model says something else.',
  })
