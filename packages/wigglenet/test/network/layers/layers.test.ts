import { describe, expect, test } from 'vitest'
import { relu } from '../../../src/network/activations/relu.ts'
import { tanh } from '../../../src/network/activations/tanh.ts'
import { constant } from '../../../src/network/initializers/constant.ts'
import { he } from '../../../src/network/initializers/he.ts'
import { normal } from '../../../src/network/initializers/normal.ts'
import { add } from '../../../src/network/layers/add.ts'
import { concat } from '../../../src/network/layers/concat.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { maxout } from '../../../src/network/layers/maxout.ts'

describe('dense', () => {
  test('without an activation has the identity, no dropout, no noise, and biases of 0', () => {
    expect(dense(3)).toMatchObject({ kind: 'dense', units: 3, dropout: 0, inputNoise: 0 })
    expect(dense(3).activation.kind).toBe('identity')
    expect(dense(3).biases).toEqual({ kind: 'constant', value: 0 })
  })

  test('starts its weights as its activation suggests, unless told otherwise', () => {
    expect(dense(3, relu()).weights).toEqual({ kind: 'he', distribution: 'normal' })
    expect(dense(3, tanh()).weights).toEqual({ kind: 'glorot', distribution: 'uniform' })
    expect(dense(3, tanh(), { weights: normal({ deviation: 0.01 }) }).weights).toEqual({
      kind: 'normal',
      deviation: 0.01,
    })
  })

  test('takes options in the place of the activation', () => {
    expect(dense(3, { from: 'h1', dropout: 0.25 })).toMatchObject({ from: 'h1', dropout: 0.25 })
    expect(dense(3, relu(), { name: 'a', inputNoise: 0.1 })).toMatchObject({ name: 'a', inputNoise: 0.1 })
  })

  test.each([
    [
      () => dense(0),
      'dense: units must be a whole number in [1, 16777216]; got 0. Give units a whole number in [1, 16777216].',
    ],
    [
      () => dense(2.5),
      'dense: units must be a whole number in [1, 16777216]; got 2.5. Give units a whole number in [1, 16777216].',
    ],
    [
      () => dense(3, { dropout: 1 }),
      'dense: dropout must be a number in [0, 1); got 1. Give dropout a value in [0, 1).',
    ],
    [
      () => dense(3, { dropout: null as never }),
      'dense: dropout must be a number in [0, 1); got null. Give dropout a value in [0, 1).',
    ],
    [
      () => dense(3, { inputNoise: -0.1 }),
      'dense: inputNoise must be a number in [0, ∞); got -0.1. Give inputNoise a value in [0, ∞).',
    ],
    [
      () => dense(3, { droput: 0.5 } as object),
      'dense: the options are name, from, dropout, inputNoise, weights, biases, l2, l1, constraint, noise, locked; got "droput". Remove droput, or correct its spelling.',
    ],
    [
      () => dense(3, { biases: he() }),
      'dense: biases must be normal or constant, since they have no inputs; got "he". Use normal, constant or zero.',
    ],
    [
      () => dense(3, { name: 'my layer' }),
      'dense: name must be 1 to 64 letters, digits, _ and -, starting with a letter or _; got "my layer". Give it a name such as "h1".',
    ],
    [
      () => dense(3, { from: ['x', 'h1'] as never }),
      'dense: from must be 1 to 64 letters, digits, _ and -, starting with a letter or _; got ["x", "h1"]. Give the name of one layer; join several with add or concat.',
    ],
    [
      () => dense(3, relu as never),
      'dense: the activation must be one such as relu(); got a function. Call it: relu() instead of relu.',
    ],
    [
      () => dense(3, 'relu' as never),
      'dense: the activation must be one such as relu(); got "relu". Import one from wigglenet, or make your own with activation().',
    ],
    [
      () => dense(3, null as never),
      'dense: the activation must be one such as relu(); got null. Import one from wigglenet, or make your own with activation().',
    ],
    [
      () => maxout(3, { pieces: 1 }),
      'maxout: pieces must be a whole number in [2, 64]; got 1. Give pieces a whole number in [2, 64].',
    ],
    [
      () => maxout(3, relu() as never),
      'maxout: the options are name, from, dropout, inputNoise, weights, biases, l2, l1, constraint, noise, locked, pieces; got "kind". Remove kind, or correct its spelling.',
    ],
    [
      () => add({ from: ['h1'] }),
      "add: from must be a list of two or more different names; got [\"h1\"]. Name the layers to join, as in add({ from: ['x', 'h1'] }).",
    ],
    [
      () => add({ from: 'h1' as never }),
      "add: from must be a list of two or more different names; got \"h1\". Name the layers to join, as in add({ from: ['x', 'h1'] }).",
    ],
    [
      () => concat({ from: ['h1', 'h1'] }),
      'concat: from must be a list of two or more different names; got ["h1", "h1"]. Name the layers to join, as in concat({ from: [\'x\', \'h1\'] }).',
    ],
    [
      () => concat({ from: ['h1', 'h 2'] }),
      'concat: each name in from must be 1 to 64 letters, digits, _ and -, starting with a letter or _; got "h 2". Give it a name such as "h1".',
    ],
  ])('case $# is refused: $1', (make, message) => {
    expect(make).toThrow(expect.objectContaining({ name: 'OptionError', message }))
  })
})

describe('maxout', () => {
  test('has 2 pieces and LeCun weights unless told otherwise', () => {
    expect(maxout(4)).toMatchObject({
      kind: 'maxout',
      units: 4,
      pieces: 2,
      weights: { kind: 'lecun', distribution: 'normal' },
    })
    expect(maxout(4, { pieces: 5, biases: constant(0.1) })).toMatchObject({
      pieces: 5,
      biases: { kind: 'constant', value: 0.1 },
    })
  })
})
