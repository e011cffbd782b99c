// Sample weights: how much each row counts.
import { show } from '../check/check.ts'
import { DataError, ShapeError } from '../check/errors.ts'
import { parseNumber } from './cells.ts'
import { columnOf } from './columns.ts'
import { ofMeanOne } from './of-mean-one.ts'
import { placeOf } from './table-from-texts.ts'
import type { DataSet, Table } from './types.ts'

/** The same examples, each with a weight: its loss and its gradient count so many times. Only their ratios matter, since whatever trains or judges
 *  divides them by their mean over its own rows. So a weight of 1 for every row gives the bits of none; over all rows at once, 2 is the row
 *  twice, and 0 is the row left out.
 *  Formula: loss = Σ w·loss of the row / Σ w, as scikit-learn's scores with `sample_weight`; a batch gives Σ w/mean(w)·gradient / rows of the
 *           batch, as Keras does with such weights, so that the mean over batches is the gradient of the whole. Accuracy is Σ w of the right
 *           rows / Σ w, R² and errors likewise; the confusion matrix counts rows.
 *  Shapes:  weights (rows), each in [0, ∞), not all 0
 *  Throws:  ShapeError for another number of weights; DataError for a weight that is none
 *  Example: fit(net, weighted(data, counts), { epochs: 100 })  */
export function weighted<Inputs extends number>(data: DataSet<Inputs>, weights: ArrayLike<number>): DataSet<Inputs> {
  const where = 'weighted'
  if (data?.kind !== 'data' || data.streamed) {
    const fix = 'Make one with examples(), images() or applyPreprocessing().'
    throw new DataError({ where, expected: 'the data must be a data set in memory', received: show(data), fix })
  }
  if (weights?.length !== data.rows) {
    throw new ShapeError({
      where,
      expected: `there must be ${data.rows} weights, one for each row`,
      received: show(weights),
      fix: 'Give each row one.',
    })
  }
  const values = checkedWeights(
    where,
    data.rows,
    (row) => weights[row],
    (row) => `weights[${row}]`,
  )
  return Object.freeze({ ...data, weights: ofMeanOne(where, values) })
}

/** The weights of some rows of a table: a column of numbers.
 *  Throws:  OptionError for an unknown column; DataError, with the line, for a weight that is missing, no number or below 0
 *  Example: weighted(applyPreprocessing(preprocessing, table, rows), rowWeights(table, 'people', rows))  */
export function rowWeights(
  table: Table,
  name: string,
  rows: ArrayLike<number> = Uint32Array.from({ length: table.rows }, (_, row) => row),
  where = 'rowWeights',
): Float64Array {
  const column = columnOf(where, table, name)
  const given = (at: number) => {
    const cell = column.values[rows[at]!] ?? NaN
    // A column of texts may hold numbers too: a text that is none is told as it is.
    if (typeof cell === 'number') return cell
    const number = parseNumber(cell)
    return Number.isNaN(number) ? cell : number
  }
  const place = (at: number) => `column ${show(name)} in ${placeOf(table.lines, rows[at]!)}`
  return checkedWeights(where, rows.length, given, place)
}

function checkedWeights(
  where: string,
  rows: number,
  given: (row: number) => unknown,
  nameOf: (row: number) => string,
): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const weight = given(row)
    if (typeof weight === 'number' && weight >= 0 && weight < Infinity) return weight
    throw new DataError({
      where,
      expected: `${nameOf(row)} must be a weight, a number in [0, ∞)`,
      received: Number.isNaN(weight) ? 'none' : show(weight),
      fix: 'Correct it; 0 leaves the row out.',
    })
  })
}
