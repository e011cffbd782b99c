import { expect, test } from 'vitest'
import { activation } from '../../src/network/activations/activation.ts'
import { prelu } from '../../src/network/activations/prelu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { constant } from '../../src/network/initializers/constant.ts'
import { concat } from '../../src/network/layers/concat.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { network } from '../../src/network/network.ts'
import { parameterShapes } from '../../src/network/parameters.ts'

const list = (net: Parameters<typeof parameterShapes>[0]) =>
  parameterShapes(net).map(({ name, role, shape }) => `${name} ${role} ${shape.join('x')}`)

test('a dense layer has W (units, inputs) and b (units), layer by layer', () => {
  expect(list(network(2, [dense(20, relu()), dense(3)]))).toEqual([
    'h1.W weights 20x2',
    'h1.b biases 20',
    'scores.W weights 3x20',
    'scores.b biases 3',
  ])
})

test('a maxout layer has a W and a b for each piece, and a join has none', () => {
  const net = network(2, { h1: maxout(3, { pieces: 3 }), both: concat({ from: ['x', 'h1'] }), scores: dense(1) })
  expect(list(net)).toEqual([
    'h1.W1 weights 3x2',
    'h1.b1 biases 3',
    'h1.W2 weights 3x2',
    'h1.b2 biases 3',
    'h1.W3 weights 3x2',
    'h1.b3 biases 3',
    'scores.W weights 1x5',
    'scores.b biases 1',
  ])
})

test('learned parameters follow b: one for each unit or one in all, starting at their first values', () => {
  const net = network(2, [dense(4, prelu()), dense(5, prelu({ shared: true, initial: 0.1 })), dense(1)])
  const learned = parameterShapes(net).filter(({ role }) => role === 'learned')
  expect(learned).toEqual([
    { name: 'h1.slope', node: 'h1', role: 'learned', shape: [4], initializer: { kind: 'constant', value: 0.25 } },
    { name: 'h2.slope', node: 'h2', role: 'learned', shape: [1], initializer: { kind: 'constant', value: 0.1 } },
  ])
})

test('an activation may learn several parameters, which keep their order', () => {
  const line = activation(
    'line',
    {},
    { value: 'gain * z + lift' },
    {
      learned: { gain: { per: 'unit', initial: 1 }, lift: { per: 'layer', initial: 0 } },
    },
  )
  expect(list(network(2, [dense(3, line())]))).toEqual([
    'scores.W weights 3x2',
    'scores.b biases 3',
    'scores.gain learned 3',
    'scores.lift learned 1',
  ])
})

test('each parameter knows how it starts', () => {
  const [weights, biases] = parameterShapes(network(2, [dense(3, relu(), { biases: constant(0.1) })]))
  expect(weights!.initializer).toEqual({ kind: 'he', distribution: 'normal' })
  expect(biases!.initializer).toEqual({ kind: 'constant', value: 0.1 })
})
