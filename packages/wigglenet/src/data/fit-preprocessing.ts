// Looks at the training rows of a table and writes down how a row becomes a row of X; nothing is learned from any other row.
import { checkNames, checkOneOf } from '../check/check.ts'
import { deviation, mean, median } from '../number/statistics.ts'
import { columnNumbers, columnOf, columnTexts, isPresent, taskOf } from './columns.ts'
import { type ColumnSummary, checkLabelled, fitColumns } from './fit-columns.ts'
import { type ColumnKinds, checkColumnNames, placeOf } from './table-from-texts.ts'
import type { Column, Table, TablePreprocessing } from './types.ts'

export interface PreprocessingOptions extends ColumnKinds {
  readonly target: string
  /** Default: what the target looks like, see `guessTask`. */
  readonly task?: 'classification' | 'regression'
  /** Columns to leave out. */
  readonly drop?: readonly string[]
  /** What a missing value becomes: the training rows' median or most frequent category ('impute', default), or an error. */
  readonly missing?: 'impute' | 'refuse'
  /** What a category not seen in training becomes: all zeros (default), or an error. */
  readonly unseen?: 'zeros' | 'refuse'
  /** What a target of numbers becomes: of mean 0 and deviation 1 ('standardized', default), or left in its own unit ('own'), as counts must be. */
  readonly targetScale?: 'standardized' | 'own'
  /** What error messages name. */
  readonly where?: string
}

export interface FittedPreprocessing {
  readonly preprocessing: TablePreprocessing
  /** What was chosen, filled in and left out: a sentence each, to be printed. */
  readonly notes: readonly string[]
}

/** Fits the preprocessing of a table on some of its rows. Numbers are standardized, categories one-hot; a text column with more than 20
 *  different values, or more than half as many as rows, is left out unless it is named in `category`; so is a column without any value or
 *  with a single category.
 *  Throws:  OptionError for an unknown column; DataError for a single class, text in a number column, no feature or no row left
 *  Example: fitPreprocessing(table, split.train, { target: 'species' }).preprocessing  */
export function fitPreprocessing(
  table: Table,
  rows: ArrayLike<number>,
  options: PreprocessingOptions,
): FittedPreprocessing {
  const where = options.where ?? 'fitPreprocessing'
  const choices = checkPreprocessingOptions(
    where,
    table.columns.map((column) => column.name),
    options,
  )
  const targetColumn = columnOf(where, table, options.target)
  const labelled = Uint32Array.from(rows).filter((row) => isPresent(targetColumn, row))
  checkLabelled(where, options.target, labelled.length, rows.length)
  const columns = table.columns.map((column) => summaryOf(where, table, labelled, column))
  return fitColumns(columns, columns[table.columns.indexOf(targetColumn)]!, {
    ...choices,
    where,
    rows: labelled.length,
    unlabelled: rows.length - labelled.length,
    task: taskOf(where, table, options.target, askedTask(options)),
  })
}

/** The options but for target and task, checked, defaults filled in.
 *  Throws:  OptionError for an unknown option or column */
export function checkPreprocessingOptions(where: string, names: readonly string[], options: PreprocessingOptions) {
  checkNames(where, options, [
    'target',
    'task',
    'category',
    'number',
    'drop',
    'missing',
    'unseen',
    'targetScale',
    'where',
  ])
  const { category, number, drop } = options
  checkColumnNames(where, 'target', [options.target], names)
  checkColumnNames(where, 'category', category ?? [], names)
  checkColumnNames(where, 'number', number ?? [], names)
  checkColumnNames(where, 'drop', drop ?? [], names)
  return {
    category,
    number,
    drop,
    missing: checkOneOf(where, 'missing', options.missing ?? 'impute', ['impute', 'refuse']),
    unseen: checkOneOf(where, 'unseen', options.unseen ?? 'zeros', ['zeros', 'refuse']),
    targetScale: checkOneOf(where, 'targetScale', options.targetScale ?? 'standardized', ['standardized', 'own']),
  }
}

/** The task that the options ask for, if they do. */
export function askedTask({ target, task, category, number }: PreprocessingOptions) {
  if (category?.includes(target)) return 'classification'
  return number?.includes(target) && task === undefined ? 'regression' : task
}

function summaryOf(where: string, table: Table, rows: Uint32Array, column: Column): ColumnSummary {
  const { name, kind } = column
  return {
    name,
    kind,
    numbers() {
      const all = columnNumbers(where, table, column)
      const values = Float64Array.from(rows, (row) => all[row]!).filter((value) => !Number.isNaN(value))
      let low = values[0] ?? NaN
      let high = low
      for (const value of values) {
        low = Math.min(low, value)
        high = Math.max(high, value)
      }
      const [middle, spread] = [median(values), deviation(values)]
      return { present: values.length, mean: mean(values), deviation: spread, low, high, median: middle }
    },
    categories() {
      const texts = columnTexts(column)
      const counts = new Map<string, number>()
      let present = 0
      for (const row of rows) {
        const text = texts[row] ?? null
        if (text === null) continue
        present++
        counts.set(text, (counts.get(text) ?? 0) + 1)
      }
      return { present, counts }
    },
    firstAbsent: () => placeOf(table.lines, rows.find((row) => !isPresent(column, row))!),
  }
}
