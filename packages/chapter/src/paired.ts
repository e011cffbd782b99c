import { deviation, mean } from './numbers.ts'

/** How much larger the second numbers are than the first, measured on the same data: the mean difference and its standard error. */
export interface Gain {
  readonly mean: number
  readonly error: number
  /** Whether it is above 0 by more than two standard errors. */
  readonly clear: boolean
}

/** The gain of `after` over `before`, number by number.
 *  Example: gain([0.8, 0.7, 0.9], [0.85, 0.78, 0.93]).clear  // true: 0.053 ± 0.015  */
export function gain(before: readonly number[], after: readonly number[]): Gain {
  const differences = after.map((value, k) => value - before[k]!)
  const [middle, error] = [mean(differences), deviation(differences) / Math.sqrt(differences.length)]
  return { mean: middle, error, clear: differences.length > 1 && middle > 2 * error }
}

/** A gain in shares as text: `+2.1 ± 0.4 points`. */
export const pointsText = ({ mean: middle, error }: Gain): string =>
  `${signed(100 * middle)} ± ${(100 * error).toFixed(1)} points`

function signed(points: number): string {
  const text = Math.abs(points).toFixed(1)
  return Number(text) === 0 ? text : `${points < 0 ? '-' : '+'}${text}`
}
