import { expect, test } from 'vitest'
import { examples } from '../../src/data/examples.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { weightHalfLife } from '../../src/optimizer/half-life.ts'
import { trainer } from '../../src/train/trainer.ts'

test('the half-life is 1 step where half is lost, 0 where all is, and endless without regularization', () => {
  expect(weightHalfLife(1, 0.5)).toBe(1)
  expect(weightHalfLife(0.5, 0.5857864376269049)).toBeCloseTo(2, 12) // (1 - q)² = 1/2 with q = 1 - √½
  expect(weightHalfLife(1, 1)).toBe(0)
  expect(weightHalfLife(0.1, 0)).toBe(Infinity)
})

test('small losses keep their digits: it is ln 2 / log1p, across the change from logarithm to series', () => {
  for (const lost of [1e-15, 1e-9, 0.99e-4, 1.01e-4, 0.01, 0.3]) {
    expect(weightHalfLife(1, lost) / (Math.LN2 / -Math.log1p(-lost))).toBeCloseTo(1, 12)
  }
})

test('training halves a weight in that many steps when the data have nothing to say', () => {
  // x = 0 gives W no gradient; 1 - 0.1·0.5 = 0.95, whose half-life is 13.513 steps.
  const steps = weightHalfLife(0.1, 0.5)
  expect(steps).toBeCloseTo(13.5134, 4)
  const data = examples({ X: [[0], [0]], y: [0, 1] })
  const run = trainer(network(1, [dense(2)]), data, {
    optimizer: gradientDescent({ rate: 0.1 }),
    l2: 0.5,
    parameters: { 'scores.W': [1, -2], 'scores.b': [0, 0] },
  })
  run.step(27)
  expect(run.parameters.get('scores.W')[0]).toBeCloseTo(2 ** (-27 / steps), 6)
  expect(run.parameters.get('scores.W')[1]).toBeCloseTo(-2 * 2 ** (-27 / steps), 6)
})

test('a step that turns the sign has no half-life', () => {
  expect(() => weightHalfLife(2, 1)).toThrow(
    'weightHalfLife: rate·l2, the share lost in a step, must be at most 1; got 2. Lower the rate or l2.',
  )
  expect(() => weightHalfLife(-1, 1)).toThrow(
    'weightHalfLife: rate must be a number in [0, ∞); got -1. Give rate a value in [0, ∞).',
  )
})
