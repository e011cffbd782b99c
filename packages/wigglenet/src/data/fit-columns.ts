// From what is known of each column to the recipes of a preprocessing. The columns may be those of a table in memory, or have been read
// from disk block by block: only their summaries count.
import { deepFreeze, show } from '../check/check.ts'
import { DataError } from '../check/errors.ts'
import { withEncoder } from './encode-rows.ts'
import { checkTwoClasses, listNames, sortLabels } from './labels.ts'
import type { FeatureRecipe, TablePreprocessing, TargetRecipe } from './types.ts'

/** Most categories that a text column may have without being asked for. */
const MOST_CATEGORIES = 20

/** What the training rows that have a target hold in a column. */
export interface ColumnSummary {
  readonly name: string
  readonly kind: 'number' | 'category'
  /** Throws:  DataError for text in the column */
  numbers(): NumberSummary
  categories(): CategorySummary
  /** Where the first of the rows without a value stands. */
  firstAbsent(): string
}
/** Of the values that are there; NaN where there are none. */
export interface NumberSummary {
  readonly present: number
  readonly mean: number
  readonly deviation: number
  readonly low: number
  readonly high: number
  readonly median: number
  /** Rows that the median was taken of, where it was not all. */
  readonly sampled?: number
}
export interface CategorySummary {
  readonly present: number
  readonly counts: ReadonlyMap<string, number>
  /** Whether there are more texts than were counted. */
  readonly more?: boolean
}

export interface ColumnChoices {
  readonly where: string
  /** Training rows that have a target. */
  readonly rows: number
  readonly task: 'classification' | 'regression'
  readonly missing: 'impute' | 'refuse'
  readonly unseen: 'zeros' | 'refuse'
  readonly targetScale: 'standardized' | 'own'
  readonly drop: readonly string[] | undefined
  readonly category: readonly string[] | undefined
  readonly number: readonly string[] | undefined
  /** Training rows without a target. */
  readonly unlabelled: number
}

interface Fitting extends ColumnChoices {
  readonly notes: string[]
}

/** The recipes of all columns, and what was chosen, a sentence each.
 *  Throws:  DataError for a single class, no feature left, a missing value that is refused, numbers too large */
export function fitColumns(
  columns: readonly ColumnSummary[],
  target: ColumnSummary,
  choices: ColumnChoices,
): { readonly preprocessing: TablePreprocessing; readonly notes: readonly string[] } {
  const notes: string[] = []
  const fitting: Fitting = { ...choices, notes }
  const { where, unlabelled, drop, category, number } = choices
  const targetRecipe = fitTarget(fitting, target)
  if (unlabelled > 0) notes.push(`${counted(unlabelled, 'row')} without a value of ${target.name} left out`)
  const features: FeatureRecipe[] = []
  for (const column of columns) {
    if (column === target || drop?.includes(column.name)) continue
    const asked = category?.includes(column.name) ?? false
    const isNumber = number?.includes(column.name) || (column.kind === 'number' && !asked)
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
  return deepFreeze({ preprocessing: withEncoder({ kind: 'table', features, target: targetRecipe }), notes })
}

/** Refuses a target without any value.
 *  Throws:  DataError */
export function checkLabelled(where: string, target: string, labelled: number, rows: number): void {
  if (labelled > 0) return
  throw new DataError({
    where,
    expected: `column ${show(target)} must have a value in some row`,
    received: `none in ${rows} rows`,
    fix: 'Choose another target, or fill in its values.',
  })
}

function fitTarget({ where, notes, task, targetScale }: Fitting, column: ColumnSummary): TargetRecipe {
  const { name } = column
  if (task === 'classification') {
    const classes = sortLabels(column.categories().counts.keys())
    checkTwoClasses(where, `column ${show(name)}`, classes)
    notes.push(`target ${name}: classification, ${classes.length} classes (${listNames(classes)})`)
    return { kind: 'class', name, classes }
  }
  const spread = spreadOf(where, name, column.numbers())
  notes.push(`target ${name}: regression, from ${spread.range[0]} to ${spread.range[1]}`)
  if (spread.range[0] === spread.range[1]) notes.push(`${name}: always ${spread.range[0]} in the training rows`)
  return { kind: 'number', name, ...spread, ...(targetScale === 'own' && { mean: 0, deviation: 1 }) }
}

function fitNumber(fitting: Fitting, column: ColumnSummary): FeatureRecipe | undefined {
  const { where, rows, notes } = fitting
  const { name } = column
  const summary = column.numbers()
  const { present, median, sampled } = summary
  if (present === 0) {
    notes.push(`${name} left out: no values in the training rows`)
    return undefined
  }
  const spread = spreadOf(where, name, summary)
  if (spread.range[0] === spread.range[1]) notes.push(`${name}: always ${spread.range[0]} in the training rows`)
  const absent = rows - present
  if (absent > 0) refuseMissing(fitting, column)
  if (absent > 0) {
    const of = sampled === undefined ? 'the median' : `the median of ${sampled} rows drawn at random`
    notes.push(`${name}: ${counted(absent, 'missing value')} filled with ${of}, ${Number(median.toPrecision(12))}`)
  }
  return { kind: 'number', name, ...spread, missing: fitting.missing === 'impute' ? median : 'refuse' }
}

function fitCategory(fitting: Fitting, column: ColumnSummary, asked: boolean): FeatureRecipe | undefined {
  const { rows, notes, unseen } = fitting
  const { name } = column
  const { counts, present, more } = column.categories()
  const categories = sortLabels(counts.keys())
  if (categories.length < 2) {
    notes.push(
      `${name} left out: ${present === 0 ? 'no values' : `always ${show(categories[0])}`} in the training rows`,
    )
    return undefined
  }
  if (!asked && (categories.length > MOST_CATEGORIES || categories.length * 2 > present)) {
    const many = `${more ? 'more than ' : ''}${categories.length}`
    notes.push(`${name} left out: text with ${many} different values in ${present} rows`)
    return undefined
  }
  const absent = rows - present
  const frequent = categories.reduce((best, text) => (counts.get(text)! > counts.get(best)! ? text : best))
  if (absent > 0) refuseMissing(fitting, column)
  if (absent > 0) {
    notes.push(`${name}: ${counted(absent, 'missing value')} filled with the most frequent, ${show(frequent)}`)
  }
  const policy = fitting.missing === 'impute' ? { category: frequent } : ({ refuse: true } as const)
  return { kind: 'category', name, categories, unseen, missing: policy }
}

interface Spread {
  readonly mean: number
  readonly deviation: number
  readonly range: readonly [number, number]
}

/** Mean, deviation (1 where all values are the same) and range. */
function spreadOf(where: string, name: string, { mean, deviation, low, high }: NumberSummary): Spread {
  const range = [low, high] as const
  const spread = { mean, deviation: low === high ? 1 : deviation || 1, range }
  if (Number.isFinite(spread.deviation)) return low === high ? { ...spread, mean: low } : spread
  throw new DataError({
    where,
    expected: `column ${show(name)} must hold numbers below 1e150 in size`,
    received: `numbers from ${low} to ${high}`,
    fix: 'Give the column in another unit.',
  })
}

function refuseMissing({ where, missing }: Fitting, column: ColumnSummary): void {
  if (missing === 'impute') return
  throw new DataError({
    where,
    expected: `column ${show(column.name)} must have a value in every row, as missing is 'refuse'`,
    received: `none in ${column.firstAbsent()}`,
    fix: "Fill in the value, or set missing to 'impute'.",
  })
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
