import { expect, test } from 'vitest'
import { interpolating } from '../src/interpolating-network.ts'

test('the network meets the function at its kinks and is straight between them', () => {
  const model = interpolating('x^2', 4, [-1, 1])
  const values = model.scores([[-1], [-0.5], [0], [0.25], [0.5], [1]]).flat()
  expect(values).toEqual([1, 0.25, 0, 0.125, 0.25, 1])
})
