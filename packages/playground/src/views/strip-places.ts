// Final losses of many seeds as dots in a row a network, on a logarithmic axis; and the same in words.
import type { Range } from './frame.ts'
import { numberText } from './ticks.ts'

export interface StripRow {
  readonly label: string
  /** Final losses; a run that failed has none. */
  readonly losses: readonly number[]
  readonly failed: number
}

/** Where a loss lies between both ends of the axis, in [0, 1]. */
export const shareOf = (loss: number, [low, high]: Range): number =>
  Math.log(Math.max(loss, low) / low) / Math.log(high / low)

/** Both ends of the axis: powers of ten around all losses. Losses below a millionth lie at its lower end. */
export function stripRange(rows: readonly StripRow[]): Range {
  const all = rows.flatMap(({ losses }) => losses).filter((loss) => loss > 0 && loss < Infinity)
  if (all.length === 0) return [0.01, 1]
  const low = 10 ** Math.floor(Math.log10(Math.max(1e-6, Math.min(...all))) + 1e-9)
  const high = 10 ** Math.ceil(Math.log10(Math.max(...all)) - 1e-9)
  return [low, Math.max(high, 10 * low)]
}

/** The powers of ten on an axis. */
export function decades([low, high]: Range): number[] {
  const [first, last] = [Math.round(Math.log10(low)), Math.round(Math.log10(high))]
  return Array.from({ length: last - first + 1 }, (_, k) => Number((10 ** (first + k)).toPrecision(1)))
}

export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return undefined
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]
}

/** How a network fared over its seeds. */
export function stripWords({ label, losses, failed }: StripRow): string {
  const runs = losses.length + failed
  if (runs === 0) return `${label}: no run is done yet`
  const failures = failed > 0 ? `, ${failed} failed` : ''
  const middle = median(losses)
  if (middle === undefined) return `${label}: ${runs} ${runs === 1 ? 'run' : 'runs'}${failures}`
  const spread = `${numberText(Math.min(...losses))} to ${numberText(Math.max(...losses))}`
  return `${label}: median ${numberText(middle)}, from ${spread}, over ${runs} ${runs === 1 ? 'seed' : 'seeds'}${failures}`
}
