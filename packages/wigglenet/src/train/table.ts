// The values that change from step to step, in float64: the rate by its schedule, t, and the optimizer's per-step values.
import { evaluator } from '../formula/evaluate.ts'
import { parseFormula } from '../formula/parse.ts'
import { carriedBy } from '../kernel/part.ts'
import type { Course, SchedulePart } from '../optimizer/part.ts'
import type { Optimizer, Schedule } from '../optimizer/types.ts'

export interface StepTable {
  /** Numbers in a row: rate, t, then the per-step values in their order. */
  readonly width: number
  /** The rate of a step, before it runs. */
  rate(step: number, epoch: number): number
  /** What a schedule that listens remembers. */
  readonly memory: Course['memory']
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
  const { rate, memory } = (carriedBy(schedule) as SchedulePart).follow(base, steps, epochs)

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
    memory,
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
