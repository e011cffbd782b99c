// How well several labels at once are told, of which any number may hold for a row.
import { deepFreeze } from '../check/check.ts'
import { DataError, ShapeError } from '../check/errors.ts'
import { checkLengths, checkWeights } from './checks.ts'
import type { ClassScore } from './class-scores.ts'

type Means = Omit<ClassScore, 'rows'>

/** How well each label is told, and all of them together. */
export interface LabelScores {
  readonly labels: readonly ClassScore[]
  /** Of all labels of all rows taken together: each label of a row counts as much as any other. */
  readonly micro: Means
  /** Means over the labels: each label counts as much as any other, also one that holds for no row. */
  readonly macro: Means
  /** Means over the labels, weighted by their rows. */
  readonly weighted: Means
  /** The share of labels of rows that are told wrong. */
  readonly hammingLoss: number
  /** The share of rows of which every label is told right. */
  readonly subsetAccuracy: number
}

/** Precision, recall and F1 of each label and their means, from what was predicted and what holds, 1 for a label that holds and 0 for others.
 *  Formula: precision = right / predicted, recall = right / actual, f1 = 2·right / (predicted + actual); 0 where the divisor is 0
 *  Shapes:  predicted, actual (rows, labels); weights (rows), what each row counts, default 1
 *  Throws:  ShapeError for rows that do not fit; DataError for what is neither 0 nor 1, or for weights that are none
 *  Source:  Tsoumakas and Katakis 2007, Multi-Label Classification: An Overview; the conventions of scikit-learn
 *  Example: labelScores([[1, 0], [0, 1]], [[1, 0], [1, 1]]).micro.recall  // 2/3  */
export function labelScores(
  predicted: readonly ArrayLike<number>[],
  actual: readonly ArrayLike<number>[],
  weights?: ArrayLike<number>,
): LabelScores {
  const where = 'labelScores'
  checkLengths(where, predicted, actual)
  const count = actual[0]!.length
  for (const [name, rows] of Object.entries({ predicted, actual })) checkRows(where, name, rows, count)
  const { weight, total } = checkWeights(where, weights, actual.length)
  const tallies = Array.from({ length: count }, () => ({ right: 0, taken: 0, rows: 0 }))
  let [wrong, whole] = [0, 0]
  for (const [row, labels] of actual.entries()) {
    const own = weight(row)
    let missed = 0
    for (const [k, tally] of tallies.entries()) {
      const [is, told] = [labels[k]!, predicted[row]![k]!]
      tally.rows += own * is
      tally.taken += own * told
      tally.right += own * is * told
      if (is !== told) missed++
    }
    wrong += own * missed
    if (missed === 0) whole += own
  }
  const labels = tallies.map((tally) => ({ ...ratios(tally), rows: tally.rows }))
  const sum = (name: 'right' | 'taken' | 'rows') => tallies.reduce((all, tally) => all + tally[name], 0)
  const all = { right: sum('right'), taken: sum('taken'), rows: sum('rows') }
  const mean = (share: (rows: number) => number): Means => {
    const of = (name: keyof Means) => labels.reduce((all, label) => all + share(label.rows) * label[name], 0)
    return { precision: of('precision'), recall: of('recall'), f1: of('f1') }
  }
  return deepFreeze({
    labels,
    micro: ratios(all),
    macro: mean(() => 1 / count),
    weighted: mean((rows) => (all.rows === 0 ? 0 : rows / all.rows)),
    hammingLoss: wrong / (total * count),
    subsetAccuracy: whole / total,
  })
}

function ratios({ right, taken, rows }: Readonly<Record<'right' | 'taken' | 'rows', number>>): Means {
  return {
    precision: taken === 0 ? 0 : right / taken,
    recall: rows === 0 ? 0 : right / rows,
    f1: rows + taken === 0 ? 0 : (2 * right) / (rows + taken),
  }
}

function checkRows(where: string, name: string, rows: readonly ArrayLike<number>[], count: number): void {
  for (const [i, row] of rows.entries()) {
    if (row.length !== count || count === 0) {
      const expected = `${name}[${i}] must have a number for each of ${count || 'some'} labels`
      throw new ShapeError({ where, expected, received: `${row.length}`, fix: 'Give every row the same labels.' })
    }
    const other = Array.from(row).find((value) => value !== 0 && value !== 1)
    if (other === undefined) continue
    const expected = `${name}[${i}] must be of 0 and 1`
    throw new DataError({ where, expected, received: `${other}`, fix: 'Give 1 where the label holds, else 0.' })
  }
}
