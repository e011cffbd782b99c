// A model whose units are of another type and which still says the same: the text's identities between neuron types, done to the weights.
import type { Backend } from '../backend/backend.ts'
import { checkNames, checkOneOf, show } from '../check/check.ts'
import { OptionError, UnsupportedError } from '../check/errors.ts'
import { sigmoid } from '../network/activations/sigmoid.ts'
import { tanh } from '../network/activations/tanh.ts'
import type { Activation, Network, Node } from '../network/types.ts'
import { rebuilt } from './rebuilt.ts'
import { rescaleOutputs } from './rescale-outputs.ts'
import { slopeBelowZero, slopesBelowZero } from './slopes.ts'
import type { Model } from './types.ts'

type DenseNode = Extract<Node, { kind: 'dense' }>
type Tensors = Readonly<Record<string, ArrayLike<number>>>

export interface ConvertOptions {
  /** False: the activation is exchanged and the weights stay, what it learns begins anew, and the model says something else, as when dead
   *  units are to leak from now on; default true. */
  readonly exact?: boolean
  /** Which backend predicts; default the standard one. */
  readonly device?: Backend
}

/** The model with another activation in one layer, or with maxout in its place, which predicts the same. ReLU, leaky ReLU, PReLU and
 *  identity become each other where their slopes allow it (ReLU is a leaky ReLU of slope 0), and maxout; sigmoid and tanh become each
 *  other, with the weights of the next layers. Dropout and noise, which act in training only, stay as they are.
 *  Formula: max(0, z) = max(0·x + 0, W·x + b); slope·z or z = max(slope·(W·x + b), W·x + b) for slopes up to 1; tanh(z) = 2·sigmoid(2z) - 1
 *  Shapes:  maxout gets W1 and W2 (units, inputs), b1 and b2 (units): the part below 0, then the one above
 *  Options: exact, default true; device, default the standard one
 *  Throws:  UnsupportedError where the layer has no exact form as the target; OptionError for a name that is no layer's, or no activation
 *  Source:  CS231n Neural Networks 1, "Commonly used activation functions"
 *  Example: convert(model, 'h1', 'maxout').predict(rows)  // as model.predict(rows)  */
export function convert<Given extends Model>(
  model: Given,
  node: string,
  target: Activation | 'maxout',
  options: ConvertOptions = {},
): Given {
  const where = 'convert'
  const { exact = true, device } = checkNames(where, options, ['exact', 'device']) as ConvertOptions
  const names = model.network.nodes.map(({ name }) => name)
  checkOneOf(where, 'node', node, names)
  const found = model.network.nodes[names.indexOf(node)]!
  if (found.kind !== 'dense') throw noForm(node, `a ${found.kind} layer`, target)
  const result = converted(model, found, target, exact)
  const nodes = model.network.nodes.map((other) => (other.name === node ? result.node : other))
  return rebuilt(where, model, nodes, result.parameters, device)
}

interface Converted {
  readonly node: Node
  readonly parameters: Tensors
}

function converted({ network, parameters }: Model, node: DenseNode, target: unknown, exact: boolean): Converted {
  if (target === 'maxout') return toMaxout(node, parameters)
  const activation = checkTarget('convert', target)
  return exact ? toActivation(network, node, parameters, activation) : exchange(node, parameters, activation)
}

function toMaxout({ activation, ...node }: DenseNode, parameters: Tensors): Converted {
  const slopes = slopesBelowZero({ ...node, activation }, parameters)
  if (!slopes) throw noForm(node.name, show(activation.kind), 'maxout')
  const steep = slopes.findIndex((slope) => slope > 1)
  if (steep >= 0) throw noForm(node.name, `a slope of ${slopes[steep]} in unit ${steep}, which is above 1`, 'maxout')
  const { [`${node.name}.W`]: W, [`${node.name}.b`]: b, [`${node.name}.slope`]: _, ...rest } = parameters
  const below = (values: ArrayLike<number>, width: number) =>
    Float64Array.from(values, (value, i) =>
      slopes[Math.floor(i / width)] === 0 ? 0 : slopes[Math.floor(i / width)]! * value,
    )
  return {
    node: { ...node, kind: 'maxout', pieces: 2 },
    parameters: {
      ...rest,
      [`${node.name}.W1`]: below(W!, node.inputs),
      [`${node.name}.b1`]: below(b!, 1),
      [`${node.name}.W2`]: W!,
      [`${node.name}.b2`]: b!,
    },
  }
}

