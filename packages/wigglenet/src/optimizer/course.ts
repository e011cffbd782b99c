// A schedule followed through one run: its formulas, evaluated in float64.
import { show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { evaluator } from '../formula/evaluate.ts'
import { parseFormula } from '../formula/parse.ts'
import type { Course, SchedulePart } from './part.ts'
import type { Schedule } from './types.ts'

/** What a schedule carries: its course is made of its formulas. */
export const coursePart = (schedule: Schedule): SchedulePart => ({
  follow(base, steps, epochs) {
    const { kind, options, rate: text } = schedule
    const listening = Object.entries(schedule.state ?? {})
    const state = new Float64Array(listening.length)
    const names = [
      'loss',
      'rate',
      'step',
      'epoch',
      'steps',
      'epochs',
      ...Object.keys({ ...options, ...schedule.state }),
    ]
    const formula = (text: string) => {
      const compute = evaluator([parseFormula(text, { where: kind, names })], names)
      const own = Object.values(options)
      return (loss: number, step: number, epoch: number) =>
        compute([loss, base(), step, epoch, steps, epochs, ...own, ...state])[0]!
    }
    const scheduled = formula(text)
    const next = listening.map(([, text]) => formula(text))
    const course: Course = { rate: (step, epoch) => scheduled(0, step, epoch) }
    if (listening.length === 0) return course
    return {
      ...course,
      memory: {
        hear(loss, step, epoch) {
          next.forEach((formula, slot) => {
            state[slot] = formula(loss, step, epoch)
          })
        },
        save: () => state.slice(),
        load(where, saved) {
          if (saved?.length !== state.length) {
            throw new OptionError({
              where,
              expected: `what a run with the schedule ${kind} goes on from must hold its ${state.length} numbers`,
              received: show(saved),
              fix: 'Resume a run of this schedule, or start a new one.',
            })
          }
          state.set(saved)
        },
      },
    }
  },
})
