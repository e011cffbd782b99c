import { expect, test } from 'vitest'
import { examples } from 'wigglenet'
import { logisticRegression } from '../src/newton.ts'

test('of a single column of 0 and 1 the weights are the log-odds of the two groups', () => {
  // x = 0: 1 of 4 is class 1, so b = ln(1/3); x = 1: 3 of 4, so w + b = ln 3.
  const data = examples({
    X: [[0], [0], [0], [0], [1], [1], [1], [1]],
    y: [1, 0, 0, 0, 1, 1, 1, 0],
    classes: ['no', 'yes'],
  })
  const [weight, bias] = logisticRegression(data, 0)
  expect(weight).toBeCloseTo(2 * Math.log(3), 10)
  expect(bias).toBeCloseTo(-Math.log(3), 10)
})

test('at the regularized optimum the weight is the mean pull of the rows, divided by l2', () => {
  const data = examples({ X: [[-2], [1], [3]], y: [0, 1, 1], classes: ['no', 'yes'] })
  const [weight, bias] = logisticRegression(data, 0.5) as [number, number]
  const p = [-2, 1, 3].map((x) => 1 / (1 + Math.exp(-(weight * x + bias))))
  const pull = ((0 - p[0]!) * -2 + (1 - p[1]!) * 1 + (1 - p[2]!) * 3) / 3
  expect(weight).toBeCloseTo(pull / 0.5, 10)
})
