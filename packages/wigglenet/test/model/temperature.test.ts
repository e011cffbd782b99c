import { expect, test } from 'vitest'
import { examples } from '../../src/data/examples.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { weighted } from '../../src/data/weighted.ts'
import { createModel } from '../../src/model/model.ts'
import { withTemperature } from '../../src/model/temperature.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { binarySoftmax } from '../../src/network/losses/binary-softmax.ts'
import { softmax } from '../../src/network/losses/softmax.ts'
import { svm } from '../../src/network/losses/svm.ts'
import { network } from '../../src/network/network.ts'
import type { Loss } from '../../src/network/types.ts'
import { drawn } from '../explore/models.ts'
import { provenance } from './parts.ts'

/** A network that passes two scores on. */
const passing = (scale: number, loss: Loss = softmax()) =>
  createModel({
    network: network(2, [dense(2)]),
    parameters: { 'scores.W': Float32Array.of(scale, 0, 0, scale), 'scores.b': new Float32Array(2) },
    loss,
    task: 'classification',
    classes: ['a', 'b'],
    provenance,
  })

test('where three of four rows with a lead of 4 are right, the temperature makes a lead of ln 3 of it', () => {
  const data = examples({
    X: [
      [4, 0],
      [4, 0],
      [0, 4],
      [4, 0],
    ],
    y: ['a', 'a', 'b', 'b'],
    classes: ['a', 'b'],
  })
  const { temperature, model, before, after } = withTemperature(passing(1), data)
  expect(temperature).toBeCloseTo(4 / Math.log(3), 6)
  expect(model.probabilities([[4, 0]])[0]![0]).toBeCloseTo(0.75, 6)
  expect(after).toBeCloseTo(-(3 * Math.log(0.75) + Math.log(0.25)) / 4, 12)
  expect(before).toBeCloseTo(Math.log(1 + Math.exp(-4)) + 1, 12)
  // By weight 5 of 6 are right.
  const counted = withTemperature(passing(1), weighted(data, [2, 2, 1, 1]))
  expect(counted.temperature).toBeCloseTo(4 / Math.log(5), 6)
  expect(counted.after).toBeCloseTo(-(5 * Math.log(5 / 6) + Math.log(1 / 6)) / 6, 6)
})

test('binary softmax, with its one score, comes to the same temperature', () => {
  const model = createModel({
    network: network(1, [dense(1)]),
    parameters: { 'scores.W': Float32Array.of(1), 'scores.b': new Float32Array(1) },
    loss: binarySoftmax(),
    task: 'classification',
    classes: ['a', 'b'],
    provenance,
  })
  const data = examples({ X: [[-4], [-4], [4], [-4]], y: ['a', 'a', 'b', 'b'], classes: ['a', 'b'] })
  expect(withTemperature(model, data).temperature).toBeCloseTo(4 / Math.log(3), 6)
})

test('a model that is ten times as sure gets ten times the temperature, and its predictions stay', () => {
  const data = spiral({ classes: 2, seed: 3 })
  const net = network(2, [dense(20, relu()), dense(2)])
  const one = drawn(net, 5, { classes: data.classes! })
  const W = one.parameters['scores.W']!.map((w) => 10 * w)
  const b = one.parameters['scores.b']!.map((w) => 10 * w)
  const surer = createModel({ ...one, parameters: { ...one.parameters, 'scores.W': W, 'scores.b': b } })
  const rows = [
    [0.1, 0.4],
    [0.3, -0.2],
    [-0.5, 0.5],
  ]
  const flipped = one.predict([...rows]).join() // better than chance or not, one of the two labelings is
  const tempered = (model: typeof one) => {
    try {
      return withTemperature(model, data)
    } catch {
      return withTemperature(model, { ...data, y: data.y.map((y) => 1 - y) })
    }
  }
  const first = tempered(one)
  expect(tempered(surer as typeof one).temperature / first.temperature).toBeCloseTo(10, 3)
  expect(first.model.predict([...rows]).join()).toBe(flipped)
  expect(first.after).toBeLessThan(first.before)
})

test('rows that are all right, scores that say nothing, and losses without probabilities are refused', () => {
  const easy = examples({
    X: [
      [4, 0],
      [0, 4],
    ],
    y: ['a', 'b'],
    classes: ['a', 'b'],
  })
  expect(() => withTemperature(passing(1), easy)).toThrow(
    'withTemperature: some rows must be predicted wrong, and more of them right than by chance; got none wrong of 2. Give more rows that it was not trained on.',
  )
  const wrong = examples({
    X: [
      [4, 0],
      [0, 4],
    ],
    y: ['b', 'a'],
    classes: ['a', 'b'],
  })
  expect(() => withTemperature(passing(1), wrong)).toThrow(
    'got 2 rows on which the scores say nothing. Train the model first.',
  )
  expect(() => withTemperature(passing(1, svm()), easy)).toThrow(
    'withTemperature: the model must have a softmax loss, and a dense layer without activation at its end; got svm behind dense. Train with softmax on a network that ends with dense(classes).',
  )
})
