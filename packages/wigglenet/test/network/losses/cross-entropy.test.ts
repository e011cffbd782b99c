import { describe, expect, test } from 'vitest'
import {
  binaryCrossEntropy,
  binarySoftmax,
  classWeights,
  crossEntropy,
  dense,
  examples,
  fit,
  gradientDescent,
  lossAndGradients,
  lossFromData,
  modelFromBytes,
  modelToBytes,
  network,
  reference,
  softmax,
  spiral,
  wasm,
  weighted,
} from '../../../src/index.ts'
import golden from '../golden.json' with { type: 'json' }

const pass = (units: number) => ({
  'scores.W': Array.from({ length: units * units }, (_, i) => (i % (units + 1) === 0 ? 1 : 0)),
  'scores.b': new Array(units).fill(0),
})

describe.each([
  [reference, 1e-14],
  [wasm, 1e-6],
] as const)('on $name', (device, tolerance) => {
  // golden.json is made by golden.py, from the definition in 60 digits; the gradient along a bias is that along its score.
  test.each(golden.crossEntropy)('$smoothing of the label spread out, weights $weights: loss $loss', (must) => {
    const { s, label, smoothing, weights } = must
    const units = s.length
    const classes = s.map((_, k) => `${k}`)
    const data = examples({ X: [s], y: [label], classes })
    const loss = crossEntropy({ smoothing, weights })
    const is = lossAndGradients(network(units, [dense(units)]), pass(units), { data, loss, device })
    expect(Math.abs(is.loss - must.loss)).toBeLessThanOrEqual(tolerance * Math.max(1, must.loss))
    must.slope.forEach((slope, k) => {
      expect(Math.abs(is.gradients['scores.b']![k]! - slope)).toBeLessThanOrEqual(tolerance)
    })
  })

  test('scores of ±1000 give no NaN, and what they should by hand: 1000 and 2000, a third of the smoothing each', () => {
    const data = examples({ X: [[1000, -1000, 0]], y: [0], classes: ['a', 'b', 'c'] })
    const loss = crossEntropy({ smoothing: 0.3 })
    const is = lossAndGradients(network(3, [dense(3)]), pass(3), { data, loss, device })
    expect(is.loss).toBeCloseTo(0.1 * 2000 + 0.1 * 1000, 3)
    ;[0.2, -0.1, -0.1].forEach((slope, k) => expect(is.gradients['scores.b']![k]).toBeCloseTo(slope, 6))
  })

  test('weights count rows, not each other: rows of classes 0 and 1 with weights 3 and 1 have the mean of 3·log 2 and log 2', () => {
    const data = examples({
      X: [
        [0, 0],
        [0, 0],
      ],
      y: [0, 1],
      classes: ['a', 'b'],
    })
    const { loss } = lossAndGradients(network(2, [dense(2)]), pass(2), {
      data,
      loss: crossEntropy({ weights: [3, 1] }),
      device,
    })
    expect(loss).toBeCloseTo(2 * Math.LN2, 6)
    const one = { 'scores.W': [1], 'scores.b': [0] }
    const given = { data: examples({ X: [[0], [0]], y: [1, 0], classes: ['a', 'b'] }), device }
    const binary = lossAndGradients(network(1, [dense(1)]), one, { ...given, loss: binaryCrossEntropy({ weight: 3 }) })
    expect(binary.loss).toBeCloseTo(2 * Math.LN2, 6)
    expect(binary.gradients['scores.b']![0]).toBeCloseTo((-3 * 0.5 + 0.5) / 2, 6)
  })

  test('without smoothing and weights the loss and the gradients are those of softmax', () => {
    const data = spiral({ classes: 3, rows: 60, seed: 1 })
    const net = network(2, [dense(3)])
    const parameters = { 'scores.W': [1, -2, 0.5, 3, -1, 0.25], 'scores.b': [0.1, 0, -0.3] }
    const [is, must] = [crossEntropy(), softmax()].map((loss) =>
      lossAndGradients(net, parameters, { data, loss, device }),
    )
    expect(is!.loss).toBeCloseTo(must!.loss, 6)
    is!.gradients['scores.W']!.forEach((slope, i) => expect(slope).toBeCloseTo(must!.gradients['scores.W']![i]!, 6))
  })

  test('weights that are not one for each class are refused', () => {
    const data = spiral({ classes: 3, rows: 60, seed: 1 })
    expect(() =>
      lossAndGradients(
        network(2, [dense(3)]),
        { 'scores.W': new Array(6).fill(0), 'scores.b': [0, 0, 0] },
        {
          data,
          loss: crossEntropy({ weights: [1, 2] }),
          device,
        },
      ),
    ).toThrow(
      'crossEntropy: weights must be 3, one for each class; got 2. Give a weight for each class, in the order of the classes.',
    )
  })
})

