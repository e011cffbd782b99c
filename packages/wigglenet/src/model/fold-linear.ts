import type { Backend } from '../backend/backend.ts'
import { checkNames } from '../check/check.ts'
import { sharedIn } from '../network/layers/same-as.ts'
import type { Node } from '../network/types.ts'
import { rebuilt } from './rebuilt.ts'
import { slopesBelowZero } from './slopes.ts'
import type { Model } from './types.ts'

type Tensors = Readonly<Record<string, ArrayLike<number>>>
type Weighted = Extract<Node, { kind: 'dense' | 'maxout' }>

/** The model without layers that bend nothing: a dense layer with no activation (or slopes of 1) is multiplied into the layers that read
 *  it, and the model predicts the same. The text's collapse of two matrices into one. A layer that add or concat reads stays, and so does the
 *  output. Sums are made in float64 and rounded once. A narrow layer that goes may leave more weights than there were.
 *  Dropout of a layer that goes, and noise on its outputs, which act in training only, go with it.
 *  Formula: W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂)
 *  Options: device, the backend that predicts, default the standard one
 *  Throws:  OptionError for a bad option; NumberError where a product leaves the range of 32 bits
 *  Source:  CS231n Neural Networks 1, "Quick intro"
 *  Example: describe(foldLinear(model).network).layers  // 1 for network(2, [dense(100), dense(3)])  */
export function foldLinear<Given extends Model>(model: Given, options: { readonly device?: Backend } = {}): Given {
  const where = 'foldLinear'
  const { device } = checkNames(where, options, ['device']) as { readonly device?: Backend }
  let nodes: readonly Node[] = model.network.nodes
  let parameters: Tensors = model.parameters
  const shared = sharedIn(nodes)
  for (const { name } of model.network.nodes) {
    const node = nodes.find((other) => other.name === name)!
    if (node.kind !== 'dense' || node === nodes.at(-1)) continue
    if (!slopesBelowZero(node, parameters)?.every((slope) => slope === 1)) continue
    const readers = nodes.filter(({ from }) => from.includes(name))
    if (!readers.every(({ kind }) => kind === 'dense' || kind === 'maxout')) continue
    // Weights that are used in several places stay as they are.
    if ([node, ...readers].some((other) => shared.has(other.name))) continue
    for (const reader of readers as Weighted[]) parameters = multiplied(node, reader, parameters)
    parameters = Object.fromEntries(
      Object.entries(parameters).filter(([parameter]) => !parameter.startsWith(`${name}.`)),
    )
    nodes = nodes
      .filter((other) => other !== node)
      .map((other) =>
        readers.includes(other)
          ? ({ ...other, from: node.from, inputs: node.inputs, inputNoise: node.inputNoise } as Weighted)
          : other,
      )
  }
  return rebuilt(where, model, nodes, parameters, device)
}

/** The parameters with a linear layer multiplied into a layer that reads it. */
function multiplied(node: Weighted, reader: Weighted, parameters: Tensors): Tensors {
  const result = { ...parameters }
  const [W1, b1] = [parameters[`${node.name}.W`]!, parameters[`${node.name}.b`]!]
  for (const piece of reader.kind === 'maxout' ? Array.from({ length: reader.pieces }, (_, k) => `${k + 1}`) : ['']) {
    const W2 = parameters[`${reader.name}.W${piece}`]!
    const W = new Float64Array(reader.units * node.inputs)
    const b = Float64Array.from(parameters[`${reader.name}.b${piece}`]!)
    for (let unit = 0; unit < reader.units; unit++) {
      for (let k = 0; k < node.units; k++) {
        const weight = W2[unit * node.units + k]!
        b[unit]! += weight * b1[k]!
        for (let input = 0; input < node.inputs; input++) {
          W[unit * node.inputs + input]! += weight * W1[k * node.inputs + input]!
        }
      }
    }
    result[`${reader.name}.W${piece}`] = W
    result[`${reader.name}.b${piece}`] = b
  }
  return result
}
