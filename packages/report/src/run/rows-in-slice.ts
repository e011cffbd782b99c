// Where the rows of a data set lie in a slice through the space of inputs.
import type { DataSet, Slice } from 'wigglenet'

/** Coordinates along the two axes of a slice, which stand at right angles.
 *  Shapes:  (rows, 2), in the units of the axes */
export function rowsInSlice({ X, scaling, rows, inputs }: DataSet, { origin, across, up }: Slice): Float64Array {
  const places = new Float64Array(2 * rows)
  for (let row = 0; row < rows; row++) {
    for (const [k, axis] of [across, up].entries()) {
      let [along, square] = [0, 0]
      for (let i = 0; i < inputs; i++) {
        if (axis[i] === 0) continue
        const value = X[row * inputs + i]!
        const x = scaling ? scaling.scale[i]! * value + scaling.shift[i]! : value
        along += (x - origin[i]!) * axis[i]!
        square += axis[i]! * axis[i]!
      }
      places[2 * row + k] = along / square
    }
  }
  return places
}
