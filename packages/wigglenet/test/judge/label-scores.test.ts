import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { labelScores } from '../../src/judge/label-scores.ts'

interface Golden {
  readonly actual: number[][]
  readonly predicted: number[][]
  readonly weights: number[] | null
  readonly scores: object
}
const golden: Golden[] = JSON.parse(readFileSync(new URL('./label-scores.json', import.meta.url), 'utf8'))

/** Every number of a plain value, by its path. */
const flat = (value: unknown, path = ''): [string, number][] =>
  typeof value === 'number'
    ? [[path, value]]
    : Object.entries(value as object).flatMap(([k, v]) => flat(v, `${path}.${k}`))

test.each(golden.map((item, i) => [i, item] as const))('case %i is judged as scikit-learn judges it', (_i, item) => {
  const scores = labelScores(item.predicted, item.actual, item.weights ?? undefined)
  const is = new Map(flat(scores))
  const must = flat(item.scores)
  expect(is.size).toBe(must.length)
  for (const [path, number] of must) expect(is.get(path), path).toBeCloseTo(number, 14)
})

test('by hand: of three labels that hold two are found, and one is told that does not hold', () => {
  const { labels, micro, macro, hammingLoss, subsetAccuracy } = labelScores(
    [
      [1, 1],
      [1, 0],
    ],
    [
      [1, 0],
      [1, 1],
    ],
  )
  expect(labels).toEqual([
    { precision: 1, recall: 1, f1: 1, rows: 2 },
    { precision: 0, recall: 0, f1: 0, rows: 1 },
  ])
  expect(micro).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 })
  expect(macro).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5 })
  expect([hammingLoss, subsetAccuracy]).toEqual([0.5, 0])
})

test.each([
  [
    () => labelScores([], [[1]]),
    'labelScores: predicted and actual must have the same length, at least 1; got 0 and 1. Give one prediction for each row.',
  ],
  [
    () =>
      labelScores(
        [[1, 0], [1]],
        [
          [1, 0],
          [1, 1],
        ],
      ),
    'labelScores: predicted[1] must have a number for each of 2 labels; got 1. Give every row the same labels.',
  ],
  [
    () => labelScores([[0.5]], [[1]]),
    'labelScores: predicted[0] must be of 0 and 1; got 0.5. Give 1 where the label holds, else 0.',
  ],
  [() => labelScores([[1]], [[1]], [-1]), 'labelScores: weights[0] must be a number in [0, ∞); got -1. Correct it.'],
])('what does not fit is refused: %#', (judge, message) => {
  expect(judge).toThrow(expect.objectContaining({ message }))
})
