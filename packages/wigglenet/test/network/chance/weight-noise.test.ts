import { describe, expect, test } from 'vitest'
import type { Backend, Execution } from '../../../src/backend/backend.ts'
import { reference } from '../../../src/backend/reference/reference.ts'
import { wasm } from '../../../src/backend/wasm/wasm.ts'
import { examples } from '../../../src/data/examples.ts'
import { tanh } from '../../../src/network/activations/tanh.ts'
import { weightNoise } from '../../../src/network/chance/weight-noise.ts'
import { networkFromData } from '../../../src/network/from-data.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { maxout } from '../../../src/network/layers/maxout.ts'
import { meanSquaredError } from '../../../src/network/losses/mean-squared-error.ts'
import { softmax } from '../../../src/network/losses/softmax.ts'
import { network } from '../../../src/network/network.ts'
import { adam } from '../../../src/optimizer/adam.ts'
import { gradientDescent } from '../../../src/optimizer/gradient-descent.ts'
import { fit } from '../../../src/train/fit.ts'
import { trainer } from '../../../src/train/trainer.ts'
import { makeData } from '../../backend/data.ts'
import { oneStep, prepareCase, train } from '../../backend/running.ts'

const rest = { name: '', settings: {}, masks: false, loss: softmax(), optimizer: adam() }
const arms = makeData({ inputs: 2, rows: 20, classes: 3, seed: 2 })

/** A network whose noise is large enough to measure. */
function wide(device: Backend): Execution {
  return prepareCase(device, {
    ...rest,
    network: network(150, [
      maxout(101, { noise: weightNoise(0.5) }),
      dense(101, tanh(), { noise: weightNoise(0.25) }),
      dense(3),
    ]),
    data: makeData({ inputs: 150, rows: 4, classes: 3, seed: 1 }),
    batch: 4,
  })
}

const noiseOf = (execution: Execution, name: string) => {
  const weights = execution.read(name)
  return Float64Array.from(execution.read(`${name}:noisy`), (value, i) => value - weights[i]!)
}
const correlation = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Math.hypot(...a) / Math.hypot(...b)

describe.each([wasm, reference])('on $name', (device) => {
  test('the gradient is that at the noisy weights, and the weights without the noise are updated', () => {
    const execution = prepareCase(device, {
      ...rest,
      network: network(1, [dense(1, { noise: weightNoise(0.5) })]),
      data: examples({ X: [[2]], y: [3], task: 'regression' }),
      loss: meanSquaredError(),
      optimizer: gradientDescent({ rate: 0.125 }),
      batch: 1,
    })
    execution.write('scores.W', [0.75])
    execution.write('scores.b', [0.5])
    train(execution, 1)
    const [noisy] = execution.read('scores.W:noisy')
    expect(Math.abs(noisy! - 0.75)).toBeGreaterThan(0.01)
    // dL/ds = 2·(s - y) at s = 2·noisy + 0.5
    const slope = 2 * (2 * noisy! + 0.5 - 3)
    expect(execution.read('scores.W')[0]).toBeCloseTo(0.75 - 0.125 * 2 * slope, 5)
    expect(execution.read('scores.b')[0]).toBeCloseTo(0.5 - 0.125 * slope, 5)
  })

  test('it is Gaussian with the deviation asked for, other for each layer, piece and step', () => {
    const execution = wide(device)
    oneStep(execution)
    const names = ['h1.W1', 'h1.W2', 'h2.W']
    const first = names.map((name) => noiseOf(execution, name))
    for (const [i, deviation] of [0.5, 0.5, 0.25].entries()) {
      const noise = first[i]!
      const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length
      const size = Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / noise.length)
      // About 10,000 numbers and more: five standard errors
      expect(Math.abs(mean)).toBeLessThan((5 * deviation) / Math.sqrt(noise.length))
      expect(Math.abs(size / deviation - 1)).toBeLessThan(5 / Math.sqrt(2 * noise.length))
      const within = noise.filter((value) => Math.abs(value) < deviation).length / noise.length
      expect(Math.abs(within - 0.6827)).toBeLessThan(0.025) // as much of a normal distribution lies within a deviation
    }
    execution.seek({ step: 1, epoch: 0, position: 0 })
    oneStep(execution)
    const later = names.map((name) => noiseOf(execution, name))
    expect(Math.abs(correlation(first[0]!, first[1]!))).toBeLessThan(0.05)
    for (const [i, noise] of later.entries()) expect(Math.abs(correlation(first[i]!, noise))).toBeLessThan(0.05)
  })
})