test('classWeights of 1 and 3 rows are 2 and 2/3, and their mean over the rows is 1', () => {
  const data = examples({ X: [[0], [1], [2], [3]], y: ['a', 'b', 'b', 'b'] })
  expect(classWeights(data)).toEqual([2, 2 / 3])
  // By weight a counts 3 of 8 and b 5 of 8.
  const counted = classWeights(weighted(data, [3, 1, 2, 2]))
  ;[8 / 6, 8 / 10].forEach((value, k) => expect(counted[k]).toBeCloseTo(value, 6))
  expect(() => classWeights(weighted(data, [0, 1, 2, 2]))).toThrow(
    'classWeights: every class must have a row that counts; got none of "a". Give all rows of a classification.',
  )
  expect(() => classWeights(examples({ X: [[0]], y: [1], classes: ['a', 'b'] }))).toThrow(
    'classWeights: every class must have a row; got none of "a". Give all rows of a classification.',
  )
  expect(() => classWeights(examples({ X: [[0]], y: [0.5], task: 'regression' }))).toThrow(
    'classWeights: the data must be of classification; got data of regression. Give all rows of a classification.',
  )
})

test('with balanced weights 1 row in 10 counts as much as the other 9: without inputs both classes get the probability 1/2', async () => {
  const data = examples({ X: Array(10).fill([0]), y: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0], classes: ['no', 'yes'] })
  const learned = async (loss: ReturnType<typeof crossEntropy>) => {
    const options = { loss, batch: 10, epochs: 1000, optimizer: gradientDescent({ rate: 0.5 }) }
    return await fit(network(1, [dense(2)]), data, options).model
  }
  const balanced = await learned(crossEntropy({ weights: classWeights(data) }))
  expect(balanced.probabilities([[0]])[0]![1]).toBeCloseTo(0.5, 4)
  expect((await learned(softmax())).probabilities([[0]])[0]![1]).toBeCloseTo(0.1, 4)
  // labels of 0.1 and 0.9 softened by 0.2: the best constant answer is 0.8·0.1 + 0.1
  const soft = await learned(crossEntropy({ smoothing: 0.2 }))
  expect(soft.probabilities([[0]])[0]![1]).toBeCloseTo(0.18, 4)
  const loaded = modelFromBytes(modelToBytes(soft))
  expect(loaded.loss).toEqual(crossEntropy({ smoothing: 0.2 }))
})

describe('the losses as data', () => {
  test('JSON there and back gives equal losses', () => {
    for (const loss of [crossEntropy({ smoothing: 0.1, weights: [1, 2] }), binaryCrossEntropy({ weight: 2 })]) {
      expect(lossFromData(JSON.parse(JSON.stringify(loss)))).toEqual(loss)
      expect(Object.isFrozen(loss)).toBe(true)
    }
    expect(JSON.stringify(crossEntropy())).toBe(JSON.stringify(softmax()))
    expect(binaryCrossEntropy().kind).toBe(binarySoftmax().kind)
  })

  test('options outside their intervals are refused', () => {
    expect(() => crossEntropy({ smoothing: 1 })).toThrow(
      'crossEntropy: smoothing must be a number in [0, 1); got 1. Give smoothing a value in [0, 1).',
    )
    expect(() => crossEntropy({ weights: [1, -1] })).toThrow(
      'crossEntropy: weights[1] must be a number in [0, ∞); got -1. Give weights[1] a value in [0, ∞).',
    )
    expect(() => crossEntropy({ weights: { a: 1 } as never })).toThrow(
      'crossEntropy: weights must be a list of 2 or more numbers; got { a }. Give a weight for each class.',
    )
    expect(() => lossFromData({ kind: 'svm', target: 'index', smoothing: 0.1 })).toThrow(
      'loss: no options are taken; got "smoothing". Remove smoothing, or correct its spelling.',
    )
  })
})
