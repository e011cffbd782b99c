import { describe, expect, test } from 'vitest'
import { OptionError } from '../../src/check/errors.ts'
import { withEncoder } from '../../src/data/encode-rows.ts'
import { slice } from '../../src/explore/slice.ts'
import type { ModelParts } from '../../src/model/types.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { softmax } from '../../src/network/losses/softmax.ts'
import { network } from '../../src/network/network.ts'
import { table as oneNumber, pixels, twoClasses, twoPixels } from '../model/parts.ts'
import { provenance } from './models.ts'

const table = withEncoder({
  kind: 'table',
  features: [
    { kind: 'category', name: 'colour', categories: ['red', 'blue'], unseen: 'refuse', missing: { category: 'blue' } },
    { kind: 'number', name: 'size', mean: 10, deviation: 2, range: [6, 14], missing: 8 },
    { kind: 'number', name: 'age', mean: 4, deviation: 0.5, range: [2, 12], missing: 'refuse' },
    { kind: 'number', name: 'same', mean: 3, deviation: 1, range: [3, 3], missing: 3 },
  ],
  target: { kind: 'class', name: 'kind', classes: ['no', 'yes'] },
})
const columns: ModelParts = {
  network: network(5, [dense(2)]),
  parameters: { 'scores.W': new Float32Array(10), 'scores.b': new Float32Array(2) },
  loss: softmax(),
  task: 'classification',
  classes: ['no', 'yes'],
  preprocessing: table,
  provenance,
}

test('the first two number columns are drawn, a tenth wider than the training rows; the rest are at their means', () => {
  expect(slice(columns)).toEqual({
    kind: 'slice',
    axes: [
      { name: 'size', range: [5.2, 14.8] },
      { name: 'age', range: [1, 13] },
    ],
    origin: Float64Array.of(0, 1, -5, -8, 0), // blue stands in for missing colours; (0 - 10)/2; (0 - 4)/0.5; (3 - 3)/1
    across: Float64Array.of(0, 0, 0.5, 0, 0),
    up: Float64Array.of(0, 0, 0, 2, 0),
  })
})

test('axes go by name or number, other columns are held by name or by a whole row, and missing ones filled in', () => {
  const expected = { origin: Float64Array.of(1, 0, -5, -8, 1), across: Float64Array.of(0, 0, 0, 2, 0) }
  expect(slice(columns, { axes: ['age', 'size'], at: { colour: 'red', same: 4 } })).toMatchObject({
    ...expected,
    origin: Float64Array.of(1, 0, -5, -8, 0), // 4 is clipped to 3, the only value seen
  })
  expect(slice(columns, { axes: [2, 1], at: [null, 7, 7, 3] }).origin).toEqual(Float64Array.of(0, 1, -5, -8, 0))
})

test('a point of the slice is the input that the preprocessing makes of its row', () => {
  const { origin, across, up } = slice(columns, { at: { colour: 'red' } })
  const encoded = table.encode([{ colour: 'red', size: 7.25, age: 3.5, same: 3 }])
  expect(Array.from(origin, (o, k) => o + 7.25 * across[k]! + 3.5 * up[k]!)).toEqual(Array.from(encoded))
})

test('without a preprocessing the inputs are x0, x1, …, and the ranges of training serve', () => {
  const model = { ...twoClasses, provenance }
  expect(slice(model).axes).toEqual([
    { name: 'x0', range: [-1.2, 1.2] },
    { name: 'x1', range: [-2.4, 2.4] },
  ])
  expect(
    slice(model, {
      axes: [1, 0],
      window: [
        [0, 1],
        [2, 3],
      ],
    }),
  ).toMatchObject({
    axes: [
      { name: 'x1', range: [0, 1] },
      { name: 'x0', range: [2, 3] },
    ],
    across: Float64Array.of(0, 1),
    up: Float64Array.of(1, 0),
  })
})

