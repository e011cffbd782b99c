// Are the gradients those of the loss? Analytic gradients against differences of losses, all in float64 on the `reference` backend.
import { reference } from '../backend/reference/reference.ts'
import { stillSettings } from '../backend/still-settings.ts'
import { checkNames, checkNumber } from '../check/check.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import { type LossName, resolveLoss } from '../network/losses/resolve.ts'
import { strengthsOf } from '../network/parameters.ts'
import type { Loss, Network, ParameterShape } from '../network/types.ts'
import { compile } from '../plan/compile.ts'
import { lossAndGradients, type ParameterValues } from '../train/loss-and-gradients.ts'
import { judgeSlope, tolerance } from './slope.ts'

/** What `gradcheck` is to check on, and how. */
export interface GradcheckOptions<Width extends number = number> {
  /** The examples: one batch of all its rows. */
  readonly data: DataSet<Width>
  readonly loss: LossName | Loss
  /** Strengths of 0.5·l2·Σw² and l1·Σ|w| over weights, not biases; default 0. */
  readonly l2?: number
  readonly l1?: number
  /** The first, largest step of the differences, as a share of max(1, |w|), in [1e-5, 0.1]; default 1e-3. */
  readonly step?: number
}

/** One number of a parameter, and its gradient by both methods. */
export interface GradientEntry {
  readonly parameter: string
  /** Its place in the parameter, row-major. */
  readonly index: number
  readonly analytic: number
  readonly numeric: number
  /** |analytic - numeric| / max(|analytic|, |numeric|, 0.001 of the parameter's largest gradient); passes up to 1e-6. */
  readonly error: number
}

/** What the check found in one parameter. */
export interface ParameterCheck {
  readonly parameter: string
  readonly ok: boolean
  /** Numbers compared, and numbers that stand at a kink. */
  readonly checked: number
  readonly skipped: number
  /** The compared number with the largest error; none where all stand at kinks. */
  readonly worst: GradientEntry | undefined
}

/** What `gradcheck` found. */
export interface Gradcheck {
  readonly ok: boolean
  /** The worst of all parameters. */
  readonly worst: GradientEntry | undefined
  readonly byParameter: readonly ParameterCheck[]
  /** Numbers left out because the loss has a kink there. */
  readonly skipped: number
}

/** Compares every gradient with differences of the loss, without dropout and noise.
 *  Tolerance: |analytic - numeric| ≤ 1e-6 · max(|analytic|, |numeric|, 0.001 of the parameter's largest gradient), and what float64
 *           cannot see in a difference, about 1e-12 of the loss.
 *  Kinks:   where the loss bends within the step (ReLU, hinge, maxout, l1), the step shrinks. A number is skipped, and counted, only if
 *           its two one-sided slopes still differ at the smallest step, and its gradient lies between them.
 *  Cost:    4 losses of the whole data for each number, up to 6 times as many beside kinks
 *  Throws:  ShapeError and OptionError as lossAndGradients does
 *  Source:  CS231n Neural Networks 3, "Gradient Checks"
 *  Example: gradcheck(net, parameters, { data: spiral({ seed: 1 }), loss: 'softmax' }).ok  // true  */
export function gradcheck<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  parameters: ParameterValues,
  options: GradcheckOptions<Width> & { readonly data: OfWidth<Width, NoInfer<Inputs>> },
): Gradcheck {
  const where = 'gradcheck'
  checkNames(where, options, ['data', 'loss', 'l2', 'l1', 'step'])
  const { l2 = 0, l1 = 0, step = 1e-3 } = options
  const data: DataSet = options.data
  checkNumber(where, 'step', step, '[1e-5, 0.1]')
  const loss = resolveLoss(options.loss, where)
  const { gradients } = lossAndGradients<number, number>(network, parameters, { data, loss, l2, l1, device: reference })

  const plan = compile(network, { batch: data.rows, loss, weighted: !!data.weights })
  const execution = reference.prepare(plan)
  execution.configure(stillSettings(plan))
  execution.setData('training', data)
  for (const { name } of plan.parameters) execution.write(name, parameters[name]!)

  const checkParameter = (shape: ParameterShape): ParameterCheck => {
    const { name } = shape
    const own = strengthsOf(shape, { l2, l1 })
    const values = Float64Array.from(parameters[name]!)
    const gradient = gradients[name]!
    const largest = Float64Array.from(gradient).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    let worst: GradientEntry | undefined
    let skipped = 0
    values.forEach((center, index) => {
      const lossAt = (value: number) => {
        values[index] = value
        execution.write(name, values)
        // The penalty of the other weights is a constant here, and would only cost digits.
        const penalty = 0.5 * own.l2 * value * value + own.l1 * Math.abs(value)
        return execution.evaluate('training').loss / data.rows + penalty
      }
      const analytic = gradient[index]!
      const verdict = judgeSlope(lossAt, center, analytic, 1e-3 * largest, step * Math.max(1, Math.abs(center)))
      values[index] = center
      if (verdict === 'kink') skipped++
      else if (!worst || verdict.error > worst.error) worst = { parameter: name, index, analytic, ...verdict }
    })
    execution.write(name, values)
    const ok = !worst || worst.error <= tolerance
    return { parameter: name, ok, checked: values.length - skipped, skipped, worst }
  }

  const byParameter = plan.parameters.filter(({ role }) => role !== 'statistics').map(checkParameter)
  const worsts = byParameter.flatMap((parameter) => parameter.worst ?? [])
  return {
    ok: byParameter.every(({ ok }) => ok),
    worst: worsts.reduce<GradientEntry | undefined>((a, b) => (a && a.error >= b.error ? a : b), undefined),
    byParameter,
    skipped: byParameter.reduce((sum, parameter) => sum + parameter.skipped, 0),
  }
}
