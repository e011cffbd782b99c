// Rows of numbers as the user has them → one flat Float32Array, every value checked.

import { show } from '../check/check.ts'
import { DataError, refuse, ShapeError } from '../check/errors.ts'

/** Rows of numbers: arrays, typed arrays, or a mixture. */
export type Rows = readonly ArrayLike<number>[]

/** Copies rows of equal width into one array.
 *  Shapes:  rows × (inputs) → (rows, inputs), row-major
 *  Throws:  ShapeError for a row of another width; DataError for a value that is no finite number (in 32 bits)
 *  Example: flatRows('predict', 'X', [[1, 2], [3, 4]])  // Float32Array [1, 2, 3, 4]  */
export function flatRows(where: string, name: string, rows: Rows, inputs = rows[0]?.length ?? 0): Float32Array {
  const flat = new Float32Array(rows.length * inputs)
  for (let row = 0; row < rows.length; row++) {
    const values = rows[row]!
    if (values?.length !== inputs) {
      refuse(
        where,
        `${name}[${row}] must have ${inputs} ${inputs === 1 ? 'number' : 'numbers'}`,
        values?.length === undefined ? show(values) : String(values.length),
        'Give every row the same columns, in the same order.',
        ShapeError,
      )
    }
    for (let k = 0; k < inputs; k++) {
      flat[row * inputs + k] = values[k]!
      if (typeof values[k] !== 'number' || !Number.isFinite(flat[row * inputs + k])) {
        throw notFinite(where, `${name}[${row}][${k}]`, values[k])
      }
    }
  }
  return flat
}

/** Copies one flat array of numbers, every value checked.
 *  Throws:  DataError for a value that is no finite number (in 32 bits) */
export function flatValues(where: string, name: string, values: ArrayLike<number>): Float32Array {
  const flat = new Float32Array(values.length)
  for (let k = 0; k < values.length; k++) {
    flat[k] = values[k]!
    if (typeof values[k] !== 'number' || !Number.isFinite(flat[k])) throw notFinite(where, `${name}[${k}]`, values[k])
  }
  return flat
}

function notFinite(where: string, name: string, value: unknown): DataError {
  return new DataError({
    where,
    expected: `${name} must be a finite number below 3.4e38 in size`,
    received: show(value),
    fix: 'Correct the value, or leave the row out.',
  })
}