test('both backends draw the same noise', () => {
  const [tested, oracle] = [wide(wasm), wide(reference)]
  for (const execution of [tested, oracle]) oneStep(execution)
  for (const name of ['h1.W1', 'h1.W2', 'h2.W']) {
    const expected = oracle.read(`${name}:noisy`)
    expect(tested.read(`${name}:noisy`).findIndex((value, i) => !(Math.abs(value - expected[i]!) < 1e-5))).toBe(-1)
  }
})

test('an evaluation, a model and its predictions are without it', async () => {
  const net = (noise?: ReturnType<typeof weightNoise>) => network(2, [dense(6, tanh(), noise && { noise }), dense(3)])
  expect(trainer(net(weightNoise(3)), arms).evaluate()).toEqual(trainer(net(), arms).evaluate())
  const noisy = trainer(net(weightNoise(0.1)), arms, { epochs: 3 })
  noisy.step(3)
  const again = trainer(net(), arms, { parameters: noisy.parameters.all() })
  expect(again.evaluate()).toEqual(noisy.evaluate())
  expect(again.model().scores([[0.5, -1]])).toEqual(noisy.model().scores([[0.5, -1]]))
})

test('it can be turned down while it runs, apart from the noise on inputs', () => {
  const run = (inputNoise: number, noise?: ReturnType<typeof weightNoise>) =>
    trainer(network(2, [dense(6, tanh(), { inputNoise, ...(noise && { noise }) }), dense(3)]), arms, { batch: 7 })
  const [inputs, both, without] = [run(0.2), run(0.2, weightNoise(0.5)), run(0)]
  both.set({ weightNoise: 0 })
  for (const each of [inputs, both]) each.step(9)
  expect(both.parameters.all()).toEqual(inputs.parameters.all())
  const weights = run(0, weightNoise(0.5))
  weights.set({ weightNoise: 0 })
  for (const each of [weights, without]) each.step(9)
  expect(weights.parameters.all()).toEqual(without.parameters.all())
  expect(() => weights.set({ inputNoise: 0.1 })).toThrow(
    'trainer: the network must have a layer with inputNoise above 0 before it can be changed; got none. Make a layer with dense(units, activation, { inputNoise: 0.1 }), then change it.',
  )
  expect(() => inputs.set({ weightNoise: 0.1 })).toThrow(
    'trainer: the network must have a layer with weightNoise above 0 before it can be changed; got none. Make a layer with dense(units, activation, { noise: weightNoise(0.1) }), then change it.',
  )
})

test('the loss of noisy steps is larger by the variance that the noise gives to the scores', async () => {
  // E[(w + n)²·x²] = x²·(w² + σ²) = 16·(0.25 + 0.25)
  const data = examples({ X: [[4]], y: [0], task: 'regression' })
  const run = fit(network(1, [dense(1, { noise: weightNoise(0.5) })]), data, {
    loss: 'mean-squared-error',
    optimizer: gradientDescent({ rate: 0 }),
    parameters: { 'scores.W': [0.5], 'scores.b': [0] },
    epochs: 4000,
  })
  let sum = 0
  for await (const event of run) if (event.kind === 'epoch') sum += event.loss
  // The deviation of a step is 16·√(4w²σ² + 2σ⁴) = 9.8: 0.15 for the mean of 4,000
  expect(Math.abs(sum / 4000 - 8)).toBeLessThan(0.6)
})

test('a network keeps it through JSON, and what is no such noise is refused', () => {
  const net = network(2, [
    dense(4, tanh(), { noise: weightNoise(0.1) }),
    maxout(3, { noise: weightNoise(0.2) }),
    dense(3),
  ])
  const data = JSON.parse(JSON.stringify(net))
  expect(data.nodes[0].noise).toEqual({ kind: 'weight-noise', deviation: 0.1 })
  const copy = networkFromData(data)
  expect(copy).toEqual(net)
  const [one, other] = [trainer(net, arms), trainer(copy, arms)]
  for (const run of [one, other]) run.step(5)
  expect(other.parameters.all()).toEqual(one.parameters.all())

  expect(() => weightNoise(-1)).toThrow(
    'weightNoise: deviation must be a number in [0, ∞); got -1. Give deviation a value in [0, ∞).',
  )
  expect(() => dense(3, { noise: 0.1 as never })).toThrow(
    'dense: the noise must be one that weightNoise() makes; got 0.1. Make it with weightNoise(), or read it from JSON with networkFromData.',
  )
  const changed = { ...data, nodes: [{ ...data.nodes[0], noise: { kind: 'weight-noise' } }, ...data.nodes.slice(1)] }
  expect(() => networkFromData(changed, 'file')).toThrow(
    'weightNoise: deviation must be a number in [0, ∞); got undefined. Give deviation a value in [0, ∞).',
  )
})
