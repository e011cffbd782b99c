// fitLbfgs: small data, all rows in every step, and a method that takes the curvature into account.
import type { Execution } from '../backend/backend.ts'
import { stillSettings } from '../backend/still-settings.ts'
import { checkNames, checkNumber, checkWhole } from '../check/check.ts'
import { NumberError, OptionError } from '../check/errors.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import type { Provenance } from '../model/types.ts'
import { drawParameter } from '../network/initializers/draw.ts'
import type { Network } from '../network/types.ts'
import { type Iterate, lbfgs, type Measured } from '../optimizer/lbfgs.ts'
import { compile } from '../plan/compile.ts'
import type { Plan } from '../plan/types.ts'
import { nextTask, sliceMs } from './loop.ts'
import { measure } from './loss-and-gradients.ts'
import { modelOf } from './model-of.ts'
import { type Settled, settle } from './options.ts'
import { type Run, runOf } from './run.ts'
import { provenanceOf } from './run-facts.ts'
import { now } from './runner.ts'
import { scoreOf } from './score.ts'
import type { Snapshot, StopReason, Sums, TrainerOptions, TrainingEvent } from './types.ts'

/** Options of `fitLbfgs`: some of those of `fit`, and
 *  epochs     at most so many iterations, whole, in [1, 2^31 - 1], default 100
 *  memory     pairs of steps that the curvature is guessed from, whole, in [1, 1000], default 10
 *  tolerance  a minimum is reached when no number of the gradient is larger, in [0, ∞), default 1e-5
 *  signal     stops the run when it aborts */
export interface LbfgsOptions
  extends Pick<TrainerOptions, 'loss' | 'l2' | 'seed' | 'validation' | 'parameters' | 'device' | 'epochs'> {
  readonly memory?: number
  readonly tolerance?: number
  readonly signal?: AbortSignal
}

/** Trains a network with L-BFGS: each iteration uses all rows at once, and a line search ends it where the strong Wolfe conditions hold. For small
 *  data and smooth losses it reaches a minimum to many digits in few iterations. Every iteration is an `epoch` event, whose `rate` is the length of
 *  its step; the run stops as `converged` where the gradient is within the tolerance, or where no step lowers the loss any more in the device's
 *  numbers: about 4 digits of the gradient on `wasm`, 10 on `reference`.
 *  Limits:  all rows and their values are in memory together; no batches, dropout, input noise, l1, schedule, patience, monitors or checkpoints
 *  Throws:  OptionError, ShapeError or DataError as `fit` does, and for a network with dropout, input noise, l1,
 *           constraints or running statistics; while it runs NumberError when the
 *           loss is not finite where it starts
 *  Source:  Liu and Nocedal 1989; Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 7.5, 3.5 and 3.6
 *  Example: const model = await fitLbfgs(net, moons({ seed: 1 }), { l2: 1e-3, device: reference }).model  */
export function fitLbfgs<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  data: DataSet<Width> & OfWidth<Width, NoInfer<Inputs>>,
  given: LbfgsOptions = {},
): Run<Inputs> {
  const where = 'fitLbfgs'
  const names = ['loss', 'l2', 'seed', 'validation', 'parameters', 'device', 'epochs', 'memory', 'tolerance', 'signal']
  checkNames(where, given, names)
  const { memory = 10, tolerance = 1e-5, signal, ...rest } = given
  checkWhole(where, 'memory', memory, '[1, 1000]')
  checkNumber(where, 'tolerance', tolerance, '[0, ∞)')
  const { schedule: _, shuffle: _all, ...settled } = settle(where, network, data, rest)
  const descent = prepareDescent(where, network, settled, memory)
  return runOf(
    where,
    () => events(settled, descent, tolerance, signal),
    () =>
      modelOf(network, settled, descent.parameters(), provenance(settled, descent.iterations(), { memory, tolerance })),
  )
}

type Still = Omit<Settled, 'schedule' | 'shuffle'>

function provenance(settled: Still, iterations: number, options: object): Provenance {
  const facts = provenanceOf(settled, { step: iterations, epoch: iterations, position: 0 }, undefined)
  const optimizer = { kind: 'l-bfgs', ...options }
  return { ...facts, options: { ...facts.options, batch: settled.training.rows, optimizer } }
}

/** The loss at a point: `value` has the regularization in it. */
interface Losses extends Measured {
  readonly sums: Sums
  readonly penalty: number
}

