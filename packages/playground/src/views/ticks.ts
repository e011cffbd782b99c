// Round numbers along an axis, and numbers as short text.
import type { Range } from './frame.ts'

/** Multiples of 1, 2 or 5 times a power of ten in a range, both ends included, at most `most` of them and one more. */
export function ticks([low, high]: Range, most: number): number[] {
  const least = (high - low) / most
  if (!(least > 0 && least < Infinity)) return []
  const power = 10 ** Math.floor(Math.log10(least))
  // A share of a billionth forgives what dividing and rounding did to an exact multiple.
  const step = [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least * (1 - 1e-9))!
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)]
  return Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)))
}

/** Three digits that count, a true minus sign. */
export const numberText = (value: number): string => minus(String(Number(value.toPrecision(3))))

export const tickText = (value: number): string => minus(String(value))

/** A share as percent: whole from 10 on, a digit behind the point below; a share above 0 never reads as 0. */
export function percentText(share: number): string {
  const percent = 100 * share
  if (percent > 0 && percent < 0.1) return 'under 0.1 %'
  return `${percent >= 10 ? Math.round(percent) : Number(percent.toFixed(1))} %`
}

const minus = (text: string) => text.replaceAll('-', '−')
