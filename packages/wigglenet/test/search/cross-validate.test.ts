import { expect, test } from 'vitest'
import { applyPreprocessing } from '../../src/data/apply-preprocessing.ts'
import { examples } from '../../src/data/examples.ts'
import { fitPreprocessing } from '../../src/data/fit-preprocessing.ts'
import { blobs } from '../../src/data/make/blobs.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { folds } from '../../src/data/split.ts'
import { tableFromTexts } from '../../src/data/table-from-texts.ts'
import { takeRows } from '../../src/data/take-rows.ts'
import { evaluate } from '../../src/model/evaluate.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { crossValidate, sizeCurve, validationCurve } from '../../src/search/cross-validate.ts'
import { fit } from '../../src/train/fit.ts'

const net = network(2, [dense(8, relu()), dense(3)])
const data = spiral({ classes: 3, rows: 90, seed: 1 })

test('each fold is what splitting, training and judging by hand give, to the last bit', async () => {
  const result = await crossValidate(net, data, { folds: 3, epochs: 5, seed: 4 })
  const by = data.y
  for (const [i, { train, test: judged }] of folds(90, 3, { seed: 4, by }).entries()) {
    const model = await fit(net, takeRows(data, train), { epochs: 5, seed: 4 }).model
    expect(result.folds[i]!.test).toEqual(evaluate(model, takeRows(data, judged)))
    expect(result.folds[i]!.train).toEqual(evaluate(model, takeRows(data, train)))
  }
  const scores = result.folds.map((fold) => fold.test.accuracy!)
  expect(result.score.mean).toBeCloseTo((scores[0]! + scores[1]! + scores[2]!) / 3, 14)
  expect(result.folds.flatMap((fold) => fold.test.rows)).toEqual([30, 30, 30])
})

test('of a table the preprocessing is fitted on the training rows of each fold alone', async () => {
  const cells = Array.from({ length: 40 }, (_, i) => [String(i * i), i % 2 ? 'a' : 'b'])
  const table = tableFromTexts(['size', 'class'], cells)
  const seen: number[] = []
  const options = { target: 'class' }
  await crossValidate(
    (train) => {
      const { preprocessing } = train
      seen.push(
        preprocessing?.kind === 'table' && preprocessing.features[0]!.kind === 'number'
          ? preprocessing.features[0]!.mean
          : NaN,
      )
      return network(train.inputs, [dense(2)])
    },
    { table, preprocessing: options },
    { folds: 4, epochs: 1 },
  )
  const by = cells.map(([, label]) => label!)
  const means = folds(40, 4, { seed: 1, by }).map(({ train }) => {
    const { preprocessing } = fitPreprocessing(table, train, options)
    expect(applyPreprocessing(preprocessing, table, train).rows).toBe(30)
    return preprocessing.features[0]!.kind === 'number' ? preprocessing.features[0]!.mean : NaN
  })
  expect(seen).toEqual(means)
  expect(new Set(seen).size).toBe(4)
})

test('with more rows a network learns more: the test loss falls along the sizes', async () => {
  const points = blobs({ classes: 2, rows: 300, noise: 1.2, seed: 3 })
  const { x, points: found } = await sizeCurve(network(2, [dense(30, relu()), dense(2)]), points, {
    sizes: [8, 40, 200],
    folds: 3,
    epochs: 60,
    optimizer: 'adam',
  })
  expect(x).toEqual([8, 40, 200])
  expect(found[0]!.loss.mean).toBeGreaterThan(found[2]!.loss.mean)
  expect(found.map((point) => point.folds[0]!.train.rows)).toEqual([8, 40, 200])
  expect((await sizeCurve(net, data, { folds: 3, epochs: 1 })).x).toEqual([12, 24, 36, 48, 60])
})

test('along λ the training loss rises, as the value is given to every fold', async () => {
  const { x, points } = await validationCurve(net, data, {
    values: [0, 0.1, 1],
    vary: (l2) => ({ l2 }),
    folds: 2,
    epochs: 30,
  })
  expect(x).toEqual([0, 0.1, 1])
  expect(points[0]!.trainLoss.mean).toBeLessThan(points[1]!.trainLoss.mean)
  expect(points[1]!.trainLoss.mean).toBeLessThan(points[2]!.trainLoss.mean)
  const wider = await validationCurve(net, data, {
    values: [2, 30],
    vary: (units) => ({ network: network(2, [dense(units, relu()), dense(3)]) }),
    folds: 2,
    epochs: 30,
  })
  expect(wider.points[1]!.trainLoss.mean).toBeLessThan(wider.points[0]!.trainLoss.mean)
})

test('in regression the score is R²', async () => {
  const X = Array.from({ length: 60 }, (_, i) => [i / 30 - 1])
  const line = examples({ X, y: X.map(([x]) => 2 * x! + 1), task: 'regression' })
  const { score } = await crossValidate(network(1, [dense(1)]), line, { folds: 4, epochs: 200, optimizer: 'momentum' })
  expect(score.mean).toBeGreaterThan(0.99)
})

test('an aborted signal rejects with its reason; sizes beyond the rows, and no values, are refused', async () => {
  await expect(crossValidate(net, data, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  await expect(sizeCurve(net, data, { sizes: [61], folds: 3 })).rejects.toThrow(
    'sizeCurve: sizes[0] must be a whole number in [2, 60]; got 61',
  )
  await expect(validationCurve(net, data, { values: [], vary: () => ({}) })).rejects.toThrow(
    'validationCurve: there must be values, and a function vary that says what each changes; got values [], vary function. Give them as in { values: [0, 0.01], vary: (l2) => ({ l2 }) }.',
  )
})

test('a column of weights is no feature, and weighs every fold', async () => {
  const cells = Array.from({ length: 40 }, (_, row) => [String(row % 9), String(1 + (row % 3)), row % 2 ? 'a' : 'b'])
  const table = tableFromTexts(['x', 'times', 'y'], cells)
  const seen: (readonly [number, number])[] = []
  await crossValidate(
    (train) => {
      seen.push([train.inputs, train.weights!.reduce((a, b) => a + b)])
      return network(train.inputs, [dense(2)])
    },
    { table, preprocessing: { target: 'y' }, weights: 'times' },
    { folds: 2, epochs: 1 },
  )
  const wrong = (weights: string) =>
    crossValidate(network(1, [dense(2)]), { table, preprocessing: { target: 'y' }, weights })
  for (const name of ['y', 'people']) {
    await expect(wrong(name)).rejects.toThrow(
      `crossValidate: weights must name a column, one of x, times; got "${name}". Choose a name from the list.`,
    )
  }
  expect(seen.map(([inputs]) => inputs)).toEqual([1, 1])
  expect(seen.map(([, sum]) => sum)).toEqual([20, 20].map((rows) => expect.closeTo(rows, 5)))
})
