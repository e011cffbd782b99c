// A case on a backend: prepared, started from drawn parameters, trained fused or step by step.
import type { Backend, Execution, Settings } from '../../src/backend/backend.ts'
import { drawParameter } from '../../src/network/initializers/draw.ts'
import { stateOf } from '../../src/network/steps.ts'
import { fingerprint } from '../../src/number/hash.ts'
import { constantRate } from '../../src/optimizer/schedule.ts'
import { compile } from '../../src/plan/compile.ts'
import { maskUnits } from '../../src/plan/masks.ts'
import { stepTable } from '../../src/train/table.ts'
import type { Case } from './cases.ts'

export function prepareCase(
  backend: Backend,
  { network, loss, optimizer, batch, data, masks, settings }: Case,
): Execution {
  const plan = compile(network, {
    loss,
    optimizer,
    batch,
    weighted: !!data.weights,
    masks: masks ? maskUnits : undefined,
  })
  const execution = backend.prepare(plan)
  plan.parameters.forEach((shape, i) => execution.write(shape.name, drawParameter(shape, 11, i)))
  execution.configure(settingsOf(execution, batch, settings))
  execution.setData('training', data)
  execution.seek({ step: 0, epoch: 0, position: 0 })
  return execution
}

export function settingsOf(
  { plan: { noise, dropout } }: Execution,
  batch: number,
  more: Partial<Settings> = {},
): Settings {
  return { seed: 7, batch, l2: 0, l1: 0, shuffle: true, noise, dropout, ...more }
}

/** The table for steps from the cursor on. */
export function tableFor(execution: Execution, steps: number): Float64Array {
  const { optimizer } = execution.plan
  const table = stepTable(optimizer!, constantRate(), 1e6, 1e6, () => optimizer!.options.rate!)
  return table.rows(execution.cursor().step, steps, () => 0)
}

export function train(execution: Execution, steps: number) {
  return execution.train(steps, tableFor(execution, steps))
}

/** What `train` does, each step of the plan called alone. */
export function trainUnfused(execution: Execution, steps: number, rowsInAll: number, batch: number) {
  const { plan } = execution
  const sum = { loss: 0, hits: 0, rows: 0 }
  for (let i = 0; i < steps; i++) {
    const { step, epoch, position } = execution.cursor()
    execution.begin('training', true, tableFor(execution, 1))
    for (const phase of ['forward', 'backward', 'update'] as const)
      plan[phase].forEach((_, index) => execution.run(phase, index))
    const totals = execution.totals()
    for (const key of ['loss', 'hits', 'rows'] as const) sum[key] += totals[key]
    const next = position + Math.min(batch, rowsInAll - position)
    execution.seek(
      next === rowsInAll
        ? { step: step + 1, epoch: epoch + 1, position: 0 }
        : { step: step + 1, epoch, position: next },
    )
  }
  return sum
}

/** Runs forward and backward of one training step at the cursor, each step alone. */
export function oneStep(execution: Execution, training = true): void {
  execution.begin('training', training, execution.plan.optimizer && tableFor(execution, 1))
  for (const phase of ['forward', 'backward'] as const)
    execution.plan[phase].forEach((_, index) => execution.run(phase, index))
}

/** All that training changes: parameters and the optimizer's state, bit for bit. */
export function bitsOf(execution: Execution): string {
  const { parameters, optimizer, buffers } = execution.plan
  const slots = Object.keys(optimizer?.state ?? {})
  const names = parameters.flatMap(({ name }) => [name, ...slots.map((slot) => stateOf(name, slot))])
  return fingerprint(...names.filter((name) => buffers.has(name)).map((name) => execution.read(name)))
}

/** The largest difference, as a share of the largest expected magnitude; 0 where both are all zeros. */
export function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = 0
  let largest = 0
  if (actual.length !== expected.length) return Infinity
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!)
    most = Number.isNaN(difference) ? Infinity : Math.max(most, difference)
    largest = Math.max(largest, Math.abs(expected[i]!))
  }
  return most === 0 ? 0 : most / largest
}
