// Where the first NaN or infinity came from: the steps since the last good snapshot are run again, first fast, then part by part with a
// look at every buffer. It costs nothing until a number goes bad.
import type { Cursor, Execution } from '../backend/backend.ts'
import { NumberError } from '../check/errors.ts'
import type { Plan, Step } from '../plan/types.ts'
import type { Sums } from './types.ts'

interface Replay {
  readonly execution: Execution
  /** Where the run stood when the bad number was seen. */
  readonly last: Cursor
  /** Runs some steps; at most `stepsAtOnce`. */
  readonly advance: (count: number) => Sums
  /** The row of the table for a step. */
  readonly table: (step: number) => Float64Array
  readonly rate: number
  /** Rows of a step, and of the training data. */
  readonly batch: number
  readonly rows: number
}

/** Throws the NumberError that names the first step, layer and quantity that went bad.
 *  The execution must stand at a good snapshot before it. */
export function explainNumbers(where: string, replay: Replay): never {
  const { execution, last, advance, batch } = replay
  const { plan } = execution
  const start = held(execution)
  let steps = 0
  while (execution.cursor().step < last.step && Number.isFinite(advance(1).loss)) steps++
  // Step `steps` (from the snapshot) has a bad loss; the step before it may have spoiled the parameters.
  restore(execution, start)
  for (let left = Math.max(0, steps - 1); left > 0; left -= execution.stepsAtOnce)
    advance(Math.min(left, execution.stepsAtOnce))
  for (let again = 0; again < 2; again++) {
    const { step, epoch, position } = execution.cursor()
    const rows = Math.min(batch, replay.rows - position)
    execution.begin('training', true, replay.table(step))
    for (const phase of ['forward', 'backward', 'update'] as const) {
      for (let i = 0; i < plan[phase].length; i++) {
        execution.run(phase, i)
        const found = look(execution, plan[phase][i]!, rows)
        if (found) refuse(where, replay, plan, { ...found, step, epoch })
      }
    }
    // The parts have done the step; the cursor moves on as the fused run would move it.
    const ended = position + rows === replay.rows
    execution.seek({ step: step + 1, epoch: ended ? epoch + 1 : epoch, position: ended ? 0 : position + rows })
  }
  throw new NumberError({
    where,
    expected: 'the loss must stay finite',
    received: `a loss that is not, before step ${last.step}`,
    fix: 'Lower the rate, or scale the inputs.',
  })
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
  if (step.kind === 'loss' && !Number.isFinite(execution.totals().loss))
    return { buffer: 'loss', unit: 0, value: execution.totals().loss }
  return undefined
}

/** The buffers that a step names, but for the learned parameters that it reads. What it reads was looked at when it was written. */
function buffersOf(step: Step): readonly string[] {
  const { kind: _kind, split: _split, ...rest } = step
  const gradients = 'gradients' in step ? Object.values(step.gradients) : []
  const names = Object.values(rest as Record<string, unknown>).flat()
  return [...names.filter((name) => typeof name === 'string'), ...gradients]
}

function refuse(where: string, { rate }: Replay, plan: Plan, found: Found & { step: number; epoch: number }): never {
  const { buffer, unit, value, step, epoch } = found
  const what = plan.buffers.get(buffer)
  const gradient = buffer.startsWith('d:')
  const name = gradient ? buffer.slice(2) : buffer
  const quantity =
    buffer === 'loss'
      ? 'the loss'
      : buffer === 'x'
        ? 'the input'
        : gradient
          ? `the gradient of ${name}`
          : what?.role === 'values'
            ? `the values of ${name}`
            : name
  const place = buffer === 'loss' ? '' : buffer === 'x' ? `, feature ${unit + 1}` : `, column ${unit + 1}`
  throw new NumberError({
    where,
    expected: 'every number must stay finite',
    received: `${value} in ${quantity}${place}, first at step ${step + 1} (epoch ${epoch + 1})`,
    fix: buffer === 'x' ? 'Correct or leave out that row.' : `Lower the rate (now ${rate}), or scale the inputs.`,
  })
}

const parameterLike = (plan: Plan) =>
  [...plan.buffers.values()].filter(({ role }) => ['weights', 'biases', 'learned', 'state'].includes(role))

function held(execution: Execution) {
  return {
    cursor: execution.cursor(),
    values: parameterLike(execution.plan).map(({ name }) => [name, execution.read(name)] as const),
  }
}

function restore(execution: Execution, { cursor, values }: ReturnType<typeof held>): void {
  for (const [name, numbers] of values) execution.write(name, numbers)
  execution.seek(cursor)
}
