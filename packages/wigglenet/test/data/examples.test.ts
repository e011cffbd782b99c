import { expect, expectTypeOf, test } from 'vitest'
import { examples } from '../../src/data/examples.ts'
import { takeRows } from '../../src/data/take-rows.ts'
import type { DataSet } from '../../src/data/types.ts'

test('literal rows give a set whose width is a type', () => {
  const data = examples({
    X: [
      [0, 0],
      [0, 1],
    ],
    y: ['no', 'yes'],
  })
  expectTypeOf(data).toEqualTypeOf<DataSet<2>>()
  expect({ ...data, X: [...data.X], y: [...data.y] }).toEqual({
    kind: 'data',
    task: 'classification',
    inputs: 2,
    rows: 2,
    X: [0, 0, 0, 1],
    y: [0, 1],
    targets: 1,
    classes: ['no', 'yes'],
  })
})

test('rows of unknown width compile as number', () => {
  const X: number[][] = [[1], [2]]
  expectTypeOf(examples({ X, y: [0, 1] })).toEqualTypeOf<DataSet>()
})

test('whole numbers with 20 values are classes and with 21 they are not', () => {
  const upTo = (count: number) =>
    examples({ X: new Float32Array(count), inputs: 1, y: Array.from({ length: count }, (_, i) => i - 3) })
  expect(upTo(20).task).toBe('classification')
  expect(upTo(20).classes!.slice(0, 4)).toEqual(['-3', '-2', '-1', '0'])
  expect(upTo(21).task).toBe('regression')
  expect([...upTo(21).y.slice(0, 2)]).toEqual([-3, -2])
})

test('several targets a row are a regression', () => {
  const { task, targets, y } = examples({
    X: [[1], [2]],
    y: [
      [1, 2],
      [3, 4],
    ],
  })
  expect([task, targets, ...y]).toEqual(['regression', 2, 1, 2, 3, 4])
})

test('flat bytes stay bytes and mean what they say', () => {
  const data = examples({ X: Uint8Array.of(1, 2, 3, 4), inputs: 2, y: [0, 1] })
  expect(data.X).toEqual(Uint8Array.of(1, 2, 3, 4))
  expect([...data.scaling!.scale, ...data.scaling!.shift]).toEqual([1, 1, 0, 0])
})

test('with classes given, one class in the rows is enough', () => {
  expect(examples({ X: [[1]], y: ['b'], classes: ['a', 'b'] }).y[0]).toBe(1)
})

const bad: [string, () => unknown, string][] = [
  [
    'a ragged row',
    () => examples({ X: [[1, 2], [3]] as number[][], y: [0, 1] }),
    'examples: X[1] must have 2 numbers; got 1. Give every row the same columns, in the same order.',
  ],
  [
    'NaN',
    () =>
      examples({
        X: [
          [1, 2],
          [3, Number.NaN],
        ],
        y: [0, 1],
      }),
    'examples: X[1][1] must be a finite number below 3.4e38 in size; got NaN. Correct the value, or leave the row out.',
  ],
  [
    'infinity',
    () =>
      examples({
        X: [
          [1, 2],
          [-Infinity, 3],
        ],
        y: [0, 1],
      }),
    'examples: X[1][0] must be a finite number below 3.4e38 in size; got -Infinity. Correct the value, or leave the row out.',
  ],
  [
    'a number above 32-bit floats',
    () => examples({ X: [[1e39], [1]], y: [0, 1] }),
    'examples: X[0][0] must be a finite number below 3.4e38 in size; got 1e+39. Correct the value, or leave the row out.',
  ],
  [
    'a text among numbers',
    () => examples({ X: [['7'], [1]] as unknown as number[][], y: [0, 1] }),
    'examples: X[0][0] must be a finite number below 3.4e38 in size; got "7". Correct the value, or leave the row out.',
  ],
  [
    'NaN in y',
    () => examples({ X: [[1], [2]], y: [0.5, Number.NaN] }),
    'examples: y[1] must be a finite number below 3.4e38 in size; got NaN. Correct the value, or leave the row out.',
  ],
  [
    'a class number out of range',
    () => examples({ X: [[1], [2]], y: [0, 2], classes: ['a', 'b'] }),
    'examples: y[1] must be a whole number in [0, 2), a place in classes; got 2. Correct the label, or add its class.',
  ],
  [
    'a label that is no class',
    () => examples({ X: [[1], [2]], y: ['a', 'c'], classes: ['a', 'b'] }),
    'examples: y[1] must be one of a, b; got "c". Correct the label, or add it to classes.',
  ],
  [
    'a single class',
    () => examples({ X: [[1], [2]], y: ['a', 'a'] }),
    'examples: y must have at least 2 classes; got one, "a". Give rows of at least two classes, or choose another target.',
  ],
  [
    'too few labels',
    () => examples({ X: [[1], [2]], y: [1], task: 'regression' }),
    'examples: y must have 2 entries, one for each row of X; got 1. Give each row one target.',
  ],
  [
    'too few labels, all of one class',
    () => examples({ X: [[1], [2]], y: ['a'] }),
    'examples: y must have 2 entries, one for each row of X; got 1. Give each row one target.',
  ],
  [
    'a missing y',
    () => examples({ X: [[1], [2]] } as never),
    'examples: y must have 2 entries, one for each row of X; got undefined. Give each row one target.',
  ],
  [
    'classes of one name',
    () => examples({ X: [[1], [2]], y: ['a', 'b'], classes: ['a', 'a', 'b'] }),
    'examples: classes must be a list of different texts; got ["a", "a", "b"]. Name each class once.',
  ],
  [
    'classes that are numbers',
    () => examples({ X: [[1], [2]], y: [0, 1], classes: [3, 4] as never }),
    'examples: classes must be a list of different texts; got [3, 4]. Name each class once.',
  ],
  [
    'a single given class',
    () => examples({ X: [[1], [2]], y: ['a', 'a'], classes: ['a'] }),
    'examples: classes must have at least 2 classes; got one, "a". Give rows of at least two classes, or choose another target.',
  ],
  [
    'classes in regression',
    () => examples({ X: [[1], [2]], y: [1.5, 2.5], task: 'regression', classes: ['a', 'b'] }),
    'examples: classes must be left out in regression; got ["a", "b"]. Remove them, or the task.',
  ],
  ['no rows', () => examples({ X: [], y: [] }), 'examples: X must have at least 1 row; got 0. Give some rows.'],
  [
    'half a row',
    () => examples({ X: new Float32Array(3), inputs: 2, y: [0, 1] }),
    'examples: X must have a multiple of 2 values, the width of a row; got 3. Give whole rows, or correct inputs.',
  ],
  [
    'a misspelt option',
    () => examples({ X: [[1]], y: [1], clases: ['a'] } as never),
    'examples: the options are X, y, inputs, task, classes; got "clases". Remove clases, or correct its spelling.',
  ],
]
test.each(bad)('%s is refused', (_, make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }))
})

test('taken rows come in the asked order, bytes as bytes, and the source stays as it is', () => {
  const data = examples({ X: Uint8Array.of(1, 2, 3, 4, 5, 6), inputs: 2, y: [0, 1, 2] })
  const some = takeRows(data, [2, 0, 2])
  expect([some.rows, ...some.X, ...some.y]).toEqual([3, 5, 6, 1, 2, 5, 6, 2, 0, 2])
  expect(some.X).toBeInstanceOf(Uint8Array)
  expect(data.rows).toBe(3)
  expect(() => takeRows(data, [3])).toThrow(
    'takeRows: rows[0] must be a whole number in [0, 3); got 3. Choose rows that the data has.',
  )
})
