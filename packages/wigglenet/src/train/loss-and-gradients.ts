import type { Backend, Execution, Totals } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { stillSettings } from '../backend/still-settings.ts'
import { checkNames, checkNumber } from '../check/check.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import { checkData } from '../model/check-data.ts'
import { checkTensors } from '../model/check-tensors.ts'
import { checkLoss, type LossName, resolveLoss } from '../network/losses/resolve.ts'
import { strengthsOf } from '../network/parameters.ts'
import { gradientOf } from '../network/steps.ts'
import type { Loss, Network } from '../network/types.ts'
import { compile } from '../plan/compile.ts'

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
  /** Mean loss of the rows, by their weights where they have some, plus the regularization. */
  readonly loss: number
  /** The gradient of `loss` along each parameter, in the parameter's shape. */
  readonly gradients: Readonly<Record<string, Float32Array | Float64Array>>
  /** (rows, outputs) */
  readonly scores: Float32Array | Float64Array
}

/** The loss of a network on a batch, and its gradient along every parameter, without dropout and noise.
 *  Shapes:  parameters as `parameterShapes(network)` lists them; gradients likewise
 *  Throws:  ShapeError when a parameter is missing, unknown or of another length, or network, loss and data do not fit; NumberError for a
 *           parameter that is not finite; OptionError for a bad option
 *  Example: lossAndGradients(net, parameters, { data: spiral({ seed: 1 }), loss: 'softmax' }).gradients['h1.W']  */
export function lossAndGradients<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  parameters: ParameterValues,
  options: LossAndGradientsOptions<Width> & { readonly data: OfWidth<Width, NoInfer<Inputs>> },
): LossAndGradients {
  const where = 'lossAndGradients'
  checkNames(where, options, ['data', 'loss', 'l2', 'l1', 'device'])
  const { data, l2 = 0, l1 = 0 } = options
  const device = resolveDevice(where, options.device)
  checkData(where, network, data)
  checkNumber(where, 'l2', l2, '[0, ∞)')
  checkNumber(where, 'l1', l1, '[0, ∞)')
  const loss = resolveLoss(options.loss, where)
  checkLoss(loss, network.outputs, data)
  const plan = compile(network, { batch: data.rows, loss, weighted: !!data.weights })
  const execution = device.prepare(plan)
  const values = checkTensors(where, 'parameters', plan.parameters, parameters)
  for (const { name } of plan.parameters) execution.write(name, values[name]!)
  execution.configure(stillSettings(plan))
  execution.setData('training', data)
  execution.seek({ step: 0, epoch: 0, position: 0 })
  const { sums, penalty, gradients } = measure(execution, l2, l1)
  return { loss: sums.loss / data.rows + penalty, gradients, scores: execution.read(plan.scores) }
}

/** Sums over the training rows, the regularization, and the gradients of mean loss and regularization, at the parameters that a prepared execution
 *  holds. */
export function measure(
  execution: Execution,
  l2: number,
  l1: number,
): { sums: Totals; penalty: number; gradients: LossAndGradients['gradients'] } {
  const { plan } = execution
  execution.begin('training', false)
  plan.forward.forEach((_, i) => execution.run('forward', i))
  plan.backward.forEach((_, i) => execution.run('backward', i))

  let penalty = 0
  const gradients: Record<string, Float32Array | Float64Array> = {}
  for (const shape of plan.parameters) {
    const { name, role } = shape
    if (role === 'statistics') continue
    const gradient = execution.read(gradientOf(name))
    const own = strengthsOf(shape, { l2, l1 })
    if (own.l2 > 0 || own.l1 > 0) {
      const w = execution.read(name)
      for (let i = 0; i < w.length; i++) {
        gradient[i]! += own.l2 * w[i]! + own.l1 * Math.sign(w[i]!)
        penalty += 0.5 * own.l2 * w[i]! * w[i]! + own.l1 * Math.abs(w[i]!)
      }
    }
    gradients[name] = gradient
  }
  return { sums: execution.totals(), penalty, gradients }
}
