import { describe, expect, test } from 'vitest'
import {
  dense,
  examples,
  fit,
  gradientDescent,
  joint,
  klDivergence,
  lossAndGradients,
  lossFromData,
  modelFromBytes,
  modelToBytes,
  network,
  poisson,
  reference,
  softmax,
  squaredHinge,
  wasm,
} from '../../../src/index.ts'

const pass = (units: number) => ({
  'scores.W': Array.from({ length: units * units }, (_, i) => (i % (units + 1) === 0 ? 1 : 0)),
  'scores.b': new Array(units).fill(0),
})

describe.each([
  [reference, 1e-14],
  [wasm, 1e-6],
] as const)('on $name', (device, tolerance) => {
  test('by hand: half of a squared error of 9, twice the mean of two labels, a divergence of log 2 and a squared hinge of 4', () => {
    const loss = joint([
      { loss: 'mean-squared-error', weight: 0.5 },
      { loss: 'binary-softmax', columns: 2, weight: 2 },
      { loss: klDivergence(), columns: 2 },
      { loss: squaredHinge() },
    ])
    const data = examples({ X: [[3, 0, 0, 5, 5, 1]], y: [[0, 1, 0, 1, 0, 0]], task: 'regression' })
    const is = lossAndGradients(network(6, [dense(6)]), pass(6), { data, loss, device })
    expect(Math.abs(is.loss - (4.5 + 2 * Math.LN2 + Math.LN2 + 4))).toBeLessThanOrEqual(10 * tolerance)
    ;[3, -0.5, 0.5, -0.5, 0.5, 4].forEach((slope, k) => {
      expect(Math.abs(is.gradients['scores.b']![k]! - slope)).toBeLessThanOrEqual(tolerance)
    })
  })

  test('a model predicts the mean, the share of each label, and the count: what no inputs can tell', async () => {
    const y = [
      [1, 1, 0, 2],
      [2, 1, 1, 4],
      [3, 1, 0, 0],
      [6, 0, 0, 2],
    ]
    const data = examples({ X: y.map(() => [0]), y, task: 'regression' })
    const loss = joint([{ loss: 'mean-squared-error' }, { loss: 'binary-softmax', columns: 2 }, { loss: poisson() }])
    const options = { loss, batch: 4, epochs: 2000, optimizer: gradientDescent({ rate: 0.2 }), device }
    const model = await fit(network(1, [dense(4)]), data, options).model
    const [row] = model.predict([[0]]) as unknown as number[][]
    ;[3, 0.75, 0.25, 2].forEach((number, k) => expect(row![k]).toBeCloseTo(number, 4))
    expect(modelFromBytes(modelToBytes(model)).predict([[0]])).toEqual(model.predict([[0]]))
  })
})

test('it survives JSON and is frozen', () => {
  const loss = joint([
    { loss: klDivergence(), columns: 2 },
    { loss: 'binary-svm', weight: 3 },
  ])
  expect(lossFromData(JSON.parse(JSON.stringify(loss)))).toEqual(loss)
  expect(Object.isFrozen(loss.parts[0])).toBe(true)
})

test('what does not fit is refused', () => {
  expect(() => joint([])).toThrow(
    'joint: there must be a list of 1 or more parts; got []. Give a list of { loss, columns, weight }.',
  )
  expect(() => joint([{ loss: softmax(), columns: 2 }])).toThrow(
    'joint: parts[0]: the loss must be of formulas, or klDivergence(); got softmax. For classes give klDivergence(), whose targets are columns: 1 for the class, 0 for the others.',
  )
  expect(() => joint([{ loss: poisson(), columns: 0 }])).toThrow(
    'joint: parts[0]: columns must be a whole number in [1, ∞); got 0. Give columns a whole number in [1, ∞).',
  )
  const train = (y: number[], loss = joint([{ loss: poisson() }, { loss: 'binary-softmax' }])) =>
    fit(network(1, [dense(y.length)]), examples({ X: [[0]], y: [y], task: 'regression' }), { loss })
  expect(() => train([1, 0.5])).toThrow(
    'loss joint, binary-softmax: every target must be 0 or 1; got 0.5. Give 1 where the label holds, else 0.',
  )
  expect(() => train([-1, 1])).toThrow('loss joint, poisson: every target must be 0 or more')
  expect(() => train([1, 0, 0])).toThrow(
    "joint: the network must have 2 outputs, the sum of the parts' columns; got 3. Give the last layer 2 units.",
  )
})
