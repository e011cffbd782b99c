import { describe, expect, expectTypeOf, test } from 'vitest'
import { examples } from '../../src/data/examples.ts'
import { tableFromTexts } from '../../src/data/table-from-texts.ts'
import { takeRows } from '../../src/data/take-rows.ts'
import type { DataSet } from '../../src/data/types.ts'
import { rowWeights, weighted } from '../../src/data/weighted.ts'

const data = examples({ X: [[0], [1], [2], [3]], y: ['a', 'b', 'b', 'a'] })

test('only the ratios of weights are kept: their mean over the rows is 1, also over some of the rows', () => {
  const set = weighted(data, [1, 0, 4, 3])
  expectTypeOf(set).toEqualTypeOf<DataSet<1>>()
  expect(Array.from(set.weights!)).toEqual([0.5, 0, 2, 1.5])
  expect(set.X).toBe(data.X)
  expect(weighted(data, [0.1, 0.1, 0.1, 0.1]).weights).toEqual(Float32Array.of(1, 1, 1, 1))
  expect(Array.from(takeRows(set, [3, 0]).weights!)).toEqual([1.5, 0.5])
  expect('weights' in takeRows(data, [3, 0])).toBe(false)
  expect(takeRows(set, [])).toMatchObject({ rows: 0, weights: new Float32Array(0) })
})

test('weights have the range of float64 until they are divided by their mean', () => {
  for (const one of [1e-300, 1e-60, 1e60, 1e290]) {
    expect(Array.from(weighted(data, [one, 0, 4 * one, 3 * one]).weights!)).toEqual([0.5, 0, 2, 1.5])
  }
})

const cells = [['1', '10', 'a'], ['2', '', 'b'], ['3', '2.5', 'b']] // biome-ignore format: a table
const table = tableFromTexts(['size', 'people', 'kind'], cells, { lines: Uint32Array.of(2, 3, 5) })

test('a column of a table gives the weights of the rows that are asked for', () => {
  expect(Array.from(rowWeights(table, 'people', [2, 0]))).toEqual([2.5, 10])
  const mixed = tableFromTexts(['x', 'people'], [['1', '0'], ['2', 'few'], ['3', '4e0']], { category: ['people'] }) // biome-ignore format: a table
  expect(Array.from(rowWeights(mixed, 'people', [2, 0]))).toEqual([4, 0])
})

describe('refused', () => {
  test.each([
    [
      () => weighted(data, [1, 2]),
      'weighted: there must be 4 weights, one for each row; got [1, 2]. Give each row one.',
    ],
    [
      () => weighted(data, [1, 1, -0.5, 1]),
      'weighted: weights[2] must be a weight, a number in [0, ∞); got -0.5. Correct it; 0 leaves the row out.',
    ],
    [
      () => weighted(data, [1, Infinity, 1, 1]),
      'weighted: weights[1] must be a weight, a number in [0, ∞); got Infinity. Correct it; 0 leaves the row out.',
    ],
    [
      () => weighted(data, [1, null, 1, 1] as never),
      'weighted: weights[1] must be a weight, a number in [0, ∞); got null. Correct it; 0 leaves the row out.',
    ],
    [
      () => weighted(data, [1, 1, 1, '2'] as never),
      'weighted: weights[3] must be a weight, a number in [0, ∞); got "2". Correct it; 0 leaves the row out.',
    ],
    [
      () => weighted(data, [1e308, 1e308, 1e308, 0]),
      'weighted: the sum of all weights must be below 1e300; got Infinity. Divide them by the largest.',
    ],
    [
      () => weighted(data, [0, 0, 0, 0]),
      'weighted: some of the rows must have a weight above 0; got 0 in all 4. Give them weights.',
    ],
    [
      () => takeRows(weighted(data, [1, 0, 0, 1]), [1, 2]),
      'takeRows: some of the rows must have a weight above 0; got 0 in all 2. Give them weights.',
    ],
    [
      () => weighted([[1]] as never, [1]),
      'weighted: the data must be a data set in memory; got [[1]]. Make one with examples(), images() or applyPreprocessing().',
    ],
    [
      () => rowWeights(table, 'people'),
      'rowWeights: column "people" in line 3 must be a weight, a number in [0, ∞); got none. Correct it; 0 leaves the row out.',
    ],
    [
      () => rowWeights(table, 'kind', [0]),
      'rowWeights: column "kind" in line 2 must be a weight, a number in [0, ∞); got "a". Correct it; 0 leaves the row out.',
    ],
    [
      () => rowWeights(table, 'count'),
      'rowWeights: there must be a column "count"; got the columns size, people, kind. Name a column of the table.',
    ],
  ])('case %#', (body, message) => {
    expect(body).toThrow(message)
  })
})
