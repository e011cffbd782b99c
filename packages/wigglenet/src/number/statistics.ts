// The few statistics that the library itself needs. An empty list has no mean: the answer is NaN.

/** The arithmetic mean; NaN for no values. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

// Two passes: the squares of differences from the mean lose nothing where the mean is large beside the spread.
function squaredDifferences(values: ArrayLike<number>): number {
  const center = mean(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i]! - center) * (values[i]! - center)
  return sum
}

/** The standard deviation of the values as a whole population (divided by their count); NaN for no values. */
export const deviation = (values: ArrayLike<number>): number => Math.sqrt(squaredDifferences(values) / values.length)

/** The standard deviation estimated from a sample (divided by count - 1); NaN for fewer than two values. */
export const sampleDeviation = (values: ArrayLike<number>): number =>
  values.length < 2 ? NaN : Math.sqrt(squaredDifferences(values) / (values.length - 1))

/** The value below which a share of the values lies, linear between neighbours; NaN for no values, or when one is NaN.
 *  Options: share, no unit, in [0, 1]
 *  Source:  Hyndman and Fan 1996, definition 7 */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  const last = sorted.length - 1
  if (last < 0 || Number.isNaN(sorted[last])) return NaN
  const place = share * last
  const low = Math.floor(place)
  const part = place - low
  return part === 0 ? sorted[low]! : sorted[low]! * (1 - part) + sorted[low + 1]! * part
}

/** The middle value, or the mean of the two middle ones; NaN for no values. */
export const median = (values: ArrayLike<number>): number => quantile(values, 0.5)

/** How many float64 numbers lie between two numbers, the second one counted: 0 when equal (0 and -0 are), ∞ when just one is NaN. */
export function ulpDistance(a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity
  const view = new DataView(new ArrayBuffer(8))
  const rank = (value: number): bigint => {
    view.setFloat64(0, Math.abs(value))
    const size = view.getBigInt64(0)
    return value < 0 ? -size : size
  }
  return Math.abs(Number(rank(a) - rank(b)))
}
