// A history of losses as columns for the chart, and the ends of its logarithmic axis.
import type { Range } from './frame.ts'

export interface LossPoint {
  readonly step: number
  readonly train: number
  readonly test?: number
}

export type Column = (number | null)[]

/** Steps, training and test losses. A loss that a logarithmic axis cannot show (0, or no number) leaves a gap. */
export function lossColumns(history: readonly LossPoint[]): [number[], Column, Column] {
  const shown = (loss: number | undefined) => (loss !== undefined && loss > 0 && loss < Infinity ? loss : null)
  return [
    history.map(({ step }) => step),
    history.map(({ train }) => shown(train)),
    history.map(({ test }) => shown(test)),
  ]
}

/** A little room around the losses, and never less than a factor of 3, so that noise does not look like news. */
export function lossRange(low: number | null, high: number | null): Range {
  if (low === null || high === null || !(low > 0)) return [0.1, 1]
  const room = Math.max(1.15, Math.sqrt(3 / (high / low)))
  return [low / room, high * room]
}
