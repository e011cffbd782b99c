import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { examples } from '../../src/data/examples.ts'
import { moons } from '../../src/data/make/moons.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { maxNorm } from '../../src/network/constraints/max-norm.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { fit } from '../../src/train/fit.ts'
import { fitLbfgs } from '../../src/train/fit-lbfgs.ts'
import { trainer } from '../../src/train/trainer.ts'
import type { TrainingEvent } from '../../src/train/types.ts'

interface Logistic {
  readonly X: number[][]
  readonly y: number[]
  readonly l2: number
  readonly W: number[]
  readonly b: number[]
  readonly loss: number
}
const logistic: Logistic = JSON.parse(readFileSync(new URL('logistic.json', import.meta.url), 'utf8'))

async function eventsOf(run: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = []
  for await (const event of run) events.push(event)
  return events
}

describe('logistic regression of three classes, whose minimum Newton’s method gave in float64', () => {
  const net = network(2, [dense(3)])
  const { l2, W, b } = logistic
  const data = examples({ X: logistic.X, y: logistic.y })
  const largest = (found: ArrayLike<number>, expected: readonly number[]) =>
    Math.max(...expected.map((value, i) => Math.abs(found[i]! - value)))
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

  test.each([
    [reference, 1e-9, 1e-13, 1e-7],
    [wasm, 1e-5, 1e-6, 1e-4],
  ] as const)('is reached: $0.name', async (device, tolerance, lossError, error) => {
    const run = fitLbfgs(net, data, { l2, device, tolerance })
    const events = await eventsOf(run)
    const last = events.findLast((event) => event.kind === 'epoch')!
    expect(events.at(-1)).toMatchObject({ kind: 'stop', reason: 'converged' })
    expect(Math.abs(last.loss + last.penalty - logistic.loss)).toBeLessThan(lossError)
    const { parameters } = await run.model
    expect(largest(parameters['scores.W']!, W)).toBeLessThan(error)
    // The loss does not tell where all biases stand together.
    const bias = parameters['scores.b']!
    expect(
      largest(
        bias.map((value) => value - mean(bias)),
        b.map((value) => value - mean(b)),
      ),
    ).toBeLessThan(error)
    expect(events.length).toBeLessThan(30)
  })
})

