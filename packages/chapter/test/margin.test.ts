import { expect, test } from 'vitest'
import { examples } from 'wigglenet'
import { marginOf, widestMargin } from '../src/margin.ts'

// Two points of each class on the lines x0 = 1 and x0 = -2: no line is farther from both than x0 = -1/2, at 3/2.
const data = examples({
  X: [
    [1, 0],
    [1, 4],
    [-2, 0],
    [-2, 4],
  ],
  y: [1, 1, 0, 0],
  classes: ['left', 'right'],
})

test('the widest margin between two walls is half their distance', () => {
  expect(widestMargin(data)).toBeCloseTo(1.5, 6)
})

test('the margin of a line is the distance of its nearest point, whatever the length of its weights', () => {
  expect(marginOf(data, [2, 0, 1])).toBeCloseTo(1.5, 12)
  expect(marginOf(data, [10, 0, 0])).toBeCloseTo(1, 12)
  expect(marginOf(data, [-1, 0, 0])).toBeCloseTo(-2, 12)
})
