import { expect, test } from 'vitest'
import { examples } from '../../src/data/examples.ts'
import { functionOf } from '../../src/data/make/function-of.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { rateRange } from '../../src/diagnose/rate-range.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { fit } from '../../src/train/fit.ts'

test('rates grow by the same factor from the first to the last, and each has the loss of its step', () => {
  const net = network(2, [dense(4, relu()), dense(3)])
  const { curve, diverged } = rateRange(net, spiral({ seed: 1 }), { from: 1e-5, to: 1e-3, steps: 21 })
  expect(diverged).toBeUndefined()
  expect(curve).toHaveLength(21)
  curve.forEach(({ rate, loss }, i) => {
    expect(rate / (1e-5 * 10 ** (i / 10))).toBeCloseTo(1, 10)
    expect(loss).toBeGreaterThan(0)
  })
  // One loss on either side: a fortieth of 21 steps, rounded.
  const mean = (curve[4]!.loss + curve[5]!.loss + curve[6]!.loss) / 3
  expect(curve[5]!.smoothed).toBeCloseTo(mean, 12)
  expect(curve[0]!.smoothed).toBeCloseTo((curve[0]!.loss + curve[1]!.loss) / 2, 12)
})

test('descent on a parabola goes astray beyond 2 over its curvature, and what is suggested is below that', () => {
  // One weight w, x = ±2, y = 0: the loss is 4·w², of curvature 8, so that rates above 1/4 make each step longer.
  const data = examples({ X: [[2], [-2]], y: [0, 0], task: 'regression' })
  const start = { 'scores.W': [1], 'scores.b': [0] }
  const options = { optimizer: gradientDescent(), parameters: start, batch: 2, from: 1e-3, to: 100, steps: 40 }
  const { suggestion, diverged } = rateRange(network(1, [dense(1)]), data, options)
  expect(diverged).toBeGreaterThan(0.25)
  expect(suggestion).toBeLessThan(0.25)
  expect(suggestion).toBeGreaterThan(0.001)
})

test('the suggestion trains: better than a hundred times less, and than ten times more', async () => {
  const net = network(1, [dense(24, relu()), dense(24, relu()), dense(1)])
  const data = functionOf('sin(3 * x)', { seed: 1 })
  const { suggestion, diverged } = rateRange(net, data, { optimizer: adam(), seed: 1 })
  expect(diverged).toBeGreaterThan(suggestion!)
  const lossAt = async (rate: number) => {
    let loss = Infinity
    for await (const event of fit(net, data, { optimizer: adam({ rate }), epochs: 30, seed: 1 }))
      if (event.kind === 'epoch') loss = event.loss
    return loss
  }
  const [found, less, more] = await Promise.all([1, 0.01, 10].map((factor) => lossAt(factor * suggestion!)))
  expect(found).toBeLessThan(less!)
  expect(found).toBeLessThan(more!)
})

test('a number that is not finite ends the curve, and a loss that never falls suggests nothing', () => {
  const net = network(1, [dense(1)])
  const far = examples({ X: [[1e15], [-1e15]], y: [1, 2], task: 'regression' })
  const options = { optimizer: gradientDescent(), from: 1e-3, to: 1, steps: 20, batch: 2 }
  const broken = rateRange(net, far, options)
  expect(broken.diverged).toBeGreaterThan(0)
  expect(broken.curve.length).toBeLessThan(20)
  expect(broken.curve.every(({ loss }) => Number.isFinite(loss))).toBe(true)
  expect(broken.suggestion).toBeUndefined()
})

test.each([
  [{ from: 1, to: 0.5 }, 'rateRange: to must be above from; got 1 to 0.5. Raise to, or lower from.'],
  [{ from: 0 }, 'rateRange: from must be a number in (0, ∞); got 0. Give from a value in (0, ∞).'],
  [
    { steps: 5 },
    'rateRange: steps must be a whole number in [20, 1024]; got 5. Give steps a whole number in [20, 1024].',
  ],
  [
    { epochs: 5 } as object,
    'rateRange: the options are loss, optimizer, batch, l2, l1, seed, parameters, device, from, to, steps; got "epochs". Remove epochs, or correct its spelling.',
  ],
])('options %j are refused', (options, message) => {
  expect(() => rateRange(network(2, [dense(3)]), spiral({ seed: 1 }), options)).toThrow(message)
})