describe('a run', () => {
  const net = network(2, [dense(8, tanh()), dense(2)])
  const data = moons({ rows: 120, noise: 0.2, seed: 1 })

  test('tells each iteration as an epoch whose loss with its penalty falls, and gives the model of the last', async () => {
    const run = fitLbfgs(net, data, { l2: 1e-3, epochs: 15, validation: 0.25, seed: 2 })
    const events = await eventsOf(run)
    const epochs = events.filter((event) => event.kind === 'epoch')
    expect(events).toHaveLength(16)
    expect(events.at(-1)).toEqual({ kind: 'stop', step: 15, epoch: 15, reason: 'epochs', best: 15 })
    epochs.forEach((event, i) => {
      expect([event.step, event.epoch, event.rate > 0, event.validation!.loss > 0]).toEqual([i + 1, i + 1, true, true])
      if (i > 0) expect(event.loss + event.penalty).toBeLessThan(epochs[i - 1]!.loss + epochs[i - 1]!.penalty)
    })
    const model = await run.model
    expect(model.provenance).toMatchObject({
      epochs: 15,
      steps: 15,
      options: { batch: 90, optimizer: { kind: 'l-bfgs', memory: 10, tolerance: 1e-5 }, validationRows: 30 },
    })
    const again = await fitLbfgs(net, data, { l2: 1e-3, epochs: 15, validation: 0.25, seed: 2 }).model
    expect(again.parameters).toEqual(model.parameters)
  })

  test('ends lower in 100 iterations than Adam does in as many epochs of all rows', async () => {
    const lowest = async (run: AsyncIterable<TrainingEvent>) =>
      Math.min(...(await eventsOf(run)).flatMap((event) => (event.kind === 'epoch' ? event.loss + event.penalty : [])))
    const common = { l2: 1e-3, epochs: 100, seed: 2 }
    const quick = await lowest(fitLbfgs(net, data, common))
    const slow = await lowest(fit(net, data, { ...common, batch: 120, optimizer: adam({ rate: 0.05 }) }))
    expect(quick).toBeLessThan(slow)
  })

  test('stops when the signal aborts and when the loop is left, with the model so far', async () => {
    const stop = new AbortController()
    const run = fitLbfgs(net, data, { signal: stop.signal })
    const events: TrainingEvent[] = []
    for await (const event of run) {
      events.push(event)
      if (event.kind === 'epoch' && event.epoch === 3) stop.abort()
    }
    expect(events.at(-1)).toMatchObject({ kind: 'stop', epoch: 3, reason: 'aborted' })
    const left = fitLbfgs(net, data)
    for await (const event of left) if (event.kind === 'epoch' && event.epoch === 3) break
    expect((await left.model).parameters).toEqual((await run.model).parameters)
  })

  test('leaves what is locked as it was', async () => {
    const partly = network(2, [dense(8, tanh(), { locked: true }), dense(2)])
    const first = trainer(partly, data, { seed: 2 }).parameters.all()
    const { parameters } = await fitLbfgs(partly, data, { epochs: 5, seed: 2 }).model
    expect(parameters['h1.W']).toEqual(first['h1.W'])
    expect(parameters['scores.W']).not.toEqual(first['scores.W'])
  })

  test('that starts in the minimum ends there at once', async () => {
    const flat = {
      'h1.W': new Float32Array(16),
      'h1.b': new Float32Array(8),
      'scores.W': new Float32Array(16),
      'scores.b': [0, 0],
    }
    const run = fitLbfgs(net, data, { parameters: flat })
    expect(await eventsOf(run)).toEqual([{ kind: 'stop', step: 0, epoch: 0, reason: 'converged', best: 0 }])
  })
})

describe('what it cannot do is refused', () => {
  const data = moons({ rows: 20, seed: 1 })
  const net = network(2, [dense(2)])
  test.each([
    [
      () => fitLbfgs(network(2, [dense(4, tanh(), { dropout: 0.5 }), dense(2)]), data),
      'fitLbfgs: the network must have none of dropout, noise, l1, a constraint, running statistics: the gradient alone must lead to a minimum; got dropout. Make its layers without, or train it with fit.',
    ],
    [
      () => fitLbfgs(network(2, [dense(2, { l1: 0.1, constraint: maxNorm(2), inputNoise: 0.1 })]), data),
      'a minimum; got noise and l1 and a constraint. Make',
    ],
    [
      () => fitLbfgs(net, data, { batch: 5 } as object),
      'fitLbfgs: the options are loss, l2, seed, validation, parameters, device, epochs, memory, tolerance, signal; got "batch". Remove batch, or correct its spelling.',
    ],
    [
      () => fitLbfgs(net, data, { memory: 0 }),
      'fitLbfgs: memory must be a whole number in [1, 1000]; got 0. Give memory a whole number in [1, 1000].',
    ],
    [
      () => fitLbfgs(net, data, { tolerance: -1 }),
      'fitLbfgs: tolerance must be a number in [0, ∞); got -1. Give tolerance a value in [0, ∞).',
    ],
  ])('case $#: $1', (make, message) => {
    expect(make).toThrow(message)
  })

  test('a loss that is infinite where it starts', () => {
    const huge = { 'scores.W': [3e38, 3e38, 0, 0], 'scores.b': [0, 0] }
    const far = examples({
      X: [
        [1e3, 1e3],
        [1, 1],
      ],
      y: [1, 0],
    })
    expect(() => fitLbfgs(net, far, { parameters: huge })).toThrow(
      expect.objectContaining({ name: 'NumberError', where: 'fitLbfgs' }),
    )
  })
})
