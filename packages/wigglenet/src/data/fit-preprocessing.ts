// Looks at the training rows of a table and writes down how a row becomes a row of X; nothing is learned from any other row.
import { checkNames, checkOneOf, deepFreeze, show } from '../check/check.ts'
import { DataError } from '../check/errors.ts'
import { deviation, mean, median } from '../number/statistics.ts'
import { columnNumbers, columnOf, columnTexts, isPresent, taskOf } from './columns.ts'
import { withEncoder } from './encode-rows.ts'
import { checkTwoClasses, listNames, sortLabels } from './labels.ts'
import { type ColumnKinds, checkColumnNames, placeOf } from './table-from-texts.ts'
import type { Column, FeatureRecipe, Table, TablePreprocessing, TargetRecipe } from './types.ts'

/** Most categories that a text column may have without being asked for. */
const MOST_CATEGORIES = 20

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
  checkNames(where, options, ['target', 'task', 'category', 'number', 'drop', 'missing', 'unseen', 'where'])
  const names = table.columns.map((column) => column.name)
  checkColumnNames(where, 'target', [options.target], names)
  checkColumnNames(where, 'category', options.category ?? [], names)
  checkColumnNames(where, 'number', options.number ?? [], names)
  checkColumnNames(where, 'drop', options.drop ?? [], names)
  const missing = checkOneOf(where, 'missing', options.missing ?? 'impute', ['impute', 'refuse'])
  const unseen = checkOneOf(where, 'unseen', options.unseen ?? 'zeros', ['zeros', 'refuse'])
  const targetColumn = columnOf(where, table, options.target)
  const labelled = Uint32Array.from(rows).filter((row) => isPresent(targetColumn, row))
  if (labelled.length === 0) {
    throw new DataError({
      where,
      expected: `column ${show(options.target)} must have a value in some row`,
      received: `none in ${rows.length} rows`,
      fix: 'Choose another target, or fill in its values.',
    })
  }
  const notes: string[] = []
  const fitting = { where, table, rows: labelled, notes, missing, unseen }
  const target = fitTarget(fitting, targetColumn, options)
  if (labelled.length < rows.length) {
    notes.push(`${counted(rows.length - labelled.length, 'row')} without a value of ${options.target} left out`)
  }
  const features: FeatureRecipe[] = []
  for (const column of table.columns) {
    if (column === targetColumn || options.drop?.includes(column.name)) continue
    const asked = options.category?.includes(column.name) ?? false
    const isNumber = options.number?.includes(column.name) || (column.kind === 'number' && !asked)
    const recipe = isNumber ? fitNumber(fitting, column) : fitCategory(fitting, column, asked)
    if (recipe) features.push(recipe)
  }
  if (features.length === 0) {
    throw new DataError({
      where,
      expected: 'there must be at least 1 column to learn from',
      received: notes.length > 1 ? `none (${notes.slice(1).join('; ')})` : 'none',
      fix: 'Give more columns, or name text columns in category.',
    })
  }
  return deepFreeze({ preprocessing: withEncoder({ kind: 'table', features, target }), notes })
}

interface Fitting {
  readonly where: string
  readonly table: Table
  readonly rows: Uint32Array
  readonly notes: string[]
  readonly missing: 'impute' | 'refuse'
  readonly unseen: 'zeros' | 'refuse'
}

function fitTarget(fitting: Fitting, column: Column, options: PreprocessingOptions): TargetRecipe {
  const { where, table, rows, notes } = fitting
  const { name } = column
  const asNumber = options.number?.includes(name) && options.task === undefined ? 'regression' : options.task
  const asCategory = options.category?.includes(name) ? 'classification' : asNumber
  if (taskOf(where, table, name, asCategory) === 'classification') {
    const texts = columnTexts(column)
    const classes = sortLabels(Array.from(rows, (row) => texts[row]!))
    checkTwoClasses(where, `column ${show(name)}`, classes)
    notes.push(`target ${name}: classification, ${classes.length} classes (${listNames(classes)})`)
    return { kind: 'class', name, classes }
  }
  const numbers = columnNumbers(where, table, column)
  const spread = fitSpread(
    where,
    name,
    Float64Array.from(rows, (row) => numbers[row]!),
  )
  notes.push(`target ${name}: regression, from ${spread.range[0]} to ${spread.range[1]}`)
  if (spread.range[0] === spread.range[1]) notes.push(`${name}: always ${spread.range[0]} in the training rows`)
  return { kind: 'number', name, ...spread }
}

