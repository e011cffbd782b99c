// Measured numbers, summed up and written out.

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Standard deviation of a sample; 0 of a single number. */
export function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0
  const middle = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1))
}

/** From the least to the largest. */
export const rangeOf = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)]

/** 0.4312 → `43.1 %` */
export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`

/** Shares with their spread over seeds: `43.1 % ± 0.4`. */
export const spreadText = (shares: readonly number[]): string =>
  shares.length < 2 ? percent(mean(shares)) : `${percent(mean(shares))} ± ${(100 * deviation(shares)).toFixed(1)}`

/** A number in three digits at most; very small and very large ones as 4.8·10⁻⁶. */
export function short(value: number): string {
  const size = Math.abs(value)
  if (!Number.isFinite(value) || value === 0 || (size >= 1e-3 && size < 1e5))
    return String(Number(value.toPrecision(3)))
  const [digits, power] = value.toExponential(1).split('e') as [string, string]
  return `${digits}·10${[...power].map((sign) => superscripts[sign] ?? '').join('')}`
}

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
}

/** Whole numbers from `first`, so many. */
export const seedsFrom = (first: number, count: number): number[] => Array.from({ length: count }, (_, k) => first + k)
