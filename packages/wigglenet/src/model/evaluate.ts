// A model and a data set → how well the predictions fit the targets. A page that only trains and predicts does not load it.
import type { Backend } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { stillSettings } from '../backend/still-settings.ts'
import { checkNames, show } from '../check/check.ts'
import { DataError, ShapeError } from '../check/errors.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import { accuracy, confusion, meanAbsoluteError, rootMeanSquaredError, rSquared } from '../judge/scores.ts'
import { compile } from '../plan/compile.ts'
import { checkData } from './check-data.ts'
import { classesOf, inUnit, type Scores } from './outputs.ts'
import type { Evaluation, ModelParts } from './types.ts'

const BATCH = 256

/** Compares a model's predictions for a data set, made with the model's preprocessing, with its targets: loss and measures over all rows.
 *  Options: device, the backend that computes, default `wasm`
 *  Throws:  ShapeError for another width or number of targets; DataError for other classes or another task or preprocessing
 *  Example: evaluate(model, takeRows(data, split.test)).accuracy  */
export function evaluate<Inputs extends number, Width extends number>(
  model: ModelParts<Inputs>,
  data: DataSet<Width> & OfWidth<Width, NoInfer<Inputs>>,
  options: { readonly device?: Backend } = {},
): Evaluation {
  checkNames('evaluate', options, ['device'])
  const device = resolveDevice('evaluate', options.device)
  checkFit('evaluate', model, data)
  const { network, parameters, loss, preprocessing } = model
  const plan = compile(network, { batch: BATCH, loss })
  const execution = device.prepare(plan)
  for (const [name, values] of Object.entries(parameters)) execution.write(name, values)
  execution.configure(stillSettings(plan))
  execution.setData('validation', data)
  const base = { rows: data.rows, loss: execution.evaluate('validation').loss / data.rows }
  const scores = execution.scoresOf('validation')
  if (data.classes) {
    const labels = classesOf(scores, network.outputs)
    return {
      ...base,
      accuracy: accuracy(labels, data.y),
      confusion: confusion(labels, data.y, data.classes.length),
    }
  }
  const predicted = inUnit(preprocessing, scores)
  const actual = inUnit(preprocessing, data.y)
  return {
    ...base,
    rSquared: meanRSquared(predicted, actual, data.targets),
    meanAbsoluteError: meanAbsoluteError(predicted, actual),
    rootMeanSquaredError: rootMeanSquaredError(predicted, actual),
  }
}

function meanRSquared(predicted: Scores, actual: Scores, targets: number): number {
  let sum = 0
  for (let k = 0; k < targets; k++) {
    const ofTarget = (_: number, i: number) => i % targets === k
    sum += rSquared(predicted.filter(ofTarget), actual.filter(ofTarget))
  }
  return sum / targets
}

function checkFit(where: string, { network, task, classes, preprocessing }: ModelParts, data: DataSet): void {
  checkData(where, network, data)
  if (task === 'regression' && data.task === task && data.targets !== network.outputs) {
    throw new ShapeError({
      where,
      expected: `the data must have ${network.outputs} targets, as many as the network has outputs`,
      received: String(data.targets),
      fix: 'Give data with the targets of the training data.',
    })
  }
  const need = (fits: boolean, expected: string, received: string, fix: string) => {
    if (!fits) throw new DataError({ where, expected, received, fix })
  }
  need(data.task === task, `the data must be of ${task}`, data.task, 'Give data of the same task as in training.')
  const sameClasses = JSON.stringify(data.classes) === JSON.stringify(classes)
  need(
    sameClasses,
    `the classes must be ${show(classes)}`,
    show(data.classes),
    'Give `classes` when the data are made.',
  )
  const same =
    preprocessing === data.preprocessing || JSON.stringify(preprocessing) === JSON.stringify(data.preprocessing)
  const received = data.preprocessing ? 'data made with another' : 'data made without one'
  const fix = preprocessing ? 'Make the data with model.preprocessing.' : 'Give data as in training.'
  need(same, `the data must be made with ${preprocessing ? "the model's" : 'no'} preprocessing`, received, fix)
}
