// A model and a data set → how well the predictions fit the targets. A page that only trains and predicts does not load it.
import type { Backend } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { stillSettings } from '../backend/still-settings.ts'
import { checkNames, show } from '../check/check.ts'
import { DataError, ShapeError } from '../check/errors.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import { accuracy, confusion, meanAbsoluteError, rootMeanSquaredError, rSquared } from '../judge/scores.ts'
import { dense } from '../network/layers/dense.ts'
import { network } from '../network/network.ts'
import { parameterShapes } from '../network/parameters.ts'
import type { Loss } from '../network/types.ts'
import { compile } from '../plan/compile.ts'
import { checkData } from './check-data.ts'
import { joinScores } from './joined-scores.ts'
import { classesOf, inUnit, type Scores } from './outputs.ts'
import type { Evaluation, ModelParts } from './types.ts'

const BATCH = 256
/** Rows that a backend holds at a time. */
const BLOCK = 4 * BATCH

/** Compares the predictions of a model, or of an ensemble, for a data set, made with its preprocessing, with the targets: loss and measures
 *  over all rows, each by its weight where they have some; the confusion matrix counts rows. The loss of an ensemble is that of its joined scores.
 *  Options: device, the backend that computes, default the standard one
 *  Throws:  ShapeError for another width or number of targets; DataError for other classes or another task or preprocessing
 *  Example: evaluate(model, takeRows(data, split.test)).accuracy  */
export function evaluate<Inputs extends number, Width extends number>(
  model: ModelParts<Inputs> | { readonly kind: 'ensemble'; readonly models: readonly ModelParts<Inputs>[] },
  data: DataSet<Width> & OfWidth<Width, NoInfer<Inputs>>,
  options: { readonly device?: Backend } = {},
): Evaluation {
  checkNames('evaluate', options, ['device'])
  const device = resolveDevice('evaluate', options.device)
  const several = 'models' in model
  const { network: net, preprocessing, loss } = several ? model.models[0]! : model
  checkFit('evaluate', several ? model.models[0]! : model, data)
  const { outputs } = net
  const judged = several
    ? judgeJoined(
        loss,
        joinScores(
          loss,
          model.models.map((one) => judge(device, one, data).scores),
          outputs,
        ),
        data,
        device,
      )
    : judge(device, model, data)
  const { scores } = judged
  const base = { rows: data.rows, loss: judged.loss }
  if (data.classes) {
    const labels = classesOf(scores, outputs)
    return {
      ...base,
      accuracy: accuracy(labels, data.y, data.weights),
      confusion: confusion(labels, data.y, data.classes.length),
    }
  }
  const predicted = inUnit(preprocessing, scores, loss, outputs)
  const actual = inUnit(preprocessing, data.y)
  const { targets, weights } = data
  const each = weights && actual.map((_, i) => weights[Math.floor(i / targets)]!)
  return {
    ...base,
    rSquared: meanRSquared(predicted, actual, targets, weights),
    meanAbsoluteError: meanAbsoluteError(predicted, actual, each),
    rootMeanSquaredError: rootMeanSquaredError(predicted, actual, each),
  }
}

/** Scores of all rows, and the mean of their losses, by the weights of the rows. A backend copies the rows that it is given, so it gets a block at a time. */
export function judge(
  device: Backend,
  { network, parameters, loss }: Pick<ModelParts, 'network' | 'parameters' | 'loss'>,
  data: DataSet,
): { readonly scores: Scores; readonly loss: number } {
  const plan = compile(network, { batch: BATCH, loss, weighted: !!data.weights })
  const execution = device.prepare(plan)
  for (const [name, values] of Object.entries(parameters)) execution.write(name, values)
  execution.configure(stillSettings(plan))
  const scores: Scores[] = []
  let sum = 0
  for (let from = 0; from < data.rows; from += BLOCK) {
    const rows = Math.min(BLOCK, data.rows - from)
    const X = data.X.subarray(from * data.inputs, (from + rows) * data.inputs)
    const y = data.y.subarray(from * data.targets, (from + rows) * data.targets)
    const weights = data.weights?.subarray(from, from + rows)
    execution.setData('validation', { ...data, rows, X, y, ...(weights && { weights }) })
    sum += execution.evaluate('validation').loss
    scores.push(execution.scoresOf('validation'))
  }
  return { loss: sum / data.rows, scores: joined(scores) }
}

function joined(parts: readonly Scores[]): Scores {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const all = parts[0] instanceof Float64Array ? new Float64Array(length) : new Float32Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** The loss of scores that several models gave together: that of a network that passes them on. */
function judgeJoined(loss: Loss, scores: Float64Array, data: DataSet, device: Backend): ReturnType<typeof judge> {
  const outputs = scores.length / data.rows
  const passing = network(outputs, [dense(outputs)])
  const one = Float32Array.from({ length: outputs * outputs }, (_, i) => (i % (outputs + 1) === 0 ? 1 : 0))
  const zero = new Float32Array(outputs)
  const parameters = Object.fromEntries(
    parameterShapes(passing).map(({ name, role }) => [name, role === 'weights' ? one : zero]),
  )
  const { scaling: _scaling, ...rest } = data
  const passed = { ...rest, inputs: outputs, X: Float32Array.from(scores) }
  return { scores, loss: judge(device, { network: passing, parameters, loss }, passed).loss }
}

function meanRSquared(predicted: Scores, actual: Scores, targets: number, weights: Float32Array | undefined): number {
  let sum = 0
  for (let k = 0; k < targets; k++) {
    const ofTarget = (_: number, i: number) => i % targets === k
    sum += rSquared(predicted.filter(ofTarget), actual.filter(ofTarget), weights)
  }
  return sum / targets
}

export function checkFit(where: string, { network, task, classes, preprocessing }: ModelParts, data: DataSet): void {
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
