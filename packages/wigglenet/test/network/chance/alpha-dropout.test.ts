import { describe, expect, test } from 'vitest'
import type { Backend, Execution } from '../../../src/backend/backend.ts'
import { reference } from '../../../src/backend/reference/reference.ts'
import { wasm } from '../../../src/backend/wasm/wasm.ts'
import { selu } from '../../../src/network/activations/selu.ts'
import { alphaDropout } from '../../../src/network/chance/alpha-dropout.ts'
import { networkFromData } from '../../../src/network/from-data.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { maxout } from '../../../src/network/layers/maxout.ts'
import { softmax } from '../../../src/network/losses/softmax.ts'
import { network } from '../../../src/network/network.ts'
import type { Layer } from '../../../src/network/types.ts'
import { adam } from '../../../src/optimizer/adam.ts'
import { trainer } from '../../../src/train/trainer.ts'
import { makeData } from '../../backend/data.ts'
import { oneStep, prepareCase } from '../../backend/running.ts'

const [width, rows] = [120, 250]
const gaussian = makeData({ inputs: width, rows, classes: 2, seed: 1 })

/** A training step of layers as wide as their Gaussian inputs; with `passing`, their weights are an identity. */
function stepOf(device: Backend, layers: readonly Layer[], passing = false): Execution {
  const execution = prepareCase(device, {
    ...{ name: '', loss: softmax(), optimizer: adam(), settings: {}, masks: false, batch: rows, data: gaussian },
    network: network(width, [...layers, dense(2)]),
  })
  const identity = Float32Array.from({ length: width * width }, (_, i) => (i % (width + 1) === 0 ? 1 : 0))
  if (passing) execution.write('h1.W', identity)
  oneStep(execution)
  return execution
}

function momentsOf(values: ArrayLike<number>) {
  const numbers = Float64Array.from(values)
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length
  return { mean, variance: numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length }
}

describe.each([wasm, reference])('on $name', (device) => {
  // a and b by the paper's formulas, in Python
  test.each([
    { share: 0.1, a: 0.9212845161497115, b: 0.1619709700575702 },
    { share: 0.5, a: 0.886404894665932, b: 0.7791939305180317 },
  ])('what is kept becomes a·h + b, and what is dropped a·α′ + b: share $share', ({ share, a, b }) => {
    const execution = stepOf(device, [dense(width, selu(), { dropout: alphaDropout(share) })])
    const [before, mask, after] = ['h1:h', 'h1:kept', 'h1'].map((name) => Float64Array.from(execution.read(name)))
    const wrong = after!.findIndex((value, i) => {
      const expected = a * (mask![i]! > 0 ? before![i]! : -1.7580993408473766) + b
      return Math.abs(value - expected) > 1e-6 || Math.abs(mask![i]! - (mask![i]! > 0 ? a : 0)) > 1e-6
    })
    expect(wrong).toBe(-1)
    const kept = mask!.filter((factor) => factor > 0).length / (width * rows)
    expect(Math.abs(kept - (1 - share))).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / (width * rows)))
  })

  test.each([0.05, 0.2, 0.5])('numbers of mean 0 and variance 1 keep both: share %f', (share) => {
    const before = momentsOf(gaussian.X)
    const after = momentsOf(stepOf(device, [dense(width, { dropout: alphaDropout(share) })], true).read('h1'))
    // 30,000 numbers: more than four standard errors
    expect(Math.abs(after.mean - before.mean)).toBeLessThan(0.025)
    expect(Math.abs(after.variance - before.variance)).toBeLessThan(0.05)
  })
})

test('through eight layers of SELU, outputs stay at mean 0 and variance 1; plain dropout makes them grow', () => {
  const moments = (dropout: number | ReturnType<typeof alphaDropout>) =>
    momentsOf(
      stepOf(
        wasm,
        Array.from({ length: 8 }, () => dense(width, selu(), { dropout })),
      ).read('h8'),
    )
  const [alpha, plain] = [moments(alphaDropout(0.2)), moments(0.2)]
  expect(Math.abs(alpha.mean)).toBeLessThan(0.1)
  expect(Math.abs(alpha.variance - 1)).toBeLessThan(0.2)
  expect(plain.variance).toBeGreaterThan(1.4)
})

test('an evaluation is as without it', () => {
  const data = makeData({ inputs: 3, rows: 30, classes: 3, seed: 2 })
  const judged = (dropout: number | ReturnType<typeof alphaDropout>) =>
    trainer(network(3, [dense(9, selu(), { dropout }), dense(3)]), data).evaluate()
  expect(judged(alphaDropout(0.9))).toEqual(judged(0))
})

test('a share of 0 trains to the bits of a network without it, also when it is turned down to 0', () => {
  const data = makeData({ inputs: 3, rows: 30, classes: 3, seed: 2 })
  const run = (dropout: number | ReturnType<typeof alphaDropout>) =>
    trainer(network(3, [dense(9, selu(), { dropout }), dense(3)]), data, { batch: 8 })
  const [plain, zero, down] = [run(0), run(alphaDropout(0)), run(alphaDropout(0.5))]
  down.set({ dropout: 0 })
  for (const each of [plain, zero, down]) each.step(9)
  expect(zero.parameters.all()).toEqual(plain.parameters.all())
  expect(down.parameters.all()).toEqual(plain.parameters.all())
})

test('a network keeps it through JSON, and what is no such dropout is refused', () => {
  const net = network(2, [
    dense(4, selu(), { dropout: alphaDropout(0.1) }),
    maxout(3, { dropout: alphaDropout(0.2) }),
    dense(3),
  ])
  const data = JSON.parse(JSON.stringify(net))
  expect(data.nodes[0].dropout).toEqual({ kind: 'alpha-dropout', share: 0.1 })
  const copy = networkFromData(data)
  expect(copy).toEqual(net)
  const arms = makeData({ inputs: 2, rows: 20, classes: 3, seed: 2 })
  const [one, other] = [trainer(net, arms), trainer(copy, arms)]
  for (const run of [one, other]) run.step(5)
  expect(other.parameters.all()).toEqual(one.parameters.all())

  expect(() => alphaDropout(1)).toThrow(
    'alphaDropout: share must be a number in [0, 1); got 1. Give share a value in [0, 1).',
  )
  expect(() => dense(3, { dropout: { kind: 'alpha-dropout', share: 0.5 } })).toThrow(
    'dense: the dropout must be one that alphaDropout() makes; got { kind, share }. Make it with alphaDropout(), or read it from JSON with networkFromData.',
  )
  const changed = (dropout: unknown) => ({ ...data, nodes: [{ ...data.nodes[0], dropout }, ...data.nodes.slice(1)] })
  expect(() => networkFromData(changed({ kind: 'beta-dropout', share: 0.5 }), 'file')).toThrow(
    'file.nodes[0].dropout: kind must be one of alpha-dropout; got "beta-dropout". Choose a name from the list.',
  )
  expect(() => networkFromData(changed({ kind: 'alpha-dropout', rate: 0.5 }), 'file')).toThrow(
    'file.nodes[0].dropout: the options are kind, share; got "rate". Remove rate, or correct its spelling.',
  )
})
