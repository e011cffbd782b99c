// Several models as one that averages them.
import { show } from '../check/check.ts'
import { DataError, OptionError } from '../check/errors.ts'
import { joinScores, meanProbabilities } from './joined-scores.ts'
import { readRows } from './model.ts'
import { classesOf, inUnit, rowsOf, type Scores } from './outputs.ts'
import type { Classifier, Model, Regressor } from './types.ts'

type Asked = 'task' | 'loss' | 'preprocessing' | 'predict' | 'scores' | 'probabilities'

/** Models that answer as one; `task` tells the two kinds apart. */
export type Ensemble<Member extends Model = Model> =
  Member extends Classifier<infer Inputs>
    ? EnsembleOf<Member> & Pick<Classifier<Inputs>, Asked | 'classes'>
    : Member extends Regressor<infer Inputs>
      ? EnsembleOf<Member> & Pick<Regressor<Inputs>, Asked> & { readonly classes?: undefined }
      : never

interface EnsembleOf<Member> {
  readonly kind: 'ensemble'
  readonly models: readonly Member[]
}

/** Models that were trained on the same inputs for the same classes or targets, as one: copies with other seeds, for example.
 *  Classes: by the mean of the models' probabilities, where their loss gives some (softmax, binary-softmax), else of their scores.
 *  Numbers: the mean of the models' outputs. `scores` are, for a loss with probabilities, the logarithms of their means, so that their
 *  softmax (sigmoid) is the mean again.
 *  Throws:  OptionError when there is no model; DataError that names the first model that does not fit the first one
 *  Source:  Hansen and Salamon 1990, Neural network ensembles
 *  Example: evaluate(ensemble(await fitCopies(net, data, { copies: 5 }).models), test).accuracy  */
export function ensemble<Member extends Model>(models: readonly Member[]): Ensemble<Member> {
  const where = 'ensemble'
  const [first] = models
  if (!first) {
    const fix = 'Give a list of models.'
    throw new OptionError({ where, expected: 'there must be at least 1 model', received: 'none', fix })
  }
  models.forEach((model, i) => checkMember(where, model, first, i))
  const { task, loss, classes, preprocessing, network } = first
  const { outputs } = network
  const scoresOfEach = (name: string, rows: unknown): Scores[] => {
    const X = readRows(`${where}.${name}`, first, rows)
    return models.map((model) => {
      const scores = new Float32Array((X.length / network.inputs) * outputs)
      model.scoresInto(X, scores)
      return scores
    })
  }
  const joined = (name: string, rows: unknown) => joinScores(loss, scoresOfEach(name, rows), outputs)
  return Object.freeze({
    kind: 'ensemble',
    models: Object.freeze([...models]),
    task,
    loss,
    ...(classes && { classes }),
    ...(preprocessing && { preprocessing }),
    predict(rows: unknown) {
      const scores = joined('predict', rows)
      if (classes) return Array.from(classesOf(scores, outputs), (label) => classes[label])
      const numbers = inUnit(preprocessing, scores, loss, outputs)
      return outputs === 1 ? Array.from(numbers) : rowsOf(numbers, outputs)
    },
    scores: (rows: unknown) => rowsOf(joined('scores', rows), outputs),
    probabilities: (rows: unknown) =>
      meanProbabilities(`${where}.probabilities`, loss, scoresOfEach('probabilities', rows), outputs),
  }) as unknown as Ensemble<Member>
}

/** Refuses a model that answers another question than the first one, or takes other rows. */
function checkMember(where: string, model: Model, first: Model, i: number): void {
  if (typeof model?.scoresInto !== 'function') {
    const fix = 'Give models, as run.model or createModel gives them.'
    throw new OptionError({ where, expected: `models[${i}] must be a model`, received: show(model), fix })
  }
  const same = (what: string, of: (model: Model) => unknown, shown = (value: unknown) => show(value)) => {
    const [wanted, got] = [of(first), of(model)]
    if (JSON.stringify(wanted) === JSON.stringify(got)) return
    const expected = `models[${i}] must have the ${what} of models[0], ${shown(wanted)}`
    const fix = 'Join models that were trained on the same columns and classes.'
    throw new DataError({ where, expected, received: shown(got), fix })
  }
  same('task', (one) => one.task)
  same('inputs', (one) => one.network.inputs)
  same('outputs', (one) => one.network.outputs)
  same('classes', (one) => one.classes)
  same(
    'loss',
    (one) => one.loss,
    (loss) => (loss as Model['loss']).kind,
  )
  same(
    'preprocessing',
    (one) => one.preprocessing,
    (value) => (value ? 'fitted on its data' : 'none'),
  )
}