function fitNumber(fitting: Fitting, column: Column): FeatureRecipe | undefined {
  const { where, table, rows, notes } = fitting
  const { name } = column
  const all = columnNumbers(where, table, column)
  const present = Float64Array.from(rows, (row) => all[row]!).filter((value) => !Number.isNaN(value))
  if (present.length === 0) {
    notes.push(`${name} left out: no values in the training rows`)
    return undefined
  }
  const spread = fitSpread(where, name, present)
  if (spread.range[0] === spread.range[1]) notes.push(`${name}: always ${spread.range[0]} in the training rows`)
  const middle = median(present)
  const absent = rows.length - present.length
  if (absent > 0) refuseMissing(fitting, column)
  if (absent > 0)
    notes.push(`${name}: ${counted(absent, 'missing value')} filled with the median, ${Number(middle.toPrecision(12))}`)
  return { kind: 'number', name, ...spread, missing: fitting.missing === 'impute' ? middle : 'refuse' }
}

function fitCategory(fitting: Fitting, column: Column, asked: boolean): FeatureRecipe | undefined {
  const { rows, notes, unseen } = fitting
  const { name } = column
  const texts = columnTexts(column)
  const counts = new Map<string, number>()
  let absent = 0
  for (const row of rows) {
    const text = texts[row] ?? null
    if (text === null) absent++
    else counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const categories = sortLabels(counts.keys())
  const present = rows.length - absent
  if (categories.length < 2) {
    notes.push(
      `${name} left out: ${present === 0 ? 'no values' : `always ${show(categories[0])}`} in the training rows`,
    )
    return undefined
  }
  if (!asked && (categories.length > MOST_CATEGORIES || categories.length * 2 > present)) {
    notes.push(`${name} left out: text with ${categories.length} different values in ${present} rows`)
    return undefined
  }
  const frequent = categories.reduce((best, text) => (counts.get(text)! > counts.get(best)! ? text : best))
  if (absent > 0) refuseMissing(fitting, column)
  if (absent > 0) {
    notes.push(`${name}: ${counted(absent, 'missing value')} filled with the most frequent, ${show(frequent)}`)
  }
  const policy = fitting.missing === 'impute' ? { category: frequent } : ({ refuse: true } as const)
  return { kind: 'category', name, categories, unseen, missing: policy }
}

/** Mean, deviation (1 where all values are the same) and range. */
function fitSpread(where: string, name: string, values: Float64Array): Spread {
  let low = values[0]!
  let high = low
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const spread = {
    mean: mean(values),
    deviation: low === high ? 1 : deviation(values) || 1,
    range: [low, high] as const,
  }
  if (Number.isFinite(spread.deviation)) return low === high ? { ...spread, mean: low } : spread
  throw new DataError({
    where,
    expected: `column ${show(name)} must hold numbers below 1e150 in size`,
    received: `numbers from ${low} to ${high}`,
    fix: 'Give the column in another unit.',
  })
}

interface Spread {
  readonly mean: number
  readonly deviation: number
  readonly range: readonly [number, number]
}

function refuseMissing({ where, table, rows, missing }: Fitting, column: Column): void {
  if (missing === 'impute') return
  const row = rows.find((candidate) => !isPresent(column, candidate))!
  throw new DataError({
    where,
    expected: `column ${show(column.name)} must have a value in every row, as missing is 'refuse'`,
    received: `none in ${placeOf(table.lines, row)}`,
    fix: "Fill in the value, or set missing to 'impute'.",
  })
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
