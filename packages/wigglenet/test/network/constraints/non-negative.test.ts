import { expect, test } from 'vitest'
import { reference } from '../../../src/backend/reference/reference.ts'
import { wasm } from '../../../src/backend/wasm/wasm.ts'
import { examples } from '../../../src/data/examples.ts'
import { tanh } from '../../../src/network/activations/tanh.ts'
import { constraintFromData } from '../../../src/network/constraints/from-data.ts'
import { nonNegative } from '../../../src/network/constraints/non-negative.ts'
import { networkFromData } from '../../../src/network/from-data.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { maxout } from '../../../src/network/layers/maxout.ts'
import { network } from '../../../src/network/network.ts'
import { adam } from '../../../src/optimizer/adam.ts'
import { gradientDescent } from '../../../src/optimizer/gradient-descent.ts'
import { trainer } from '../../../src/train/trainer.ts'

test.each([reference, wasm])('$name: after a step weights below 0 are 0, the others and the biases stay', (device) => {
  const data = examples({ X: [[0, 0]], y: [[0, 0, 0]] })
  const still = { loss: 'mean-squared-error', optimizer: gradientDescent({ rate: 0 }), device } as const
  for (const [layer, names] of [
    [dense(3, { constraint: nonNegative() }), ['scores.W']],
    [maxout(3, { constraint: nonNegative() }), ['scores.W1', 'scores.W2']],
  ] as const) {
    const t = trainer(network(2, [layer]), data, still)
    for (const name of names) {
      t.parameters.set(name, [3, -4, 0.5, -1e-20, -0, 0])
      t.parameters.set(name.replace('W', 'b'), [-1, 2, -3])
    }
    t.step()
    for (const name of names) {
      expect([...t.parameters.get(name)]).toEqual([3, 0, 0.5, 0, 0, 0])
      expect([...t.parameters.get(name.replace('W', 'b'))]).toEqual([-1, 2, -3])
    }
  }
})

test('a network of such layers and activations that never fall learns no falling stretch, though the data have them', () => {
  const X = Array.from({ length: 80 }, (_, i) => [i / 20 - 2])
  const data = examples({ X, y: X.map(([x]) => Math.abs(x!)), task: 'regression' })
  const fallen = (constraint: object) => {
    const net = network(1, [dense(20, tanh(), constraint), dense(20, tanh(), constraint), dense(1, constraint)])
    const t = trainer(net, data, { optimizer: adam({ rate: 0.02 }) })
    t.step(300)
    const curve = t
      .model()
      .scores(X)
      .map(([score]) => score!)
    return curve.filter((value, i) => i > 0 && value < curve[i - 1]! - 1e-6).length
  }
  expect(fallen({})).toBeGreaterThan(10)
  expect(fallen({ constraint: nonNegative() })).toBe(0)
})

test('a network keeps it through JSON', () => {
  const net = network(2, [dense(4, tanh(), { constraint: nonNegative() }), dense(3)])
  const copy = networkFromData(JSON.parse(JSON.stringify(net)))
  expect(copy).toEqual(net)
  expect(copy.nodes[0]).toMatchObject({ constraint: { kind: 'non-negative' } })
  expect(() => constraintFromData({ kind: 'non-negative', limit: 3 }, 'file')).toThrow(
    'file: the options are kind; got "limit". Remove limit, or correct its spelling.',
  )
})
