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

/** The columns of several histories over the steps of all of them. */
export function joinedColumns(histories: readonly (readonly LossPoint[])[]): [number[], ...Column[]] {
  if (histories.length === 1) return lossColumns(histories[0]!)
  const steps = [...new Set(histories.flatMap((history) => history.map(({ step }) => step)))].sort((a, b) => a - b)
  const place = new Map(steps.map((step, k) => [step, k]))
  const columns = histories.flatMap((history) => {
    const [own, ...losses] = lossColumns(history)
    return losses.map((column) => {
      const spread: Column = new Array(steps.length).fill(null)
      own.forEach((step, k) => {
        spread[place.get(step)!] = column[k]!
      })
      return spread
    })
  })
  return [steps, ...columns]
}

/** Losses below it lie at the foot of the axis. */
const leastLoss = 1e-12

/** A little room around the losses, and never less than a factor of 3, so that noise does not look like news. The low end has one digit: from
 *  any other, uPlot's ticks of a logarithmic axis can go on for ever. */
export function lossRange(low: number | null, high: number | null): Range {
  if (low === null || high === null || !(low > 0 && high < Infinity)) return [0.1, 1]
  const room = Math.max(1.15, Math.sqrt(3 / (high / low)))
  const end = Math.max(leastLoss, low / room)
  const unit = 10 ** Math.floor(Math.log10(end))
  return [Number((Math.floor(end / unit) * unit).toPrecision(1)), Math.max(high, leastLoss) * room]
}

/** From the first step to the last; a single point has a step of room, without which an axis has no end. */
export function stepRange(low: number | null, high: number | null): Range {
  return [low ?? 0, Math.max(high ?? 0, (low ?? 0) + 1)]
}
