import { expect, test } from 'vitest'
import { relu } from '../../src/network/activations/relu.ts'
import { add } from '../../src/network/layers/add.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { sameAs } from '../../src/network/layers/same-as.ts'
import { softmax } from '../../src/network/losses/softmax.ts'
import { network } from '../../src/network/network.ts'
import type { Network } from '../../src/network/types.ts'
import { plainDescents } from '../../src/node/plain-descents.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { averaged } from '../../src/optimizer/averaged.ts'
import { clipped } from '../../src/optimizer/clipped.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { momentum } from '../../src/optimizer/momentum.ts'
import { compile } from '../../src/plan/compile.ts'

const gradients = (net: Network, optimizer = gradientDescent()) => [
  ...plainDescents(compile(net, { batch: 4, loss: softmax(), optimizer })).keys(),
]
const two = network(5, { h: dense(7, relu()), scores: dense(3) })

test('gradient descent changes the weights of every dense layer by a product', () => {
  expect(gradients(two).sort()).toEqual(['d:h.W', 'd:scores.W'])
  const forked = network(5, {
    a: dense(4, relu()),
    b: dense(4, { from: 'x' }),
    sum: add({ from: ['a', 'b'] }),
    scores: dense(3),
  })
  expect(gradients(forked).sort(), 'two layers read x').toEqual(['d:a.W', 'd:b.W', 'd:scores.W'])
})

test.each([
  ['a rule with a state', momentum()],
  ['a rule of another form', adam()],
  ['a rule whose average is kept in the update', averaged(gradientDescent())],
  ['a rule that clips gradients first', clipped(gradientDescent(), { norm: 1 })],
])('%s needs its gradients', (_what, optimizer) => {
  expect(gradients(two, optimizer)).toEqual([])
})

test('a layer with regularization of its own, or used in two places, needs its gradient', () => {
  expect(gradients(network(5, { h: dense(7, relu(), { l2: 0.1 }), scores: dense(3) }))).toEqual(['d:scores.W'])
  const again = network(5, { a: dense(5, relu()), b: sameAs('a'), scores: dense(3) })
  expect(gradients(again)).toEqual(['d:scores.W'])
})
