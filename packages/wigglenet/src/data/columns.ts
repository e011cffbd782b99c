// Columns of a table by name, as numbers or as texts, whichever way they were read.
import { checkOneOf, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { listNames, looksLikeClasses } from './labels.ts'
import { numbersOf } from './table-from-texts.ts'
import type { Column, Table } from './types.ts'

/** The column of this name.
 *  Throws:  OptionError that lists the columns */
export function columnOf(where: string, table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name)
  if (column) return column
  throw new OptionError({
    where,
    expected: `there must be a column ${show(name)}`,
    received: `the columns ${listNames(table.columns.map((candidate) => candidate.name))}`,
    fix: 'Name a column of the table.',
  })
}

/** A column's numbers, NaN where missing; a column of texts is parsed.
 *  Throws:  DataError for text or infinity, naming column and line */
export function columnNumbers(where: string, table: Table, column: Column): Float64Array {
  return column.kind === 'number' ? column.values : numbersOf(where, column.name, column.values, table.lines)
}

/** A column's texts, null where missing; a number is written as JavaScript writes it. */
export function columnTexts(column: Column): readonly (string | null)[] {
  if (column.kind === 'category') return column.values
  return Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)))
}

/** The rows that have a value of the target, in order; the others can neither be trained on nor judged.
 *  Example: labelledRows(table, 'species').length  // 344  */
export function labelledRows(table: Table, target: string): Uint32Array {
  const column = columnOf('labelledRows', table, target)
  return Uint32Array.from({ length: table.rows }, (_, row) => row).filter((row) => isPresent(column, row))
}

/** What a target asks for: classes if it is text, or whole numbers with at most 20 values; else regression. */
export function guessTask(table: Table, target: string): 'classification' | 'regression' {
  const column = columnOf('guessTask', table, target)
  if (column.kind === 'category') return 'classification'
  return looksLikeClasses(column.values.filter((value) => !Number.isNaN(value))) ? 'classification' : 'regression'
}

/** Whether a cell holds a value. */
export function isPresent(column: Column, row: number): boolean {
  return column.kind === 'number' ? !Number.isNaN(column.values[row]) : (column.values[row] ?? null) !== null
}

/** The task asked for, checked, or the one that the target looks like. */
export function taskOf(where: string, table: Table, target: string, task: unknown): 'classification' | 'regression' {
  return checkOneOf(where, 'task', task ?? guessTask(table, target), ['classification', 'regression'])
}
