// How far a line is from the points that it parts.
import type { DataSet } from 'wigglenet'

/** The distance of the nearest point to the line, negative where one lies on the wrong side. */
export function marginOf({ X, y, rows }: DataSet, [w0, w1, bias]: readonly number[]): number {
  const length = Math.hypot(w0!, w1!)
  const distances = Array.from(
    { length: rows },
    (_, row) => (y[row] === 1 ? 1 : -1) * (w0! * X[2 * row]! + w1! * X[2 * row + 1]! + bias!),
  )
  return Math.min(...distances) / length
}

/** The widest margin of any line, by trying directions. */
export function widestMargin({ X, y, rows }: DataSet): number {
  let widest = Number.NEGATIVE_INFINITY
  const directions = 36_000
  for (let k = 0; k < directions; k++) {
    const angle = (2 * Math.PI * k) / directions
    const [across, up] = [Math.cos(angle), Math.sin(angle)]
    let [least, most] = [Infinity, -Infinity]
    for (let row = 0; row < rows; row++) {
      const place = across * X[2 * row]! + up * X[2 * row + 1]!
      if (y[row] === 1) least = Math.min(least, place)
      else most = Math.max(most, place)
    }
    widest = Math.max(widest, (least - most) / 2)
  }
  return widest
}
