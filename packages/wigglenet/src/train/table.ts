// The values that change from step to step, in float64: the rate by its schedule, t, and the optimizer's per-step values.
import { evaluator } from '../formula/evaluate.ts'
import { parseFormula } from '../formula/parse.ts'
import type { Optimizer, Schedule } from '../optimizer/types.ts'

export interface StepTable {
  /** Numbers in a row: rate, t, then the per-step values in their order. */
  readonly width: number
  /** The rate of a step, before it runs. */
  rate(step: number, epoch: number): number
  /** The state of a schedule that listens, in its order; empty for any other. */
  readonly state: Float64Array
  /** Tells such a schedule the loss of the epoch that has ended. */
  hear(loss: number, step: number, epoch: number): void
  /** Rows for `count` steps from `step` on; `epochOf` tells the epoch of a step. */
  rows(step: number, count: number, epochOf: (step: number) => number): Float64Array
}

/** The table of a run of `steps` steps in `epochs` epochs. `base` gives the rate that the schedule starts from, now. */
export function stepTable(
  optimizer: Optimizer,
  schedule: Schedule,
  steps: number,
  epochs: number,
  base: () => number,
): StepTable {
  const listening = Object.entries(schedule.state ?? {})
  const state = new Float64Array(listening.length)
  const own = Object.values(schedule.options)
  const named = Object.keys({ ...schedule.options, ...schedule.state })
  const names = ['loss', 'rate', 'step', 'epoch', 'steps', 'epochs', ...named]
  const formula = (text: string) => {
    const compute = evaluator([parseFormula(text, { where: schedule.kind, names })], names)
    return (loss: number, step: number, epoch: number) =>
      compute([loss, base(), step, epoch, steps, epochs, ...own, ...state])[0]!
  }
  const scheduled = formula(schedule.rate)
  const next = listening.map(([, text]) => formula(text))
  const constant = schedule.rate === 'rate'
  const rate = (step: number, epoch: number) => (constant ? base() : scheduled(0, step, epoch))

  const fixed = Object.keys(optimizer.options).filter((name) => name !== 'rate')
  const scope = ['rate', 't', ...fixed]
  const perStep = Object.entries(optimizer.perStep).map(([name, text]) => {
    const evaluate = evaluator([parseFormula(text, { where: optimizer.kind, names: scope })], scope.slice())
    scope.push(name)
    return evaluate
  })
  const width = 2 + perStep.length
  const values = new Float64Array(scope.length)
  values.set(
    fixed.map((name) => optimizer.options[name]!),
    2,
  )
  return {
    width,
    rate,
    state,
    hear(loss, step, epoch) {
      next.forEach((formula, slot) => {
        state[slot] = formula(loss, step, epoch)
      })
    },
    rows(step, count, epochOf) {
      const table = new Float64Array(count * width)
      for (let i = 0; i < count; i++) {
        const row = i * width
        values[0] = table[row] = rate(step + i, epochOf(step + i))
        values[1] = table[row + 1] = step + i + 1
        perStep.forEach((evaluate, k) => {
          values[2 + fixed.length + k] = table[row + 2 + k] = evaluate(values)[0]!
        })
      }
      return table
    },
  }
}
