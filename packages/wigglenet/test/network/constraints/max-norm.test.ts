import { expect, test } from 'vitest'
import { reference } from '../../../src/backend/reference/reference.ts'
import { wasm } from '../../../src/backend/wasm/wasm.ts'
import { examples } from '../../../src/data/examples.ts'
import { relu } from '../../../src/network/activations/relu.ts'
import { constraintFromData } from '../../../src/network/constraints/from-data.ts'
import { maxNorm } from '../../../src/network/constraints/max-norm.ts'
import { networkFromData } from '../../../src/network/from-data.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { maxout } from '../../../src/network/layers/maxout.ts'
import { network } from '../../../src/network/network.ts'
import { gradientDescent } from '../../../src/optimizer/gradient-descent.ts'
import { trainer } from '../../../src/train/trainer.ts'

const data = examples({ X: [[0, 0]], y: [[0, 0, 0]] })
const still = { loss: 'mean-squared-error', optimizer: gradientDescent({ rate: 0 }), shuffle: false } as const

test.each([reference, wasm])(
  '$name: after a step, units longer than the limit have its length, the others stay',
  (device) => {
    const t = trainer(network(2, [dense(3, { constraint: maxNorm(2.5) })]), data, { ...still, device })
    t.parameters.set('scores.W', [3, 4, 0.6, 0.8, 0, 0])
    t.parameters.set('scores.b', [9, 9, 9])
    t.step()
    expect(Array.from(t.parameters.get('scores.W'), (w) => Number(w.toFixed(6)))).toEqual([1.5, 2, 0.6, 0.8, 0, 0])
    expect([...t.parameters.get('scores.b')]).toEqual([9, 9, 9])
  },
)

test('each piece of a maxout unit has a length of its own', () => {
  const t = trainer(network(2, [maxout(3, { constraint: maxNorm(5) })]), data, { ...still, device: reference })
  t.parameters.set('scores.W1', [6, 8, 1, 1, 0, 5])
  t.parameters.set('scores.W2', [0, 10, 3, 4, 12, 5])
  t.step()
  const close = (name: string, numbers: readonly number[]) =>
    t.parameters.get(name).forEach((w, i) => expect(w).toBeCloseTo(numbers[i]!, 12))
  close('scores.W1', [3, 4, 1, 1, 0, 5])
  close('scores.W2', [0, 5, 3, 4, 60 / 13, 25 / 13])
})

test('a network keeps it through JSON, and what is no constraint is refused', () => {
  const net = network(2, [dense(4, relu(), { constraint: maxNorm(3), l2: 0.5, l1: 0.25, locked: true }), dense(3)])
  const copy = networkFromData(JSON.parse(JSON.stringify(net)))
  expect(copy).toEqual(net)
  expect(copy.nodes[0]).toMatchObject({ constraint: { kind: 'max-norm', limit: 3 }, l2: 0.5, l1: 0.25, locked: true })
  expect(Object.keys(net.nodes[1]!)).not.toContain('constraint')
  expect(() => maxNorm(0)).toThrow('maxNorm: limit must be a number in (0, ∞); got 0. Give limit a value in (0, ∞).')
  expect(() => dense(3, { constraint: { kind: 'max-norm', limit: 3 } })).toThrow(
    'dense: the constraint must be one that maxNorm() or its like makes; got { kind, limit }. Make it with maxNorm() or its like, or read it from JSON with constraintFromData.',
  )
  expect(() => constraintFromData({ kind: 'unit-norm' }, 'file')).toThrow(
    'file: kind must be one of max-norm, non-negative; got "unit-norm". Choose a name from the list.',
  )
})
