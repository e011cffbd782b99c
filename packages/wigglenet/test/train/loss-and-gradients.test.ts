import { describe, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import type { DataSet } from '../../src/data/types.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { lossAndGradients } from '../../src/train/loss-and-gradients.ts'

const backends = [wasm, reference].map((device) => [device.name, device] as const)

/** One row x = (1, -2) of class 0 of two. */
const one: DataSet<2> = {
  kind: 'data',
  task: 'classification',
  inputs: 2,
  rows: 1,
  targets: 1,
  X: Float32Array.of(1, -2),
  y: Float32Array.of(0),
  classes: ['a', 'b'],
}
const net = network(2, [dense(2)])
const parameters = { 'scores.W': [0.5, 0.25, -1, 0.5], 'scores.b': [1, 0] }

describe.each(backends)('on %s', (_name, device) => {
  test('the multiclass hinge of one row, by hand: s = (1, -2), no margin is missed', () => {
    // s = (0.5 - 0.5 + 1, -1 - 1 + 0); max(0, -2 - 1 + 1) = 0
    const { loss, scores, gradients } = lossAndGradients(net, parameters, { data: one, loss: 'svm', device })
    expect(Array.from(scores)).toEqual([1, -2])
    expect(loss).toBe(0)
    expect(Array.from(gradients['scores.W']!, Math.abs)).toEqual([0, 0, 0, 0])
  })

  test('the multiclass hinge of the other class, by hand: loss 4, gradients ±x', () => {
    // max(0, 1 + 2 + 1) = 4; ds = (1, -1); dW = dsᵀ·x
    const { loss, gradients } = lossAndGradients(net, parameters, {
      data: { ...one, y: Float32Array.of(1) },
      loss: 'svm',
      device,
    })
    expect(loss).toBe(4)
    expect(Array.from(gradients['scores.W']!)).toEqual([1, -2, -1, 2])
    expect(Array.from(gradients['scores.b']!)).toEqual([1, -1])
  })

  test('l2 adds half its strength times the squares of the weights, l1 the sizes; biases are left alone', () => {
    // Σw² = 0.25 + 0.0625 + 1 + 0.25 = 1.5625, Σ|w| = 2.25
    const { loss, gradients } = lossAndGradients(net, parameters, { data: one, loss: 'svm', l2: 0.5, l1: 0.25, device })
    expect(loss).toBe(0.390625 + 0.5625)
    expect(Array.from(gradients['scores.W']!)).toEqual([0.5, 0.375, -0.75, 0.5])
    expect(Array.from(gradients['scores.b']!, Math.abs)).toEqual([0, 0])
  })

  test('the loss is the mean of the rows: twice the same row has the same loss and gradients', () => {
    const two = { ...one, rows: 2, X: Float32Array.of(1, -2, 1, -2), y: Float32Array.of(1, 1) }
    const { loss, gradients } = lossAndGradients(net, parameters, { data: two, loss: 'svm', device })
    expect(loss).toBe(4)
    expect(Array.from(gradients['scores.W']!)).toEqual([1, -2, -1, 2])
  })

  test('a network with dropout and noise has the gradients of one without', () => {
    const noisy = network(2, [dense(2, relu(), { dropout: 0.5, inputNoise: 3 }), dense(2)])
    const plain = network(2, [dense(2, relu()), dense(2)])
    const all = { ...parameters, 'h1.W': [1, 0.5, -1, -1], 'h1.b': [0.5, 0.25] }
    const [a, b] = [noisy, plain].map((layers) => lossAndGradients(layers, all, { data: one, loss: 'softmax', device }))
    expect(a).toEqual(b)
    expect(Array.from(a!.gradients['h1.W']!).some((value) => value !== 0)).toBe(true)
  })
})

test('the default device is wasm, which answers in float32', () => {
  expect(lossAndGradients(net, parameters, { data: one, loss: 'softmax' }).scores).toBeInstanceOf(Float32Array)
})

describe('refusals', () => {
  const run =
    (more: object, given: Readonly<Record<string, ArrayLike<number>>> = parameters) =>
    () =>
      lossAndGradients(net, given, { data: one, loss: 'softmax', ...more })

  test('a parameter that is too short', () => {
    expect(run({}, { ...parameters, 'scores.W': [1, 2, 3] })).toThrow(
      "lossAndGradients: parameters['scores.W'] must hold 4 numbers, shape (2, 2); got 3. Give every parameter that parameterShapes lists, in its shape.",
    )
  })

  test('data of another width', () => {
    const wide = { ...one, inputs: 4, X: Float32Array.of(1, 2, 3, 4) } as unknown as DataSet<2>
    expect(run({ data: wide })).toThrow(
      'lossAndGradients: the data must have 2 inputs, the width of the network; got 4. Give data of that width, or start with network(4, …).',
    )
  })

  test('a negative l2, an unknown loss, an unknown option', () => {
    expect(run({ l2: -1 })).toThrow(
      'lossAndGradients: l2 must be a number in [0, ∞); got -1. Give l2 a value in [0, ∞).',
    )
    expect(run({ loss: 'hinge' })).toThrow(
      'lossAndGradients: loss must be one of softmax, svm, binary-softmax, binary-svm, mean-squared-error; got "hinge". Choose a name from the list.',
    )
    expect(run({ lambda: 1 })).toThrow(
      'lossAndGradients: the options are data, loss, l2, l1, device; got "lambda". Remove lambda, or correct its spelling.',
    )
  })
})
