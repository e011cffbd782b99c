import type { Backend } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { stillSettings } from '../backend/still-settings.ts'
import { checkNames, checkWhole, deepFreeze } from '../check/check.ts'
import type { DataSet } from '../data/types.ts'
import { checkData } from '../model/check-data.ts'
import type { Model } from '../model/types.ts'
import { identity } from '../network/activations/identity.ts'
import { networkFromData } from '../network/from-data.ts'
import { zero } from '../network/initializers/zero.ts'
import { elementLoss } from '../network/losses/element-loss.ts'
import { gradientOf } from '../network/steps.ts'
import type { Network } from '../network/types.ts'
import { compile } from '../plan/compile.ts'
import { encodedOf } from './activations-of.ts'
import { inputNames } from './input-names.ts'

const BATCH = 256

export interface InputGradientsOptions {
  /** The output whose score is looked at, whole; default for each row the largest one. */
  readonly output?: number
  /** Which backend computes; default the standard one. */
  readonly device?: Backend
}

/** How a score depends on each input of each row. */
export interface InputGradients {
  readonly kind: 'input-gradients'
  readonly names: readonly string[]
  /** The output that was looked at, for each row. */
  readonly outputs: Uint32Array // (rows)
  /** Slope of that score along each input, as the network sees it. */
  readonly gradients: Float64Array // (rows, inputs)
  /** Slope times input: what each input adds to the score, in a network that is linear there and has no biases. */
  readonly products: Float64Array // (rows, inputs)
}

/** Why a row has its score: the gradient of the score along the inputs, and gradient × input.
 *  Formula: gradients[i, k] = ∂s / ∂x[i, k], products[i, k] = x[i, k]·gradients[i, k]
 *  Shapes:  data (rows, inputs) → (rows, inputs)
 *  Throws:  OptionError for a bad option; ShapeError for data of another width
 *  Source:  Shrikumar et al. 2017, arXiv:1605.01713, section 3; Simonyan et al. 2014, arXiv:1312.6034
 *  Example: inputGradients(model, takeRows(test, [0])).products  */
export function inputGradients(model: Model, data: DataSet, options: InputGradientsOptions = {}): InputGradients {
  const where = 'inputGradients'
  checkNames(where, options, ['output', 'device'])
  const { output, device } = options
  checkData(where, model.network, data)
  const { inputs, outputs: width } = model.network
  if (output !== undefined) checkWhole(where, 'output', output, `[0, ${width})`)
  const X = encodedOf(data)
  const scores = new Float32Array(data.rows * width)
  model.scoresInto(X, scores)
  const chosen = Uint32Array.from({ length: data.rows }, (_, row) => output ?? largest(scores, row * width, width))

  // Behind a layer that passes its inputs on, their gradients are computed as those of any layer.
  const network = behindInput(model.network)
  const passing = network.nodes[0]!.name
  const plan = compile(network, { batch: BATCH, loss: scoreItself() })
  const execution = resolveDevice(where, device).prepare(plan)
  const one = Float32Array.from({ length: inputs * inputs }, (_, i) => (i % (inputs + 1) === 0 ? 1 : 0))
  for (const [name, values] of Object.entries(model.parameters)) execution.write(name, values)
  execution.write(`${passing}.W`, one)
  execution.configure(stillSettings(plan))
  const gradients = new Float64Array(data.rows * inputs)
  for (let from = 0; from < data.rows; from += BATCH) {
    const rows = Math.min(BATCH, data.rows - from)
    const y = new Float32Array(rows * width)
    // The loss is a mean over rows and outputs, which these weights take back.
    for (let row = 0; row < rows; row++) y[row * width + chosen[from + row]!] = rows * width
    const part = { kind: 'data', task: 'regression', inputs, rows, targets: width } as const
    execution.setData('training', { ...part, X: X.subarray(from * inputs, (from + rows) * inputs), y })
    execution.seek({ step: 0, epoch: 0, position: 0 })
    execution.begin('training', false)
    plan.forward.forEach((_, i) => execution.run('forward', i))
    plan.backward.forEach((_, i) => execution.run('backward', i))
    gradients.set(execution.read(gradientOf(passing), rows), from * inputs)
  }
  return Object.freeze({
    kind: 'input-gradients',
    names: deepFreeze(inputNames(model)),
    outputs: chosen,
    gradients,
    products: gradients.map((slope, i) => slope * X[i]!),
  })
}

const scoreItself = elementLoss('score-itself', {}, { value: 's * y', derivative: 'y' }, 'number')

function largest(scores: Float32Array, from: number, width: number): number {
  let best = 0
  for (let k = 1; k < width; k++) if (scores[from + k]! > scores[from + best]!) best = k
  return best
}

function behindInput({ inputs, nodes, ...rest }: Network): Network {
  const taken = new Set(nodes.map(({ name }) => name))
  let name = 'inputs'
  while (taken.has(name)) name += '_'
  const passing = {
    kind: 'dense',
    name,
    from: ['x'],
    inputs,
    units: inputs,
    activation: identity(),
    dropout: 0,
    inputNoise: 0,
    weights: zero(),
    biases: zero(),
  } as const
  const moved = nodes.map((node) => ({ ...node, from: node.from.map((from) => (from === 'x' ? name : from)) }))
  return networkFromData({ ...rest, inputs, nodes: [passing, ...moved] }) // layers that were moved have their code again
}
