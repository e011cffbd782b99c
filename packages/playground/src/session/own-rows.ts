// Rows of the visitor's own, in any unit: the network sees each column, and a number to predict, with mean 0 and deviation 1 on the training rows.
import {
  applyPreprocessing,
  DataError,
  type DataSet,
  fitPreprocessing,
  preprocessingFromData,
  type Table,
} from 'wigglenet'
import type { OwnData, ValueData } from '../setup.ts'

/** What error messages call them. */
const where = 'own points'

/** All rows, as they were standardized on those for training. */
export function standardized(data: OwnData | ValueData, train: ArrayLike<number>): DataSet {
  const { X, y, names } = data
  const rows = y.length
  const target = freeName(names, data.kind === 'points' ? 'class' : data.target)
  const columns = names.map((name, input) => ({
    ...{ name, kind: 'number' as const },
    values: Float64Array.from({ length: rows }, (_, row) => X[row * names.length + input]!),
  }))
  const told =
    data.kind === 'points'
      ? { name: target, kind: 'category' as const, values: y.map((label) => data.classes[label]!) }
      : { name: target, kind: 'number' as const, values: Float64Array.from(y) }
  const table: Table = { kind: 'table', rows, columns: [...columns, told] }
  const task = data.kind === 'points' ? 'classification' : 'regression'
  const fitted = fitPreprocessing(table, train, { target, task, where }).preprocessing
  const preprocessing =
    data.kind === 'points'
      ? // Classes without a point in training keep their numbers.
        preprocessingFromData({ ...fitted, target: { kind: 'class', name: target, classes: [...data.classes] } })
      : fitted
  if (preprocessing.kind !== 'table') throw new Error('a table has the preprocessing of a table')
  return applyPreprocessing(preprocessing, table, undefined, where)
}

/** The name, or one like it that no column has. */
function freeName(names: readonly string[], name: string): string {
  return names.includes(name) ? freeName(names, `${name}_`) : name
}

/** Beyond them a preprocessing clips: half of the range of the training rows further out.
 *  Throws:  DataError for a column that is the same in all of them: it cannot be an axis */
export function limitsOf({ preprocessing }: DataSet, input: number): readonly [number, number] {
  const recipe = preprocessing?.kind === 'table' ? preprocessing.features[input] : undefined
  if (recipe?.kind !== 'number') return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const [low, high] = recipe.range
  if (low === high)
    throw new DataError({
      where,
      expected: `column "${recipe.name}" must vary in the training rows to be drawn`,
      received: `${low} in all of them`,
      fix: 'Draw another column.',
    })
  return [low - (high - low) / 2, high + (high - low) / 2]
}
