// The reference's losses, row by row in float64.
import type { Matrix, Run } from '../../kernel/machine.ts'
import { elementRow } from '../../network/losses/element-row.ts'
import { type RowLoss, rowCodeOf } from '../../network/losses/row-code.ts'
import type { StepOf } from '../../network/steps.ts'
import { exp, log } from '../../number/exponential.ts'
import type { PlanMachine } from './machine.ts'

/** The rows' losses, and the gradient of their mean along the scores. */
export function loss(machine: PlanMachine, step: StepOf<'loss'>): Run {
  const [scores, y, slope] = [step.scores, step.y, step.slope].map((name) => machine.buffers.get(name)!) as [
    Matrix,
    Matrix,
    Matrix,
  ]
  const { columns } = scores
  const rowLoss =
    'formula' in step.loss ? elementRow(step.loss) : (rowCodeOf(step.loss).reference ?? rowLosses[step.loss.kind]!)
  const { weighted } = machine.plan
  const targets = weighted ? y.columns - 1 : y.columns
  const counts = step.loss.target !== 'number'
  return () => {
    for (let row = 0; row < machine.rows; row++) {
      const s = scores.values.subarray(row * columns, (row + 1) * columns)
      const target = y.values.subarray(row * y.columns, row * y.columns + targets)
      const weight = weighted ? y.values[row * y.columns + targets]! : 1
      const d = slope.values.subarray(row * columns, (row + 1) * columns)
      machine.loss += weight * rowLoss(s, target, d)
      for (let k = 0; k < columns; k++) d[k] = (weight * d[k]!) / machine.rows
      if (counts) machine.hits += isHit(s, target) ? weight : 0
    }
    machine.seen += machine.rows
  }
}

const isHit = (s: Float64Array, target: Float64Array): boolean =>
  s.length === 1 ? s[0]! > 0 === target[0]! > 0 : s[target[0]!]! >= s.reduce((a, b) => Math.max(a, b))

/** loss = log Σ exp(s - max) + max - s[label]; ds = softmax(s) - one at the label */
const softmaxRow: RowLoss = (s, [label], d) => {
  const largest = s.reduce((a, b) => Math.max(a, b))
  let sum = 0
  for (let k = 0; k < s.length; k++) sum += d[k] = exp(s[k]! - largest)
  for (let k = 0; k < s.length; k++) d[k]! /= sum
  d[label!]! -= 1
  return log(sum) + (largest - s[label!]!)
}

/** loss = Σ over wrong classes of max(0, s - s[label] + 1) */
const svmRow: RowLoss = (s, [label], d) => {
  let sum = 0
  let violations = 0
  for (let k = 0; k < s.length; k++) {
    const margin = k === label ? 0 : Math.max(0, s[k]! - s[label!]! + 1)
    d[k] = margin > 0 ? 1 : 0
    violations += d[k]!
    sum += margin
  }
  d[label!] = -violations
  return sum
}

const rowLosses: Readonly<Record<string, RowLoss>> = { softmax: softmaxRow, svm: svmRow }
