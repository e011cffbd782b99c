import { type DataSet, type LiveModel, rootMeanSquaredError, rSquared, type Trainer } from 'wigglenet'
import type { Standing } from './messages.ts'

/** How good a network is now on all rows for training, and on those for the test where there are some. */
export function standingOf(
  own: Trainer,
  live: LiveModel = own.live(),
): { readonly train: Standing; readonly test?: Standing } {
  const of = (slot: 'training' | 'validation', rows: DataSet): Standing => {
    const { loss, accuracy } = own.evaluate(slot)
    return { loss, ...(accuracy !== undefined && { accuracy }), ...errorOf(live, rows) }
  }
  return { train: of('training', own.training), ...(own.validation && { test: of('validation', own.validation) }) }
}

/** What is standardized has an error in a unit of its own. */
function errorOf(live: LiveModel, { X, y, rows, preprocessing }: DataSet): Pick<Standing, 'error' | 'rSquared'> {
  if (preprocessing?.kind !== 'table' || preprocessing.target.kind !== 'number') return {}
  const scores = new Float32Array(rows)
  live.scoresInto(X as Float32Array, scores)
  return {
    error: preprocessing.target.deviation * rootMeanSquaredError(scores, y),
    rSquared: rSquared(scores, y),
  }
}
