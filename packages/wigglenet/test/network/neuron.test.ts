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
  expect(() => cell.forward([1, 2])).toThrow('neuron: inputs must be a list of 3, one for each weight; got 2. Give 3.')
})

test.each([
  [
    'a weight that is NaN',
    () => neuron([1, Number.NaN], 0),
    'neuron: weights[1] must be a number in (-∞, ∞); got NaN. Give weights[1] a value in (-∞, ∞).',
  ],
  [
    'a weight that is a text',
    () => neuron(['1'] as never, 0),
    'neuron: weights[0] must be a number in (-∞, ∞); got "1". Give weights[0] a value in (-∞, ∞).',
  ],
  [
    'no list of weights',
    () => neuron(3 as never, 0),
    'neuron: weights must be a list of numbers; got 3. Give them as in neuron([1, -2], 0.5).',
  ],
  [
    'no bias',
    () => neuron([1], undefined as never),
    'neuron: bias must be a number in (-∞, ∞); got undefined. Give bias a value in (-∞, ∞).',
  ],
  [
    'an activation that was not called',
    () => neuron([1], 0, relu as never),
    'neuron: the activation must be one such as relu(); got a function. Import one from wigglenet.',
  ],
  [
    'no inputs',
    () => neuron([1], 0).forward(undefined as never),
    'neuron: inputs must be a list of 1, one for each weight; got undefined. Give 1.',
  ],
])('%s is refused', (_, body, message) => {
  expect(body).toThrow(expect.objectContaining({ message }))
})
