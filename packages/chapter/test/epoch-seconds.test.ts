import { expect, test } from 'vitest'
import { dense, network, relu, spiral } from 'wigglenet'
import { epochSeconds } from '../src/epoch-seconds.ts'

test('an epoch of a network with thousands of times the weights takes longer', () => {
  const data = spiral({ classes: 3, rows: 640, seed: 1 })
  const [small, large] = epochSeconds(
    [network(2, [dense(4, relu()), dense(3)]), network(2, [dense(300, relu()), dense(300, relu()), dense(3)])],
    data,
    3,
  ) as [number, number]
  expect(small).toBeGreaterThan(0)
  expect(large).toBeGreaterThan(5 * small)
})
