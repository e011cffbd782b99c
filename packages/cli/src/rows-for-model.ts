// A table from a file → rows in the order of a model's features, each value checked, with its line where it is wrong.
import { readCsv } from '@wigglenet/io'
import { DataError, encodeTable, type Model, ShapeError, type Table } from 'wigglenet'

export interface CsvReading {
  readonly header?: boolean
  readonly delimiter?: string
}

/** Rows that are checked at a time, so that memory stays small. */
const CHUNK = 4096

/** The table in CSV bytes, its columns taken as the model takes them. */
export function readTableFor(model: Model, bytes: Uint8Array, where: string, csv: CsvReading): Table {
  const table = readCsv(bytes, { ...csv, where })
  const { preprocessing } = model
  if (preprocessing?.kind !== 'table') return table
  // A category that looks like a number (7, 07) keeps its text only if it is read as a category.
  const { features, target } = preprocessing
  const texts = [...features.flatMap(({ kind, name }) => (kind === 'category' ? [name] : []))]
  if (target.kind === 'class') texts.push(target.name)
  const category = texts.filter((name) =>
    table.columns.some((column) => column.name === name && column.kind === 'number'),
  )
  return category.length > 0 ? readCsv(bytes, { ...csv, where, category }) : table
}

export type Cell = string | number | null

/** Rows as `model.predict` takes them: values in the order of the features.
 *  Throws:  ShapeError for another number of columns; DataError with column and line for a value that cannot be used */
export function rowsFor(model: Model, table: Table, where: string): Cell[][] {
  const { preprocessing } = model
  if (preprocessing?.kind !== 'table') return plainRows(model, table, where)
  const names = preprocessing.features.map(({ name }) => name)
  const named = withNames(table, names, where)
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
