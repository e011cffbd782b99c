import { expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { examples } from '../../src/data/examples.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { ensemble } from '../../src/model/ensemble.ts'
import { evaluate } from '../../src/model/evaluate.ts'
import { createModel } from '../../src/model/model.ts'
import type { Classifier, Model, ModelParts, Regressor } from '../../src/model/types.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { resolveLoss } from '../../src/network/losses/resolve.ts'
import { network } from '../../src/network/network.ts'
import { parameterShapes } from '../../src/network/parameters.ts'
import { fit } from '../../src/train/fit.ts'

const provenance: ModelParts['provenance'] = {
  library: '0',
  seed: 1,
  options: {},
  data: { fingerprint: '0', rows: 1 },
  epochs: 1,
  steps: 1,
  engine: { backend: 'wasm', features: [] },
}
/** A model of one input that answers `b`, whatever the input, plus `W` times it. */
function modelOf(
  loss: 'softmax' | 'svm' | 'binary-softmax' | 'mean-squared-error',
  b: number[],
  W = b.map(() => 0),
): Model {
  const net = network(1, [dense(b.length)])
  const [weights, biases] = parameterShapes(net)
  const task = loss === 'mean-squared-error' ? 'regression' : 'classification'
  const parameters = { [weights!.name]: Float32Array.from(W), [biases!.name]: Float32Array.from(b) }
  const classes = ['cat', 'dog', 'eel'].slice(0, Math.max(2, b.length))
  const parts = { network: net, parameters, loss: resolveLoss(loss), task, provenance } as const
  return createModel(task === 'regression' ? parts : { ...parts, classes })
}

test('class probabilities are the mean of the models’, the label is their largest, the loss their logarithm', () => {
  // Probabilities (3/4, 1/4) and (1/10, 9/10): the mean is (0.425, 0.575).
  const both = ensemble([
    modelOf('softmax', [Math.log(3), 0]),
    modelOf('softmax', [0, Math.log(9)]),
  ]) as never as Classifier
  const [row] = both.probabilities([[7]])
  expect(row![0]).toBeCloseTo(0.425, 7)
  expect(row![1]).toBeCloseTo(0.575, 7)
  expect(both.predict([[7], [8]])).toEqual(['dog', 'dog'])
  expect(both.scores([[7]])[0]!.map((score) => Math.exp(score))).toEqual([
    expect.closeTo(0.425, 7),
    expect.closeTo(0.575, 7),
  ])
  const data = examples({ X: [[1], [2], [3]], y: ['cat', 'dog', 'dog'] })
  const judged = evaluate(ensemble([modelOf('softmax', [Math.log(3), 0]), modelOf('softmax', [0, Math.log(9)])]), data)
  expect(judged.loss).toBeCloseTo(-(Math.log(0.425) + 2 * Math.log(0.575)) / 3, 6)
  expect(judged.accuracy).toBeCloseTo(2 / 3, 12)
  expect(judged.confusion).toEqual([
    [0, 1],
    [0, 2],
  ])
})

test('one output with binary-softmax joins in the same way', () => {
  const both = ensemble([modelOf('binary-softmax', [-Math.log(3)]), modelOf('binary-softmax', [Math.log(9)])])
  expect(both.probabilities([[0]])[0]).toEqual([expect.closeTo(0.425, 7), expect.closeTo(0.575, 7)])
  expect(both.scores([[0]])).toEqual([[expect.closeTo(Math.log(0.575 / 0.425), 6)]])
  expect(both.predict([[0]])).toEqual(['dog'])
})

test('a probability of 0 in all models gives a large loss, not an infinite one', () => {
  const sure = ensemble([modelOf('softmax', [0, 1e4]), modelOf('softmax', [0, 2e4])])
  const { loss } = evaluate(sure, examples({ X: [[1], [1]], y: ['cat', 'dog'] }))
  expect(loss).toBeCloseTo(744.44 / 2, 1) // -log of the smallest number above 0
})

test('numbers are the mean of the outputs; with a loss that has no probabilities, scores are the mean of the scores', () => {
  const both = ensemble([
    modelOf('mean-squared-error', [2], [1]),
    modelOf('mean-squared-error', [5], [3]),
  ]) as never as Regressor
  expect(both.predict([[0], [10]])).toEqual([3.5, 23.5])
  const data = examples({ X: [[0], [10]], y: [4.5, 22.5] })
  expect(evaluate(both as never, data)).toMatchObject({ loss: 1, meanAbsoluteError: 1, rootMeanSquaredError: 1 })
  const svm = ensemble([modelOf('svm', [1, 2, 0]), modelOf('svm', [4, 1, 0])])
  expect(svm.scores([[0]])).toEqual([[2.5, 1.5, 0]])
  expect(svm.predict([[0]])).toEqual(['cat'])
  expect(() => svm.probabilities([[0]])).toThrow(
    'ensemble.probabilities: the loss must be softmax or binary-softmax, since no other gives probabilities; got svm.',
  )
})

test('an ensemble of one model says what the model says, on every backend', async () => {
  const data = spiral({ classes: 3, rows: 60, seed: 1 })
  const model = await fit(network(2, [dense(8, tanh()), dense(3)]), data, { epochs: 5 }).model
  const one = ensemble([model])
  expect(one.predict(data.X as Float32Array)).toEqual(model.predict(data.X as Float32Array))
  for (const device of [undefined, reference]) {
    const [joined, single] = [one, model].map((judged) => evaluate(judged, data, device && { device }))
    expect(joined).toEqual({ ...single, loss: expect.closeTo(single!.loss, 6) })
  }
})

test('models that do not fit together are refused, naming the first', () => {
  const softmax = modelOf('softmax', [0, 0])
  const fix = 'Join models that were trained on the same columns and classes.'
  expect(() => ensemble([])).toThrow('ensemble: there must be at least 1 model; got none. Give a list of models.')
  expect(() => ensemble([softmax, {} as never])).toThrow(
    'ensemble: models[1] must be a model; got {  }. Give models, as run.model or createModel gives them.',
  )
  expect(() => ensemble([softmax, softmax, modelOf('svm', [0, 0])])).toThrow(
    `ensemble: models[2] must have the loss of models[0], softmax; got svm. ${fix}`,
  )
  expect(() => ensemble([softmax, modelOf('mean-squared-error', [0])])).toThrow(
    `ensemble: models[1] must have the task of models[0], "classification"; got "regression". ${fix}`,
  )
  expect(() => ensemble([softmax, modelOf('softmax', [0, 0, 0])])).toThrow(
    `ensemble: models[1] must have the outputs of models[0], 2; got 3. ${fix}`,
  )
  const other = createModel({ ...softmax, classes: ['dog', 'cat'] })
  expect(() => ensemble([softmax, other])).toThrow(
    `ensemble: models[1] must have the classes of models[0], ["cat", "dog"]; got ["dog", "cat"]. ${fix}`,
  )
})
