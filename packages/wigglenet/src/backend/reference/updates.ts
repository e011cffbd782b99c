// The reference's regularization and update rules.
import { evaluator } from '../../formula/evaluate.ts'
import { parseFormula } from '../../formula/parse.ts'
import type { Machine, Matrix, Run } from '../../kernel/machine.ts'
import type { StepOf } from '../../network/steps.ts'
import type { PlanMachine } from './machine.ts'

/** gradient += l2·w + l1·sign(w) */
export function regularize(machine: Machine, own: StepOf<'regularize'>, W: Matrix, dW: Matrix): Run {
  return () => {
    const [l2, l1] = [machine.settings.l2 + own.l2, machine.settings.l1 + own.l1]
    for (let i = 0; i < W.values.length; i++) dW.values[i]! += l2 * W.values[i]! + l1 * Math.sign(W.values[i]!)
  }
}

/** The optimizer's rule, number by number: first its state slots in order, then the parameter. */
export function update(machine: PlanMachine, W: Matrix, dW: Matrix, state: readonly Matrix[], decays: number): Run {
  const { kind, options, perStep, state: slots, update } = machine.plan.optimizer!
  const fixed = Object.keys(options).filter((name) => name !== 'rate')
  const table = ['rate', 't', ...Object.keys(perStep)]
  const slotNames = Object.keys(slots)
  const names = ['w', 'g', 'decays', ...table, ...fixed, ...slotNames]
  const compile = (text: string) => evaluator([parseFormula(text, { where: kind, names })], names)
  const nextSlots = Object.values(slots).map(compile)
  const next = compile(update)
  const values = new Float64Array(names.length)
  values[2] = decays
  values.set(
    fixed.map((name) => options[name]!),
    3 + table.length,
  )
  const firstSlot = names.length - slotNames.length
  return () => {
    for (let k = 0; k < table.length; k++) values[3 + k] = machine.table[k]!
    for (let i = 0; i < W.values.length; i++) {
      values[0] = W.values[i]!
      values[1] = dW.values[i]!
      for (let k = 0; k < state.length; k++) values[firstSlot + k] = state[k]!.values[i]!
      for (let k = 0; k < state.length; k++) state[k]!.values[i] = values[firstSlot + k] = nextSlots[k]!(values)[0]!
      W.values[i] = next(values)[0]!
    }
  }
}
