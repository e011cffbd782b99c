// Rows of texts → a table: each column is guessed to be a number or a category, with a way to say otherwise.
import { checkNames, show } from '../check/check.ts'
import { DataError, OptionError } from '../check/errors.ts'
import { isMissing, parseNumber } from './cells.ts'
import { listNames } from './labels.ts'
import type { Column, Table } from './types.ts'

export interface ColumnKinds {
  /** Columns to take as categories, whatever they hold. */
  readonly category?: readonly string[]
  /** Columns to take as numbers: any other text in them is an error. */
  readonly number?: readonly string[]
}

export interface TableOptions extends ColumnKinds {
  /** Line of each row in its file, from 1. */
  readonly lines?: Uint32Array
  /** What error messages name: the file. */
  readonly where?: string
}

/** A table of rows of texts. Empty cells, `NA`, `NaN`, `null` and `?` are missing. A column is a number if more than half of its other
 *  cells are decimal numbers (or infinite), and then all must be finite numbers; else it is a category, as is a column without a value.
 *  Throws:  DataError for an empty or repeated column name, a ragged row, text or infinity in a number column; OptionError for an unknown column
 *  Example: tableFromTexts(['size', 'sort'], [['1.5', 'a'], ['?', 'b']]).columns[0].values  // Float64Array [1.5, NaN]  */
export function tableFromTexts(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): Table {
  const { category = [], number = [], lines, where = 'table' } = options
  checkNames(where, options, ['category', 'number', 'lines', 'where'])
  checkColumnNames(where, 'category', category, header)
  checkColumnNames(where, 'number', number, header)
  const both = category.find((name) => number.includes(name))
  if (both !== undefined) {
    throw new OptionError({
      where,
      expected: 'a column must be a category or a number',
      received: `${show(both)} as both`,
      fix: 'Name it in one of the two.',
    })
  }
  checkHeader(where, header)
  const ragged = rows.findIndex((row) => row.length !== header.length)
  if (ragged >= 0) {
    throw new DataError({
      where,
      expected: `every row must have ${header.length} cells, one for each column`,
      received: `${rows[ragged]!.length} in ${placeOf(lines, ragged)}`,
      fix: 'Add or remove cells, or put quotes around a cell that holds a delimiter.',
    })
  }
  const asked = { category: new Set(category), number: new Set(number) }
  const columns = header.map((name, index): Column => {
    const texts = rows.map((row) => (isMissing(row[index]!) ? null : row[index]!))
    const isNumber = asked.number.has(name) || (!asked.category.has(name) && looksNumeric(texts))
    if (!isNumber) return Object.freeze({ name, kind: 'category', values: Object.freeze(texts) })
    return Object.freeze({ name, kind: 'number', values: numbersOf(where, name, texts, lines) })
  })
  return Object.freeze({ kind: 'table', rows: rows.length, columns: Object.freeze(columns), ...(lines && { lines }) })
}

/** Numbers of a column of texts; missing cells are NaN.
 *  Throws:  DataError that names the column and the line of the first text or infinity */
export function numbersOf(
  where: string,
  name: string,
  texts: readonly (string | null)[],
  lines: Uint32Array | undefined,
): Float64Array {
  const numbers = new Float64Array(texts.length)
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row]!
    const value = text === null ? Number.NaN : parseNumber(text)
    if (text !== null && !Number.isFinite(value)) throw noNumber(where, name, text, placeOf(lines, row))
    numbers[row] = value
  }
  return numbers
}

/** The error for a text in a number column that is no finite number. */
export function noNumber(where: string, name: string, text: string, place: string): DataError {
  const infinite = !Number.isNaN(parseNumber(text))
  return new DataError({
    where,
    expected: `column ${show(name)} must hold ${infinite ? 'finite ' : ''}numbers`,
    received: `${show(text)} in ${place}`,
    fix: infinite ? 'Correct the cell, or leave it empty.' : 'Correct the cell, or take the column as a category.',
  })
}

/** Where a row stands, for error messages. */
export function placeOf(lines: Uint32Array | undefined, row: number): string {
  return lines ? `line ${lines[row]}` : `row ${row + 1}`
}

/** Refuses names that are no columns.
 *  Throws:  OptionError that lists the columns */
export function checkColumnNames(
  where: string,
  option: string,
  names: readonly string[],
  columns: readonly string[],
): void {
  const unknown = names.find((name) => !columns.includes(name))
  if (unknown === undefined) return
  throw new OptionError({
    where,
    expected: `${option} must name a column, one of ${listNames(columns)}`,
    received: show(unknown),
    fix: 'Choose a name from the list.',
  })
}

function checkHeader(where: string, header: readonly string[]): void {
  const seen = new Set<string>()
  const wrong = header.findIndex((name) => name === '' || seen.size === seen.add(name).size)
  if (wrong < 0) return
  const empty = header[wrong] === ''
  throw new DataError({
    where,
    expected: empty ? 'every column must have a name' : 'every column must have a name of its own',
    received: empty
      ? `none for column ${wrong + 1}`
      : `${show(header[wrong])} for columns ${header.indexOf(header[wrong]!) + 1} and ${wrong + 1}`,
    fix: 'Correct the header, or read the file as one without a header.',
  })
}

function looksNumeric(texts: readonly (string | null)[]): boolean {
  let present = 0
  let numbers = 0
  for (const text of texts) {
    if (text === null) continue
    present++
    if (!Number.isNaN(parseNumber(text))) numbers++
  }
  return numbers * 2 > present
}
