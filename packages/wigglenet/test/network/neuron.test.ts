import { expect, test } from 'vitest'
import { relu } from '../../src/network/activations/relu.ts'
import { neuron } from '../../src/network/neuron.ts'

test('a neuron with weights 1, -2 and bias 0.5 sums 2, 1 to 0.5 and fires at sigmoid(0.5) = 0.6224593312018546', () => {
  const cell = neuron([1, -2], 0.5)
  expect(cell.sum([2, 1])).toBe(0.5)
  expect(cell.forward([2, 1])).toBeCloseTo(0.6224593312018546, 14)
})

test('a neuron with relu is silent where its sum is negative', () => {
  const cell = neuron([1, -2], 0.5, relu())
  expect([cell.forward([2, 1]), cell.forward([0, 3])]).toEqual([0.5, 0])
})

test('changing the array afterwards does not change the neuron', () => {
  const weights = [1, 1]
  const cell = neuron(weights, 0, relu())
  weights[0] = 100
  expect(cell.forward([1, 1])).toBe(2)
})

test('two inputs for three weights do not compile, and are refused at run time', () => {
  const cell = neuron([1, 2, 3], 0)
  // @ts-expect-error the neuron has three weights
  expect(() => cell.forward([1, 2])).toThrow('neuron: inputs must be 3 numbers, one for each weight; got 2. Give 3.')
})
