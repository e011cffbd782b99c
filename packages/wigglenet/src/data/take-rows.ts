// Some rows of a set of examples.
import { DataError, refuse } from '../check/errors.ts'
import { ofMeanOne } from './of-mean-one.ts'
import type { DataSet } from './types.ts'

/** A set of the given rows, in the given order; scaling, label names and preprocessing are kept, and the ratios
 *  of weights.
 *  Shapes:  (rows, inputs) → (chosen, inputs)
 *  Throws:  DataError for a row that is not there, or where all have a weight of 0
 *  Example: takeRows(data, split.train)  */
export function takeRows<Inputs extends number>(data: DataSet<Inputs>, rows: ArrayLike<number>): DataSet<Inputs> {
  const { inputs, targets } = data
  const count = rows.length
  const X = data.X instanceof Uint8Array ? new Uint8Array(count * inputs) : new Float32Array(count * inputs)
  const y = new Float32Array(count * targets)
  for (let index = 0; index < count; index++) {
    const row = rows[index]!
    if (!(Number.isInteger(row) && row >= 0 && row < data.rows)) {
      refuse(
        'takeRows',
        `rows[${index}] must be a whole number in [0, ${data.rows})`,
        String(row),
        'Choose rows that the data has.',
        DataError,
      )
    }
    X.set(data.X.subarray(row * inputs, (row + 1) * inputs), index * inputs)
    y.set(data.y.subarray(row * targets, (row + 1) * targets), index * targets)
  }
  const { weights } = data
  const own = weights && {
    weights: ofMeanOne(
      'takeRows',
      Float32Array.from(rows, (row) => weights[row]!),
    ),
  }
  return Object.freeze({ ...data, rows: count, X, y, ...own })
}
