// What losses are for, seen from outside: what a score that is the same for every row comes to.
import { describe, expect, test } from 'vitest'
import {
  absoluteError,
  dense,
  evaluate,
  examples,
  fit,
  gradientDescent,
  huber,
  type Loss,
  logCosh,
  meanSquaredError,
  modelFromBytes,
  modelToBytes,
  network,
  poisson,
  quantile,
  reference,
} from '../../../src/index.ts'

const counts = [0, 1, 1, 2, 3, 3, 4, 5, 8, 13] // mean 4, median 3, 80 % lie below 8
const data = examples({ X: counts.map(() => [0]), y: counts, task: 'regression' })

/** The one number that a network without inputs to go by learns to predict. */
async function learned(loss: Loss, device = undefined as typeof reference | undefined): Promise<number> {
  const options = { loss, batch: 10, epochs: 4000, optimizer: gradientDescent({ rate: 0.05 }), seed: 1 }
  const model = await fit(network(1, [dense(1)]), data, { ...options, ...(device && { device }) }).model
  return (model.predict([[0]]) as number[])[0]!
}

describe('the number that a loss settles on', () => {
  test('is the mean for squared errors, and for poisson, whose predictions are counts', async () => {
    expect(await learned(meanSquaredError())).toBeCloseTo(4, 3)
    expect(await learned(poisson())).toBeCloseTo(4, 3)
    expect(await learned(poisson(), reference)).toBeCloseTo(4, 3)
  })

  test('is the median for absolute errors, and the place of the share for a quantile', async () => {
    expect(Math.abs((await learned(absoluteError())) - 3)).toBeLessThan(0.05)
    const high = await learned(quantile({ share: 0.85 }))
    expect(high).toBeGreaterThan(7.9)
    expect(high).toBeLessThan(8.1)
  })

  test('lies between median and mean for huber and log-cosh: where the cut-off errors balance', async () => {
    const m = await learned(huber({ delta: 2 }))
    const pull = (centre: number) => counts.reduce((sum, y) => sum + Math.max(-2, Math.min(centre - y, 2)), 0)
    expect(Math.abs(pull(m))).toBeLessThan(1e-3)
    const smooth = await learned(logCosh())
    expect(Math.abs(counts.reduce((sum, y) => sum + Math.tanh(smooth - y), 0))).toBeLessThan(1e-3)
  })
})

test('a poisson model judges and loads as counts: the errors of evaluate are those of its predictions', async () => {
  const model = await fit(network(1, [dense(1)]), data, { loss: poisson(), epochs: 50, batch: 10 }).model
  const [count] = model.predict([[0]]) as number[]
  const errors = counts.map((y) => Math.abs(y - count!))
  const { meanAbsoluteError: error } = evaluate(model, data)
  expect(error).toBeCloseTo(errors.reduce((a, b) => a + b) / 10, 6)
  const loaded = modelFromBytes(modelToBytes(model))
  expect(loaded.predict([[0]])).toEqual([count])
})

test('targets below 0 are refused before anything is trained', () => {
  const wrong = examples({ X: [[0], [1]], y: [1, -2.5], task: 'regression' })
  expect(() => fit(network(1, [dense(1)]), wrong, { loss: poisson() })).toThrow(
    'loss poisson: every target must be 0 or more, such as a count that is not standardized; got -2.5. Give counts in their own unit, or use huber().',
  )
})
