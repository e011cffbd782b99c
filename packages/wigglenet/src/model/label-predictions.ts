// What a model of several labels says, as their names, and how good that is.
import type { Backend } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { checkNames, checkNumber, show } from '../check/check.ts'
import { OptionError, UnsupportedError } from '../check/errors.ts'
import type { DataSet } from '../data/types.ts'
import { type LabelScores, labelScores } from '../judge/label-scores.ts'
import { checkFit, judge } from './evaluate.ts'
import { predictedNumbers, rowsOf } from './outputs.ts'
import type { Model, ModelRows } from './types.ts'

/** The labels that hold for each row, by name: those whose probability is above the threshold, one for all labels or one for each.
 *  Shapes:  rows → (rows) lists
 *  Throws:  UnsupportedError for a model that was not trained with `multiLabel`; OptionError for a threshold outside [0, 1); as `predict` for bad rows
 *  Example: labelsAbove(model, [[0.1, 0.4]], 0.5)  // [['sea']]  */
export function labelsAbove<Inputs extends number, const Row extends object>(
  model: Model<Inputs>,
  rows: ModelRows<Row, Inputs>,
  threshold: number | readonly number[] = 0.5,
): string[][] {
  const labels = labelsOf('labelsAbove', model)
  const least = thresholds('labelsAbove', threshold, labels.length)
  const given = model.predict(rows as never) as unknown as readonly (number | readonly number[])[]
  return given.map((row) => {
    const each = typeof row === 'number' ? [row] : row
    return labels.filter((_, k) => each[k]! > least[k]!)
  })
}

/** How well a model tells the labels of data: precision, recall and F1 by label and in the mean, Hamming loss and subset accuracy.
 *  Options: threshold, above which a label is told, in [0, 1), one for all labels or one for each, default 0.5; device, the backend that predicts
 *  Throws:  UnsupportedError for a model that was not trained with `multiLabel`; OptionError for a bad option; ShapeError and DataError as
 *           `evaluate` does
 *  Example: evaluateLabels(model, test).micro.f1  */
export function evaluateLabels(
  model: Model,
  data: DataSet,
  options: { readonly threshold?: number | readonly number[]; readonly device?: Backend } = {},
): LabelScores & { readonly names: readonly string[] } {
  const where = 'evaluateLabels'
  const { threshold = 0.5, device } = checkNames(where, options, ['threshold', 'device']) as typeof options
  const names = labelsOf(where, model)
  const least = thresholds(where, threshold, names.length)
  checkFit(where, model, data)
  const { scores } = judge(resolveDevice(where, device), model, data)
  const predicted = rowsOf(predictedNumbers(model, scores), names.length)
  const told = predicted.map((row) => row.map((p, k) => (p > least[k]! ? 1 : 0)))
  return Object.freeze({ names, ...labelScores(told, rowsOf(data.y, names.length), data.weights) })
}

function labelsOf(where: string, { loss }: Model): readonly string[] {
  if (loss.kind === 'multi-label' && 'labels' in loss) return loss.labels
  throw new UnsupportedError({
    where,
    expected: 'the model must have labels: its loss must be multiLabel()',
    received: show(loss.kind),
    fix: 'Use predict, or train with multiLabel.',
  })
}

function thresholds(where: string, given: number | readonly number[], count: number): readonly number[] {
  const each = Array.isArray(given)
    ? (given as readonly number[])
    : Array.from({ length: count }, () => given as number)
  each.forEach((threshold, k) =>
    checkNumber(where, Array.isArray(given) ? `threshold[${k}]` : 'threshold', threshold, '[0, 1)'),
  )
  if (each.length === count) return each
  throw new OptionError({
    where,
    expected: `threshold must be one number, or ${count}, one for each label`,
    received: `${each.length}`,
    fix: 'Give one for each label.',
  })
}
