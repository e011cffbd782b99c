import { expect, test } from 'vitest'
import { relu, tanh } from 'wigglenet'
import { activationCosts } from '../src/activation-cost.ts'

test('a threshold costs less than a tanh, and both less than 100 ns', () => {
  const [threshold, curve] = activationCosts([relu(), tanh()], 15) as [number, number]
  expect(threshold).toBeLessThan(curve)
  expect(curve).toBeLessThan(100)
})
