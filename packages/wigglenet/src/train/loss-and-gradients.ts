import type { Backend } from '../backend/backend.ts'
import { wasm } from '../backend/wasm/wasm.ts'
import { checkNames, checkNumber } from '../check/check.ts'
import { NumberError, ShapeError } from '../check/errors.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import { checkLoss, type LossName, resolveLoss } from '../network/losses/resolve.ts'
import type { Loss, Network } from '../network/types.ts'
import { compile, gradientOf } from '../plan/compile.ts'

/** Values of the learnable tensors by name: W (units, inputs), b (units), row-major. */
export type ParameterValues = Readonly<Record<string, ArrayLike<number>>>

export interface LossAndGradientsOptions<Width extends number = number> {
  /** The examples: one batch of all its rows. */
  readonly data: DataSet<Width>
  readonly loss: LossName | Loss
  /** Strengths of 0.5·l2·Σw² and l1·Σ|w| over weights, not biases; default 0. */
  readonly l2?: number
  readonly l1?: number
  /** Which backend computes: `wasm` (float32, default) or `reference` (float64). */
  readonly device?: Backend
}

export interface LossAndGradients {
  /** Mean loss of the rows plus the regularization. */
  readonly loss: number
  /** The gradient of `loss` along each parameter, in the parameter's shape. */
  readonly gradients: Readonly<Record<string, Float32Array | Float64Array>>
  /** (rows, outputs) */
  readonly scores: Float32Array | Float64Array
}

/** The loss of a network on a batch, and its gradient along every parameter, without dropout and noise.
 *  Shapes:  parameters as `parameterShapes(network)` lists them; gradients likewise
 *  Throws:  ShapeError when a parameter is missing or has the wrong length; OptionError when loss and outputs do not fit
 *  Example: lossAndGradients(net, parameters, { data: spiral(), loss: 'softmax' }).gradients['h1.W']  */
export function lossAndGradients<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  parameters: ParameterValues,
  options: LossAndGradientsOptions<Width> & { readonly data: OfWidth<Width, NoInfer<Inputs>> },
): LossAndGradients {
  const where = 'lossAndGradients'
  checkNames(where, options, ['data', 'loss', 'l2', 'l1', 'device'])
  const { data, l2 = 0, l1 = 0, device = wasm } = options
  checkNumber(where, 'l2', l2, '[0, ∞)')
  checkNumber(where, 'l1', l1, '[0, ∞)')
  const loss = resolveLoss(options.loss, where)
  checkLoss(loss, network.outputs, data)
  checkWidth(where, network, data)
  const plan = compile(network, { batch: data.rows, loss })
  const execution = device.prepare(plan)
  for (const { name, shape } of plan.parameters) {
    execution.write(name, checkParameter(where, name, shape, parameters[name]))
  }
  execution.configure({
    seed: 0,
    batch: data.rows,
    l2: 0,
    l1: 0,
    shuffle: false,
    noise: plan.noise.map(() => 0),
    dropout: plan.dropout.map(() => 0),
  })
  execution.setData('training', data)
  execution.seek({ step: 0, epoch: 0, position: 0 })
  execution.begin('training', false)
  plan.forward.forEach((_, i) => execution.run('forward', i))
  plan.backward.forEach((_, i) => execution.run('backward', i))

  let penalty = 0
  const gradients: Record<string, Float32Array | Float64Array> = {}
  for (const { name, role } of plan.parameters) {
    const gradient = execution.read(gradientOf(name))
    if (role === 'weights' && (l2 > 0 || l1 > 0)) {
      const w = execution.read(name)
      for (let i = 0; i < w.length; i++) {
        gradient[i]! += l2 * w[i]! + l1 * Math.sign(w[i]!)
        penalty += 0.5 * l2 * w[i]! * w[i]! + l1 * Math.abs(w[i]!)
      }
    }
    gradients[name] = gradient
  }
  return { loss: execution.totals().loss / data.rows + penalty, gradients, scores: execution.read(plan.scores) }
}

/** The values of a parameter, if there are as many as its shape asks for, all finite.
 *  Throws:  ShapeError or NumberError otherwise */
export function checkParameter(
  where: string,
  name: string,
  shape: readonly number[],
  values: ArrayLike<number> | undefined,
): ArrayLike<number> {
  const count = shape.reduce((product, size) => product * size, 1)
  if (values?.length !== count) {
    throw new ShapeError({
      where,
      expected: `parameters['${name}'] must hold ${count} numbers, shape (${shape.join(', ')})`,
      received: values === undefined ? 'none' : `${values.length}`,
      fix: 'Give every parameter that parameterShapes lists, in its shape.',
    })
  }
  for (let i = 0; i < count; i++) {
    if (Number.isFinite(values[i])) continue
    throw new NumberError({
      where,
      expected: `parameters['${name}'] must hold finite numbers`,
      received: `${values[i]} at index ${i}`,
      fix: 'Correct that number.',
    })
  }
  return values
}

/** Refuses data whose rows are not as wide as the network's input.
 *  Throws:  ShapeError */
export function checkWidth(where: string, network: Network, data: DataSet): void {
  if (data.inputs === network.inputs) return
  throw new ShapeError({
    where,
    expected: `the data must have ${network.inputs} inputs, the width of the network`,
    received: `${data.inputs}`,
    fix: `Make the network with ${data.inputs} inputs, or the data with ${network.inputs}.`,
  })
}
