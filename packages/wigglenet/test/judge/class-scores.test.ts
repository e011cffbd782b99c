import { expect, test } from 'vitest'
import { classScores } from '../../src/judge/class-scores.ts'

test('precision, recall and F1 of three classes are those worked out by hand', () => {
  // rows 10, 10, 5; taken 9, 14, 2; right 8, 9, 1
  const scores = classScores([
    [8, 2, 0],
    [0, 9, 1],
    [1, 3, 1],
  ])
  expect(scores.classes.map(({ precision }) => precision)).toEqual([8 / 9, 9 / 14, 1 / 2])
  expect(scores.classes.map(({ recall }) => recall)).toEqual([8 / 10, 9 / 10, 1 / 5])
  expect(scores.classes.map(({ f1 }) => f1)).toEqual([16 / 19, 18 / 24, 2 / 7])
  expect(scores.classes.map(({ rows }) => rows)).toEqual([10, 10, 5])
  expect(scores.accuracy).toBe(18 / 25)
  expect(scores.macro.recall).toBeCloseTo(1.9 / 3, 15)
  expect(scores.weighted.recall).toBeCloseTo(18 / 25, 15) // recalls weighted by rows are the accuracy
  expect(scores.weighted.f1).toBeCloseTo((10 * (16 / 19) + 10 * 0.75 + 5 * (2 / 7)) / 25, 15)
})

test('a class that is never predicted has precision 0, and one without rows is not in the means', () => {
  const { classes, macro } = classScores([
    [3, 0, 0],
    [2, 0, 0],
    [0, 0, 0],
  ])
  expect(classes[1]).toEqual({ precision: 0, recall: 0, f1: 0, rows: 2 })
  expect(classes[2]).toEqual({ precision: 0, recall: 0, f1: 0, rows: 0 })
  expect(macro.recall).toBe(0.5)
})

test('a matrix that is not square and a count that is not whole are refused', () => {
  expect(() => classScores([[1, 2]])).toThrow(
    'classScores: the confusion matrix must be square, with at least 1 class; got [[1, 2]]. Give the matrix of confusion() or evaluate().',
  )
  expect(() => classScores([[0.5]])).toThrow('classScores: confusion[0][0] must be')
})
