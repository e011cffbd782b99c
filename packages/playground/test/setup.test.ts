import { expect, test } from 'vitest'
import * as catalogue from 'wigglenet/catalogue'
import { partName } from '../src/part-words.ts'
import { activations, firstSetup, lossesFor, optimizers, withData } from '../src/setup.ts'

const two = { kind: 'moons', classes: 2, noise: 0, rows: 10, testShare: 0, seed: 1 } as const
const three = { ...two, kind: 'spiral', classes: 3 } as const
const numbers = { ...two, kind: 'function', formula: 'x', range: [0, 1] } as const

test('the menus hold every part of the library, and maxout', () => {
  expect(activations).toEqual([...Object.keys(catalogue.activations), 'maxout'])
  expect(optimizers).toEqual(Object.keys(catalogue.optimizers))
  const offered = new Set([two, three, numbers].flatMap(lossesFor))
  expect([...offered].sort()).toEqual(Object.keys(catalogue.losses).sort())
})

test('a loss is offered where it fits: one score for two classes only, squares for numbers only', () => {
  expect(lossesFor(two)).toEqual(expect.arrayContaining(['softmax', 'svm', 'binary-softmax', 'binary-svm']))
  expect(lossesFor(three)).toEqual(expect.arrayContaining(['softmax', 'svm']))
  expect(lossesFor(three)).not.toContain('binary-svm')
  expect(lossesFor(numbers)).toContain('mean-squared-error')
  expect(lossesFor(numbers)).not.toContain('softmax')
})

test('losses of counts are offered for a function, and not for a table, whose numbers are standardized', () => {
  const { testShare, seed } = two
  const table = {
    kind: 'values',
    X: [1, 2],
    y: [3, 4],
    names: ['a'],
    target: 'b',
    drawn: 'target',
    testShare,
    seed,
  } as const
  expect(lossesFor(numbers).filter((loss) => !lossesFor(table).includes(loss))).toEqual(['poisson'])
})

test('other data keep the loss where it fits, and take the usual one where it does not', () => {
  const moons = { ...two, classes: 3 } as const
  const svm = { ...firstSetup, training: { ...firstSetup.training, loss: 'binary-svm' } }
  expect(withData(svm, moons).training.loss).toBe('binary-svm')
  expect(withData(svm, { ...moons, kind: 'spiral' }).training.loss).toBe('softmax')
  const sine = { ...moons, kind: 'function', formula: 'sin(x)', range: [0, 1] } as const
  expect(withData(svm, sine).training.loss).toBe('mean-squared-error')
})

test('a part is told as people write it, one that nobody has spelled out too', () => {
  const kinds = ['relu', 'leaky-relu', 'prelu', 'elu', 'gelu', 'silu', 'relu6', 'hard-sigmoid', 'adam', 'softplus']
  expect(kinds.map(partName)).toEqual([
    'ReLU',
    'leaky ReLU',
    'PReLU',
    'ELU',
    'GELU',
    'SiLU',
    'ReLU6',
    'hard sigmoid',
    'Adam',
    'softplus',
  ])
})