/** The way down, prepared; the execution holds the parameters of the last iterate. */
interface Descent {
  readonly execution: Execution
  readonly start: Iterate<Losses>
  parameters(): Snapshot['parameters']
  iterations(): number
  iterates(): Generator<Iterate<Losses>, void>
}

function prepareDescent(where: string, network: Network, settled: Still, memory: number): Descent {
  const { training, validation, loss, l2, device, seed } = settled
  const plan = compile(network, { batch: training.rows, loss, weighted: !!(training.weights ?? validation?.weights) })
  refuseUnfit(where, plan)
  const trained = plan.parameters.filter(({ locked }) => !locked)
  const execution = device.prepare(plan)
  execution.configure(stillSettings(plan))
  execution.setData('training', training)
  if (validation) execution.setData('validation', validation)
  execution.seek({ step: 0, epoch: 0, position: 0 })
  plan.parameters.forEach((shape, i) =>
    execution.write(shape.name, settled.parameters?.[shape.name] ?? drawParameter(shape, seed, i)),
  )
  const parameters = () => Object.fromEntries(plan.parameters.map(({ name }) => [name, execution.read(name)]))
  const flat = (tensors: Snapshot['parameters']) =>
    Float64Array.from(trained.flatMap(({ name }) => Array.from(tensors[name]!)))
  const put = (x: Float64Array) => {
    let from = 0
    for (const { name } of trained) {
      const { length } = execution.read(name)
      execution.write(name, x.subarray(from, from + length))
      from += length
    }
  }
  const losses = (): Losses => {
    const { sums, penalty, gradients } = measure(execution, l2, 0)
    return { value: sums.loss / training.rows + penalty, gradient: flat(gradients), sums, penalty }
  }
  const start = { ...losses(), x: flat(parameters()), step: 0, evaluations: 1 }
  if (!Number.isFinite(start.value)) {
    throw new NumberError({
      where,
      expected: 'the loss must be finite where the run starts',
      received: String(start.value),
      fix: 'Scale the inputs, or start from smaller parameters.',
    })
  }
  const evaluate = (x: Float64Array) => {
    put(x)
    x.set(flat(parameters())) // as the device holds it
    return losses()
  }
  let iterations = 0
  return {
    execution,
    start,
    parameters,
    iterations: () => iterations,
    *iterates() {
      for (const iterate of lbfgs(start, evaluate, memory)) {
        iterations++
        put(iterate.x)
        yield iterate
      }
    },
  }
}

/** Refuses a network whose loss has no minimum that is found by its gradient. */
function refuseUnfit(where: string, { network, parameters, dropout, noise }: Plan): void {
  const unfit: readonly (readonly [string, boolean])[] = [
    ['dropout', dropout.length > 0],
    ['noise', noise.length > 0],
    ['l1', parameters.some(({ l1 = 0 }) => l1 > 0)],
    ['a constraint', network.nodes.some((node) => 'constraint' in node)],
    ['running statistics', parameters.some(({ role }) => role === 'statistics')],
  ]
  const found = unfit.filter(([, is]) => is).map(([name]) => name)
  if (found.length === 0) return
  throw new OptionError({
    where,
    expected: `the network must have none of ${unfit.map(([name]) => name).join(', ')}: the gradient alone must lead to a minimum`,
    received: found.join(' and '),
    fix: 'Make its layers without, or train it with fit.',
  })
}

async function* events(
  { training, validation, loss, epochs }: Still,
  { execution, start, iterates }: Descent,
  tolerance: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainingEvent, void> {
  const isFlat = ({ gradient }: Measured) => gradient.every((g) => Math.abs(g) <= tolerance)
  let epoch = 0
  let reason: StopReason | undefined = isFlat(start) ? 'converged' : signal?.aborted ? 'aborted' : undefined
  let [began, paused] = [now(), now()]
  for (const iterate of reason ? [] : iterates()) {
    epoch++
    yield {
      kind: 'epoch',
      step: epoch,
      epoch,
      penalty: iterate.penalty,
      rate: iterate.step,
      seconds: (now() - began) / 1000,
      ...scoreOf(iterate.sums, loss, training),
      ...(validation && { validation: scoreOf(execution.evaluate('validation'), loss, validation) }),
    }
    began = now()
    if (began - paused >= sliceMs) {
      await nextTask()
      paused = now()
    }
    reason = isFlat(iterate) ? 'converged' : epoch >= epochs ? 'epochs' : signal?.aborted ? 'aborted' : undefined
    if (reason) break
  }
  yield { kind: 'stop', step: epoch, epoch, reason: reason ?? 'converged', best: epoch }
}