function toActivation(network: Network, node: DenseNode, parameters: Tensors, activation: Activation): Converted {
  const exchanged = { ...node, activation }
  const slopes = slopesBelowZero(node, parameters)
  const wanted = slopeBelowZero(activation)
  if (slopes && wanted !== undefined) {
    const shared = activation.learned.slope?.per === 'layer'
    const fits = wanted === 'learned' ? !shared || areAll(slopes, slopes[0]!) : areAll(slopes, wanted)
    if (!fits) throw noForm(node.name, `slopes below 0 ${rangeText(slopes)}`, activation)
    const learned = wanted === 'learned' && { [`${node.name}.slope`]: shared ? slopes.slice(0, 1) : slopes }
    return { node: exchanged, parameters: { ...withoutLearned(node, parameters), ...learned } }
  }
  const [from, to] = [node.activation, activation].map(({ formula }) => formula.value)
  if (JSON.stringify(node.activation) === JSON.stringify(activation)) return { node, parameters }
  const [squash, centred] = [sigmoid().formula.value, tanh().formula.value]
  if (from === centred && to === squash) {
    return { node: exchanged, parameters: rescaleOutputs(network, node, parameters, { inner: 2, scale: 2, shift: -1 }) }
  }
  if (from === squash && to === centred) {
    const half = { inner: 0.5, scale: 0.5, shift: 0.5 }
    return { node: exchanged, parameters: rescaleOutputs(network, node, parameters, half) }
  }
  throw noForm(node.name, show(node.activation.kind), activation)
}

/** The weights as they are, and what the activation learns as at first. */
function exchange(node: DenseNode, parameters: Tensors, activation: Activation): Converted {
  const learned = Object.entries(activation.learned).map(([name, { per, initial }]) => [
    `${node.name}.${name}`,
    new Float64Array(per === 'unit' ? node.units : 1).fill(initial),
  ])
  return {
    node: { ...node, activation },
    parameters: { ...withoutLearned(node, parameters), ...Object.fromEntries(learned) },
  }
}

function withoutLearned({ name, activation }: DenseNode, parameters: Tensors): Tensors {
  const learned = Object.keys(activation.learned).map((own) => `${name}.${own}`)
  return Object.fromEntries(Object.entries(parameters).filter(([parameter]) => !learned.includes(parameter)))
}

/** Slopes are numbers of 32 bits where they are learned. */
const areAll = (slopes: Float64Array, slope: number) =>
  slopes.every((other) => Math.fround(other) === Math.fround(slope))

function rangeText(slopes: Float64Array): string {
  const [least, largest] = [slopes.reduce((a, b) => Math.min(a, b)), slopes.reduce((a, b) => Math.max(a, b))]
  return least === largest ? `of ${least}` : `from ${least} to ${largest}`
}

function noForm(name: string, received: string, target: Activation | 'maxout'): UnsupportedError {
  const slope = target === 'maxout' ? undefined : slopeBelowZero(target)
  const options = typeof slope === 'number' && slope > 0 && slope < 1 ? ` with slope ${slope}` : ''
  return new UnsupportedError({
    where: 'convert',
    expected: `${name} must have an exact form as ${target === 'maxout' ? target : `${target.kind}${options}`}`,
    received,
    fix:
      target === 'maxout'
        ? 'ReLU, leaky ReLU, PReLU and identity with slopes up to 1 have one.'
        : 'Choose another activation, or set exact to false, and the model says something else.',
  })
}

function checkTarget(where: string, target: unknown): Activation {
  const { formula, value } = (target ?? {}) as Partial<Activation>
  if (formula !== undefined && typeof value === 'function') return target as Activation
  throw new OptionError({
    where,
    expected: "the target must be an activation such as prelu(), or 'maxout'",
    received: show(target),
    fix: typeof target === 'function' ? 'Call it: prelu() instead of prelu.' : 'Import one from wigglenet.',
  })
}
