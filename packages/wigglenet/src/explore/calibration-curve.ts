import { checkNames, show } from '../check/check.ts'
import { DataError, UnsupportedError } from '../check/errors.ts'
import type { DataSet } from '../data/types.ts'
import { type CalibrationCurve, calibration } from '../judge/calibration.ts'
import { checkData } from '../model/check-data.ts'
import type { Model } from '../model/types.ts'
import { encodedOf } from './activations-of.ts'
import { probabilitiesFrom } from './probabilities.ts'

/** How far a model's probabilities can be believed, judged on a data set that it was not trained on.
 *  Options: bins, of equal width from 0 to 1, whole, in [1, 1000], default 10
 *  Throws:  UnsupportedError for a loss that gives no probabilities; DataError for other classes; as `calibration`
 *  Example: calibrationCurve(model, takeRows(data, split.test)).expectedError  */
export function calibrationCurve(
  model: Model,
  data: DataSet,
  options: { readonly bins?: number } = {},
): CalibrationCurve {
  const where = 'calibrationCurve'
  checkNames(where, options, ['bins'])
  checkData(where, model.network, data)
  if (JSON.stringify(model.classes) !== JSON.stringify(data.classes)) {
    throw new DataError({
      where,
      expected: `the data must have the classes of the model, ${show(model.classes)}`,
      received: show(data.classes),
      fix: 'Give data that were prepared as the training data were.',
    })
  }
  const scores = new Float32Array(data.rows * model.network.outputs)
  model.scoresInto(encodedOf(data), scores)
  const probabilities = probabilitiesFrom(model.loss, scores, model.network.outputs)
  if (probabilities) return calibration(probabilities, data.y, options.bins)
  throw new UnsupportedError({
    where,
    expected: 'the loss must be softmax or binary-softmax, since no other gives probabilities',
    received: model.loss.kind,
    fix: 'Train with softmax.',
  })
}
