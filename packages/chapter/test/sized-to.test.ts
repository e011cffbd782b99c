import { expect, test } from 'vitest'
import { dense, describe, network, relu } from 'wigglenet'
import { sizedTo } from '../src/sized-to.ts'

test('the width is the one with the nearest number of parameters', () => {
  // 2·w + w + 3·w + 3 = 6w + 3: 99 with 16 units, 105 with 17.
  const of = (units: number) => network(2, [dense(units, relu()), dense(3)])
  expect(describe(sizedTo(100, of)).parameters).toBe(99)
  expect(describe(sizedTo(103, of)).parameters).toBe(105)
})

test('a network that does not grow is taken as it is', () => {
  expect(describe(sizedTo(100, () => network(2, [dense(3)]))).parameters).toBe(9)
})
