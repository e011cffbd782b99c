// A table and a fitted preprocessing → a set of examples.
import { show } from '../check/check.ts'
import { DataError } from '../check/errors.ts'
import { columnNumbers, columnOf, columnTexts, isPresent } from './columns.ts'
import { encodeTable } from './encode.ts'
import { inputsOf } from './encode-features.ts'
import { listNames } from './labels.ts'
import { placeOf } from './table-from-texts.ts'
import type { Column, DataSet, Table, TablePreprocessing } from './types.ts'

/** Rows of a table as examples; rows without a value of the target are left out.
 *  Shapes:  (chosen rows) → X (rows, inputs), y (rows): class numbers, or standardized numbers
 *  Throws:  DataError for a class that training did not have, text in a number column, no row left
 *  Example: applyPreprocessing(preprocessing, table, split.test)  */
export function applyPreprocessing(
  preprocessing: TablePreprocessing,
  table: Table,
  rows: ArrayLike<number> = Uint32Array.from({ length: table.rows }, (_, row) => row),
  where = 'applyPreprocessing',
): DataSet {
  const { target } = preprocessing
  const column = columnOf(where, table, target.name)
  const labelled = Uint32Array.from(rows).filter((row) => isPresent(column, row))
  if (labelled.length === 0) {
    throw new DataError({
      where,
      expected: `column ${show(target.name)} must have a value in some row`,
      received: `none in ${rows.length} rows`,
      fix: 'Give rows with a known target.',
    })
  }
  const X = encodeTable(preprocessing, table, labelled, where)
  const base = {
    kind: 'data',
    inputs: inputsOf(preprocessing),
    rows: labelled.length,
    X,
    targets: 1,
    preprocessing,
  } as const
  if (target.kind === 'class') {
    const y = classNumbers(where, table, column, labelled, target.classes)
    return Object.freeze({ ...base, task: 'classification', y, classes: target.classes })
  }
  const values = columnNumbers(where, table, column)
  const y = Float32Array.from(labelled, (row) => (values[row]! - target.mean) / target.deviation)
  return Object.freeze({ ...base, task: 'regression', y })
}

function classNumbers(
  where: string,
  table: Table,
  column: Column,
  rows: Uint32Array,
  classes: readonly string[],
): Float32Array {
  const places = new Map(classes.map((name, place) => [name, place]))
  const texts = columnTexts(column)
  return Float32Array.from(rows, (row) => {
    const place = places.get(texts[row]!)
    if (place !== undefined) return place
    throw new DataError({
      where,
      expected: `column ${show(column.name)} must be one of the classes of the training rows, ${listNames(classes)}`,
      received: `${show(texts[row])} in ${placeOf(table.lines, row)}`,
      fix: 'Correct the label, or have rows of its class in training too.',
    })
  })
}
