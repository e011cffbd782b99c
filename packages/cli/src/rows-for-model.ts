// A table from a file → rows in the order of a model's features, each value checked, with its line where it is wrong.
import { readCsv } from '@wigglenet/io'
import {
  type Column,
  DataError,
  encodeTable,
  type Model,
  ShapeError,
  type Table,
  type TablePreprocessing,
} from 'wigglenet'
import { counted, type Terminal, visible } from './terminal.ts'

export interface CsvReading {
  readonly header?: boolean
  readonly delimiter?: string
}

/** Rows that are checked at a time, so that memory stays small. */
const CHUNK = 4096

/** The table in CSV bytes, its columns taken as the model takes them. */
export function readTableFor(model: Model, bytes: Uint8Array, where: string, csv: CsvReading): Table {
  // As texts, which become numbers where the model takes numbers: a category such as 07 stays one, and what stands in a column that
  // nobody asks for does not matter.
  const texts = model.preprocessing?.kind === 'table' ? { asText: () => true } : {}
  return readCsv(bytes, { ...csv, ...texts, where })
}

/** The table with labels and categories as training wrote them: a column of numbers (1.0) gave it the labels of numbers (1).  */
export function asTrained({ features, target }: TablePreprocessing, table: Table): Table {
  const known = new Map<string, ReadonlySet<string>>()
  for (const feature of features) if (feature.kind === 'category') known.set(feature.name, new Set(feature.categories))
  if (target.kind === 'class') known.set(target.name, new Set(target.classes))
  const columns = table.columns.map((column): Column => {
    const labels = known.get(column.name)
    if (!labels || column.kind === 'number') return column
    const values = column.values.map((text) => {
      const plain = text === null || labels.has(text) ? text : String(Number(text))
      return plain !== null && labels.has(plain) ? plain : text
    })
    return { ...column, values }
  })
  return { ...table, columns }
}

/** What a prediction cannot take as it stands, a sentence a column: categories that training did not have, numbers far outside its range. */
function strangeCells({ features }: TablePreprocessing, table: Table, header: boolean): string[] {
  return features.flatMap((feature, index) => {
    const byName = table.columns.find(({ name }) => name === feature.name)
    const column = byName ?? (header ? undefined : table.columns[index])
    const values = Array.from<string | number | null>(column?.values ?? [])
    const isStrange = strangeFor(feature)
    const rows = values.flatMap((value, row) => (isStrange(value) ? [row] : []))
    if (rows.length === 0) return []
    const shown = feature.kind === 'number' ? values[rows[0]!] : JSON.stringify(values[rows[0]!])
    const first = `${shown}${table.lines ? ` in line ${table.lines[rows[0]!]}` : ''}`
    const cells = `column ${JSON.stringify(feature.name)}: ${counted(rows.length, 'value')}, the first ${first},`
    return feature.kind === 'category'
      ? `${cells} not seen in training; taken as none of its categories`
      : `${cells} far outside the range of training, ${feature.range.join(' to ')}; clipped`
  })
}

/** Says on `stderr` which values of a table were not used as they stand. */
export function tellStrange(
  { preprocessing }: Model,
  table: Table,
  { header = true }: CsvReading,
  { stderr }: Pick<Terminal, 'stderr'>,
): void {
  if (preprocessing?.kind !== 'table') return
  for (const note of strangeCells(preprocessing, table, header)) stderr.write(`wigglenet: ${visible(note)}\n`)
}

function strangeFor(feature: TablePreprocessing['features'][number]): (value: string | number | null) => boolean {
  if (feature.kind === 'category') {
    const known = new Set(feature.categories)
    return (value) => value !== null && !known.has(String(value)) && !known.has(String(Number(value)))
  }
  const [low, high] = feature.range
  const margin = (high - low) / 2
  return (value) => value !== null && (Number(value) < low - margin || Number(value) > high + margin)
}

export type Cell = string | number | null

/** Rows as `model.predict` takes them: values in the order of the features.
 *  Throws:  ShapeError for another number of columns; DataError with column and line for a value that cannot be used */
export function rowsFor(model: Model, table: Table, where: string): Cell[][] {
  const { preprocessing } = model
  if (preprocessing?.kind !== 'table') return plainRows(model, table, where)
  const names = preprocessing.features.map(({ name }) => name)
  const named = asTrained(preprocessing, withNames(table, names, where))
  for (let start = 0; start < named.rows; start += CHUNK) {
    const rows = Uint32Array.from({ length: Math.min(CHUNK, named.rows - start) }, (_, row) => start + row)
    encodeTable(preprocessing, named, rows, where)
  }
  const columns = names.map((name) => named.columns.find((column) => column.name === name)!)
  return Array.from({ length: named.rows }, (_, row) => columns.map(({ values }) => cell(values[row])))
}

/** A table without a header, whose columns are called 1, 2, 3 …, has the features in their order.
 *  Throws:  ShapeError when it has more columns, or fewer */
function withNames(table: Table, names: readonly string[], where: string): Table {
  const isNumbered = table.columns.every(({ name }, index) => name === String(index + 1))
  const fits = names.every((name) => table.columns.some((column) => column.name === name))
  if (!isNumbered || fits) return table
  if (table.columns.length !== names.length) {
    throw new ShapeError({
      where,
      expected: `rows without a header must have ${names.length} cells, ${names.join(', ')}`,
      received: String(table.columns.length),
      fix: 'Give the features of training in their order, without the target, or a header.',
    })
  }
  return { ...table, columns: table.columns.map((column, index) => ({ ...column, name: names[index]! })) }
}

/** Rows of a model without columns, such as one of images: every column in its order. */
function plainRows({ network: { inputs }, preprocessing }: Model, table: Table, where: string): Cell[][] {
  if (table.columns.length !== inputs) {
    throw new ShapeError({
      where,
      expected: `every row must have ${inputs} cells, one for each input`,
      received: String(table.columns.length),
      fix: 'Give the inputs of training, without the target.',
    })
  }
  const isImage = preprocessing?.kind === 'image'
  return Array.from({ length: table.rows }, (_, row) =>
    table.columns.map(({ name, values }) => {
      const value = cell(values[row])
      if (typeof value === 'number' && (!isImage || (value >= 0 && value <= 255))) return value
      throw new DataError({
        where,
        expected: `column ${JSON.stringify(name)} must hold ${isImage ? 'pixels of 0 to 255' : 'numbers'}`,
        received: `${value === null ? 'no value' : JSON.stringify(value)} in line ${table.lines![row]}`,
        fix: 'Correct the cell.',
      })
    }),
  )
}

function cell(value: number | string | null | undefined): Cell {
  return value === undefined || (typeof value === 'number' && Number.isNaN(value)) ? null : value
}
