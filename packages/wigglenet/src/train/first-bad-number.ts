// Where the first NaN or infinity came from: the steps since the last good snapshot are run again, first fast, then part by part with a
// look at every buffer. It costs nothing until a number goes bad.
import type { Execution } from '../backend/backend.ts'
import { NumberError, refuse } from '../check/errors.ts'
import type { Step } from '../network/steps.ts'
import type { Plan } from '../plan/types.ts'
import type { Sums } from './types.ts'

interface Replay {
  readonly execution: Execution
  /** Runs some steps; at most `stepsAtOnce`. */
  readonly advance: (count: number) => Sums
  /** Goes back to a snapshot that was good. */
  readonly rewind: () => void
  /** Whether all parameters are finite. */
  readonly isSound: () => boolean
  /** The row of the table for a step. */
  readonly table: (step: number) => Float64Array
  /** Rows of a step, and of the training data. */
  readonly batch: number
  readonly rows: number
}

/** Throws the NumberError that names the first step, layer and quantity that went bad.
 *  It lies between the snapshot and where the run stands. */
export function explainNumbers(where: string, replay: Replay): never {
  const { execution, rewind, advance, isSound, batch } = replay
  const { plan } = execution
  const last = execution.cursor().step
  let steps = 0
  rewind()
  while (execution.cursor().step < last && Number.isFinite(advance(1).loss) && isSound()) steps++
  rewind()
  for (; steps > 0; steps -= execution.stepsAtOnce) advance(Math.min(steps, execution.stepsAtOnce))

  const { step, epoch, position } = execution.cursor()
  const values = replay.table(step)
  const stop = (value: number, place: string) =>
    refuseNumber(where, value, `${place}, first at step ${step + 1} (epoch ${epoch + 1})`, values[0]!)
  const wrong = values.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0)
    stop(
      values[wrong]!,
      `the ${wrong === 0 ? 'rate' : `optimizer's ${Object.keys(plan.optimizer!.perStep)[wrong - 2]}`}`,
    )
  const rows = Math.min(batch, replay.rows - position)
  execution.begin('training', true, values)
  for (const phase of ['forward', 'backward', 'update'] as const) {
    for (let i = 0; i < plan[phase].length; i++) {
      execution.run(phase, i)
      const found = look(execution, plan[phase][i]!, rows)
      if (found) stop(found.value, placeOf(plan, found))
    }
  }
  return stop(Number.NaN, 'the loss')
}

interface Found {
  readonly buffer: string
  readonly unit: number
  readonly value: number
}

/** The first bad number in the buffers of a step, which has just run. */
function look(execution: Execution, step: Step, rows: number): Found | undefined {
  for (const buffer of buffersOf(step)) {
    const { role, columns } = execution.plan.buffers.get(buffer)!
    const values = execution.read(buffer, role === 'values' || role === 'targets' ? rows : undefined)
    const index = values.findIndex((value: number) => !Number.isFinite(value))
    if (index >= 0) return { buffer, unit: index % columns, value: values[index]! }
  }
  const { loss } = execution.totals()
  return step.kind === 'loss' && !Number.isFinite(loss) ? { buffer: 'the loss', unit: 0, value: loss } : undefined
}

/** The buffers that a step names, but for the learned parameters that it reads. What it reads was looked at when it was written. */
function buffersOf(step: Step): readonly string[] {
  const { kind: _kind, ...rest } = step.kind === 'own' ? { ...step.of, kind: '' } : step
  const gradients = 'gradients' in step ? Object.values(step.gradients) : []
  const names = Object.values(rest as Record<string, unknown>).flat()
  return [...names.filter((name) => typeof name === 'string'), ...gradients]
}

/** The buffer of a plan and the place in it, in words. */
function placeOf(plan: Plan, { buffer, unit }: Found): string {
  if (buffer === 'x') return `the input, feature ${unit + 1}`
  const role = plan.buffers.get(buffer)?.role
  const quantity = buffer.startsWith('d:')
    ? `the gradient of ${buffer.slice(2)}`
    : role === 'values'
      ? `the values of ${buffer}`
      : buffer
  return role ? `${quantity}, column ${unit + 1}` : quantity
}

/** Throws the error for a number that went bad, and where. */
export function refuseNumber(where: string, value: number, place: string, rate: number): never {
  refuse(
    where,
    'every number must stay finite',
    `${value} in ${place}`,
    Number.isFinite(rate)
      ? `Lower the rate (now ${rate}), scale the inputs, or correct the formulas.`
      : 'Correct the schedule.',
    NumberError,
  )
}
