import fc from 'fast-check'
import { expect, test } from 'vitest'
import { precisionRecallCurve, rocCurve } from '../../src/judge/ranking.ts'

const scores = [0.9, 0.8, 0.7, 0.7, 0.4, 0.3]
const positive = [1, 0, 1, 0, 1, 0]

test('the ROC curve goes through the points worked out by hand, equal scores at once', () => {
  const curve = rocCurve(scores, positive)
  expect(curve.thresholds).toEqual([Infinity, 0.9, 0.8, 0.7, 0.4, 0.3])
  expect(curve.x).toEqual([0, 0, 1 / 3, 2 / 3, 2 / 3, 1])
  expect(curve.y).toEqual([0, 1 / 3, 1 / 3, 2 / 3, 1, 1])
  // pairs of a positive and a negative: 0.9 wins 3; 0.7 wins 1 and ties 1; 0.4 wins 1
  expect(curve.area).toBeCloseTo(5.5 / 9, 15)
})

test('precision, recall and the average precision are those worked out by hand', () => {
  const curve = precisionRecallCurve(scores, positive)
  expect(curve.x).toEqual([0, 1 / 3, 1 / 3, 2 / 3, 1, 1])
  expect(curve.y).toEqual([1, 1, 1 / 2, 2 / 4, 3 / 5, 3 / 6])
  expect(curve.area).toBeCloseTo((1 + 2 / 4 + 3 / 5) / 3, 15)
})

test('the area under the ROC curve is the share of pairs in which the row of the class has the higher score', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean()), { minLength: 2, maxLength: 30 })
  fc.assert(
    fc.property(rows, (list) => {
      const own = list.filter(([, is]) => is)
      const others = list.filter(([, is]) => !is)
      fc.pre(own.length > 0 && others.length > 0)
      let wins = 0
      for (const [a] of own) for (const [b] of others) wins += a > b ? 1 : a === b ? 0.5 : 0
      const { area } = rocCurve(
        list.map(([score]) => score),
        list.map(([, is]) => is),
      )
      expect(area).toBeCloseTo(wins / (own.length * others.length), 12)
    }),
  )
})

test('rows of one kind only, NaN and other labels than 0 and 1 are refused', () => {
  expect(() => rocCurve([1, 2], [1, 1])).toThrow(
    'rocCurve: some rows must be of the class and some not; got 2 of 2. Judge on rows of both kinds.',
  )
  expect(() => rocCurve([1, NaN], [1, 0])).toThrow(
    'rocCurve: scores[1] must be a number; got NaN. Leave such rows out.',
  )
  expect(() => precisionRecallCurve([1, 2], [2, 0])).toThrow(
    'precisionRecallCurve: positive[0] must be true, false, 1 or 0; got 2. Say for each row whether it is of the class.',
  )
  expect(() => precisionRecallCurve([], [])).toThrow(
    'precisionRecallCurve: predicted and actual must have the same length',
  )
})

test('with weights the areas are those of scikit-learn with sample_weight, and a weight of 0 leaves a row out', () => {
  const [scores, positive, weights] = [
    [0.9, 0.4, 0.6, 0.1, 0.6],
    [1, 1, 0, 0, 1],
    [1, 2, 0.5, 3, 1.5],
  ]
  expect(rocCurve(scores, positive, weights).area).toBeCloseTo(0.9126984126984128, 14)
  expect(precisionRecallCurve(scores, positive, weights).area).toBeCloseTo(0.9, 14)
  expect(rocCurve([2, ...scores], [0, ...positive], [0, ...weights])).toEqual(rocCurve(scores, positive, weights))
})