test('pixels of an image are axes from 0 to 255, around an image', () => {
  expect(slice(twoPixels, { at: [255, 0] })).toMatchObject({
    axes: [
      { name: 'pixel 0', range: [0, 255] },
      { name: 'pixel 1', range: [0, 255] },
    ],
    origin: Float64Array.of(0, -0.25),
    across: Float64Array.of(1 / 255, 0),
  })
  expect(pixels.kind).toBe('image')
})

test('any plane can be given in the inputs of the network', () => {
  const plane = { origin: [1, 2], across: [0.5, 0], up: [0.5, 1], names: ['this', 'that'] as const }
  expect(
    slice(twoClasses, {
      plane,
      window: [
        [-1, 1],
        [0, 1],
      ],
    }),
  ).toEqual({
    kind: 'slice',
    axes: [
      { name: 'this', range: [-1, 1] },
      { name: 'that', range: [0, 1] },
    ],
    origin: Float64Array.of(1, 2),
    across: Float64Array.of(0.5, 0),
    up: Float64Array.of(0.5, 1),
  })
})

describe('what cannot be drawn is refused', () => {
  const ones = { origin: [1, 2], across: [1, 0], up: [0, 1] }
  test.each([
    [
      columns,
      { axes: ['size', 'colour'] },
      'slice: axes must be two different inputs of size, age, same; got "colour", which holds categories. Give two names from the list.',
    ],
    [
      columns,
      { axes: ['size', 'weight'] },
      'slice: axes must be two different inputs of size, age, same; got "weight". Give two names from the list.',
    ],
    [
      columns,
      { axes: ['size', 'size'] },
      'slice: axes must be two different inputs of size, age, same; got "size" twice. Give two names from the list.',
    ],
    [
      columns,
      {
        window: [
          [0, 1],
          [2, 3],
        ],
      },
      'slice: the window of "size" must be two numbers, the lower one first, in [2, 18], beyond which values are clipped; got [0, 1]. Give the window as in { window: [[-1, 1], [-1, 1]] }.',
    ],
    [
      columns,
      { axes: ['size', 'same'] },
      'slice: the window of "same" must be two numbers, the lower one first, in [3, 3], beyond which values are clipped; got [3, 3]. Give the window as in { window: [[-1, 1], [-1, 1]] }.',
    ],
    [
      columns,
      { at: { weight: 3 } },
      'slice.at: the options are colour, size, age, same; got "weight". Remove weight, or correct its spelling.',
    ],
    [
      columns,
      { at: [1, 2] },
      'slice: at must have 4 values, one for each column; got 2. Give an object with some columns, as in { at: { age: 30 } }.',
    ],
    [
      twoClasses,
      {},
      'slice: the window of "x0" must be two numbers, the lower one first; got none, and the training data are not known. Give the window as in { window: [[-1, 1], [-1, 1]] }.',
    ],
    [
      twoClasses,
      {
        window: [
          [1, 0],
          [0, 1],
        ],
      },
      'slice: the window of "x0" must be two numbers, the lower one first; got [1, 0]. Give the window as in { window: [[-1, 1], [-1, 1]] }.',
    ],
    [
      twoPixels,
      {},
      'slice: at must be the pixels of an image, in which two vary; got none. Give an image as at, or a plane through some.',
    ],
    [
      twoClasses,
      { plane: ones },
      'slice: a plane must have a window, and neither axes nor at; got no window. Give plane and window.',
    ],
    [
      { ...columns, preprocessing: oneNumber },
      {},
      'slice: the model must have two inputs that are numbers; got 1. Use sweep for a model of one input.',
    ],
  ] as const)('%#', (model, options, message) => {
    expect(() => slice(model as ModelParts, options as never)).toThrow(OptionError)
    expect(() => slice(model as ModelParts, options as never)).toThrow(message)
  })

  test('a plane of another width', () => {
    const plane = { origin: [1, 2, 3], across: [1, 0], up: [0, 1] }
    expect(() =>
      slice(twoClasses, {
        plane,
        window: [
          [0, 1],
          [0, 1],
        ],
      }),
    ).toThrow('slice: plane.origin[0] must have 2 numbers; got 3. Give every row the same columns, in the same order.')
  })
})
