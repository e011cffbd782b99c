// What a model says of the rows of a data set, and what came true.
import { type DataSet, type Model, predictedNumbers } from 'wigglenet'

export interface Predicted {
  /** Class numbers, or the first target in its own unit: (rows) */
  readonly predicted: Float64Array
  readonly actual: Float64Array
}

/** Predictions for rows that were made with the model's preprocessing. */
export function predictionsOf(model: Model, data: DataSet): Predicted {
  const { rows, inputs, targets } = data
  const { outputs } = model.network
  const scores = new Float32Array(rows * outputs)
  model.scoresInto(encoded(data, rows * inputs), scores)
  if (model.classes) {
    const predicted = Float64Array.from({ length: rows }, (_, row) =>
      classOf(scores.subarray(row * outputs, (row + 1) * outputs)),
    )
    return { predicted, actual: Float64Array.from(data.y) }
  }
  const target = model.preprocessing?.kind === 'table' ? model.preprocessing.target : undefined
  const { mean, deviation } = target?.kind === 'number' ? target : { mean: 0, deviation: 1 }
  const numbers = predictedNumbers(model, scores)
  return {
    predicted: Float64Array.from({ length: rows }, (_, row) => numbers[row * outputs]!),
    actual: Float64Array.from({ length: rows }, (_, row) => data.y[row * targets]! * deviation + mean),
  }
}

/** The class that scores stand for: that of the largest, or with one score class 1 where it is above 0. */
function classOf(scores: Float32Array): number {
  if (scores.length === 1) return scores[0]! > 0 ? 1 : 0
  let best = 0
  for (let k = 1; k < scores.length; k++) if (scores[k]! > scores[best]!) best = k
  return best
}

function encoded({ X, scaling, inputs }: DataSet, size: number): Float32Array {
  if (X instanceof Float32Array) return X
  return Float32Array.from(
    { length: size },
    (_, i) => scaling!.scale[i % inputs]! * X[i]! + scaling!.shift[i % inputs]!,
  )
}
