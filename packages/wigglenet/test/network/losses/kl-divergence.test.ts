import { describe, expect, test } from 'vitest'
import {
  dense,
  ensemble,
  evaluate,
  examples,
  fit,
  gradientDescent,
  klDivergence,
  lossAndGradients,
  lossFromData,
  modelFromBytes,
  modelToBytes,
  network,
  poisson,
  reference,
  wasm,
} from '../../../src/index.ts'

const pass = (units: number) => ({
  'scores.W': Array.from({ length: units * units }, (_, i) => (i % (units + 1) === 0 ? 1 : 0)),
  'scores.b': new Array(units).fill(0),
})

/** The loss of a row of scores, and the gradient along them. */
function at(device: typeof reference, s: number[], y: number[]): { loss: number; slope: readonly number[] } {
  const data = examples({ X: [s], y: [y], task: 'regression' })
  const units = s.length
  const { loss, gradients } = lossAndGradients(network(units, [dense(units)]), pass(units), {
    data,
    loss: klDivergence(),
    device,
  })
  return { loss, slope: Array.from(gradients['scores.b']!) }
}

describe.each([
  [reference, 1e-14],
  [wasm, 1e-6],
] as const)('on $name', (device, tolerance) => {
  const near = (is: number, must: number) => expect(Math.abs(is - must)).toBeLessThanOrEqual(tolerance)

  test('it is log 2 where 1 class of 2 is sure and the scores are equal, and 0 where softmax gives the targets', () => {
    const sure = at(device, [0, 0], [1, 0])
    near(sure.loss, Math.LN2)
    near(sure.slope[0]!, -0.5)
    near(sure.slope[1]!, 0.5)
    const equal = at(device, [1, 1, 1, 1], [0.25, 0.25, 0.25, 0.25])
    near(equal.loss, 0)
    for (const slope of equal.slope) near(slope, 0)
  })

  test('of five classes it has the value and the slopes of its formula in float64', () => {
    const { loss, slope } = at(device, [0.5, -1.25, 2, 4, 1], [0.125, 0.25, 0.375, 0, 0.25])
    near(loss, 2.1284273693591595) // by Python's math module, from the formula
    const must = [-0.10025954974004234, -0.24570075439558756, -0.2641209944747052, 0.8192911920200445]
    ;[...must, -0.2092098934097093].forEach((number, k) => near(slope[k]!, number))
  })

  test('scores of ±1000 give no NaN: half of the target 2000 below the largest costs 1000, less log 2', () => {
    const { loss, slope } = at(device, [1000, -1000, 0], [0.5, 0.5, 0])
    expect(Math.abs(loss - (1000 - Math.LN2))).toBeLessThan(1e-4)
    ;[0.5, -0.5, 0].forEach((number, k) => near(slope[k]!, number))
  })

  test('a row whose sum is rounded, 0.75 + 0.2575, keeps the slope of its own formula', () => {
    const [a, b] = [Math.fround(0.75), Math.fround(0.2575)]
    const { slope } = at(device, [0, 0], [a, b])
    near(slope[0]!, (a + b) / 2 - a)
    near(slope[1]!, (a + b) / 2 - b)
  })
})

const shares = [
  [0.5, 0.25, 0.25],
  [0, 0.75, 0.25],
]
const data = examples({ X: [[0], [0]], y: shares, task: 'regression' })

test.each([reference, wasm])(
  'a network without inputs to go by learns the mean distribution and predicts it: $name',
  async (device) => {
    const options = { loss: klDivergence(), batch: 2, epochs: 600, optimizer: gradientDescent({ rate: 1 }), device }
    const { model } = fit(network(1, [dense(3)]), data, options)
    const learned = await model
    const mean = [0.25, 0.5, 0.25]
    const rows = learned.predict([[0], [0]]) as unknown as number[][]
    for (const row of rows) row.forEach((p, k) => expect(p).toBeCloseTo(mean[k]!, 5))
    expect(evaluate(learned, data).meanAbsoluteError).toBeCloseTo((0.25 + 0.25 + 0) / 3, 5)
    const loaded = modelFromBytes(modelToBytes(learned))
    expect(loaded.predict([[0], [0]])).toEqual(learned.predict([[0], [0]]))
    expect(ensemble([learned, learned]).predict([[0]])).toEqual([rows[0]])
  },
)

test('no score counts hits: there is no accuracy, on either backend', async () => {
  for (const device of [reference, wasm]) {
    const events: object[] = []
    for await (const event of fit(network(1, [dense(3)]), data, { loss: klDivergence(), epochs: 1, device })) {
      if (event.kind === 'epoch') events.push(event)
    }
    expect(events).toHaveLength(1)
    expect(events[0]).not.toHaveProperty('accuracy')
  }
})

describe('targets that are no distribution are refused', () => {
  const train = (y: number[][]) => () =>
    fit(network(1, [dense(2)]), examples({ X: y.map(() => [0]), y, task: 'regression' }), { loss: klDivergence() })

  test('a sum of 1.5, and a number below 0', () => {
    const first = 'loss kl-divergence: every row of targets must be probabilities, each 0 or more, with the sum 1; got '
    expect(
      train([
        [0.5, 0.5],
        [1, 0.5],
      ]),
    ).toThrow(`${first}the sum 1.5 with the smallest number 0.5 in row 1. Divide each row by its sum.`)
    expect(train([[1.5, -0.5]])).toThrow(
      `${first}the sum 1 with the smallest number -0.5 in row 0. Divide each row by its sum.`,
    )
  })
})

describe('as data', () => {
  test('it survives JSON and is frozen; another target or link is refused', () => {
    const loss = klDivergence()
    expect(lossFromData(JSON.parse(JSON.stringify(loss)))).toEqual(loss)
    expect(Object.isFrozen(loss)).toBe(true)
    expect(() => lossFromData({ kind: 'kl-divergence', target: 'index', link: 'softmax' })).toThrow(
      'loss: target must be one of number; got "index".',
    )
  })

  test('a copy that lost its code is refused, of a loss of formulas with a link too', async () => {
    expect(() =>
      lossAndGradients(
        network(1, [dense(3)]),
        { 'scores.W': [0, 0, 0], 'scores.b': [0, 0, 0] },
        {
          data,
          loss: { ...klDivergence() },
        },
      ),
    ).toThrow(
      'lossAndGradients: the loss must be one that softmax() or elementLoss() makes; got { kind, target, link }. Make it with softmax() or elementLoss(), or read it from JSON with lossFromData.',
    )
    const counts = examples({ X: [[0]], y: [2], task: 'regression' })
    const model = await fit(network(1, [dense(1)]), counts, { loss: { ...poisson() }, epochs: 1, batch: 1 }).model
    expect(() => model.predict([[0]])).toThrow(
      'loss: the loss must be one that softmax() or its like makes; got { kind, target, options, formula, link }. Make it with softmax() or its like, or read it from JSON with lossFromData.',
    )
  })
})
