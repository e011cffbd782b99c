// Cells → rows of X, by a fitted preprocessing, for rows of a table; encode-rows.ts does it for rows of a program.
import { show } from '../check/check.ts'
import { DataError } from '../check/errors.ts'
import { columnNumbers, columnTexts } from './columns.ts'
import { encodeFeatures } from './encode-features.ts'
import { listNames } from './labels.ts'
import { placeOf } from './table-from-texts.ts'
import type { Table, TablePreprocessing } from './types.ts'

/** Rows of a table, encoded.
 *  Shapes:  (chosen rows) → (chosen rows, inputs)
 *  Throws:  DataError for a missing column, text in a number column, a refused category or missing value, naming column and line */
export function encodeTable(
  preprocessing: TablePreprocessing,
  table: Table,
  rows: ArrayLike<number>,
  where: string,
): Float32Array {
  const place = (index: number) => placeOf(table.lines, rows[index]!)
  const fail = (index: number, name: string, expected: string, received: string, fix: string) =>
    new DataError({
      where,
      expected: `column ${show(name)} ${expected}`,
      received: `${received} in ${place(index)}`,
      fix,
    })
  const columns = new Map(table.columns.map((column) => [column.name, column]))
  return encodeFeatures(preprocessing, rows.length, fail, (recipe) => {
    const column = columns.get(recipe.name)
    if (!column) {
      throw new DataError({
        where,
        expected: `there must be a column ${show(recipe.name)}, as in training`,
        received: `the columns ${listNames([...columns.keys()])}`,
        fix: 'Add the column; its cells may be empty if its missing values are filled in.',
      })
    }
    const values = recipe.kind === 'number' ? columnNumbers(where, table, column) : columnTexts(column)
    return (index) => values[rows[index]!]!
  })
}
