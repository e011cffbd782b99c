import type { DataSet } from '../data/types.ts'
import type { Loss } from '../network/types.ts'
import type { Score, Sums } from './types.ts'

/** Means of sums over rows. `data` are the rows that R² is taken over; without them there is none. */
export function scoreOf({ loss, hits, rows }: Sums, { kind, target }: Loss, data?: DataSet): Score {
  const mean = loss / rows
  if (target !== 'number') return { loss: mean, accuracy: hits / rows }
  const variance = kind === 'mean-squared-error' && data && varianceOf(data)
  return variance ? { loss: mean, rSquared: 1 - mean / variance } : { loss: mean }
}

const variances = new WeakMap<DataSet, number>()

/** Variance of the targets around the mean of each, rows counted by their weights. */
export function varianceOf(data: DataSet): number {
  let variance = data.streamed ? data.streamed.variance : variances.get(data)
  if (variance === undefined) {
    const { y, rows, targets, weights } = data
    const weight = (row: number) => weights?.[row] ?? 1
    let squares = 0
    for (let k = 0; k < targets; k++) {
      let sum = 0
      for (let row = 0; row < rows; row++) sum += weight(row) * y[row * targets + k]!
      for (let row = 0; row < rows; row++) {
        const off = y[row * targets + k]! - sum / rows
        squares += weight(row) * off * off
      }
    }
    variance = squares / (rows * targets)
    variances.set(data, variance)
  }
  return variance
}
