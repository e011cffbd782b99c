// What the compiler must accept and refuse. `tsc` checks this file; running it checks that the values agree with the types.
import { expect, expectTypeOf, test } from 'vitest'
import { relu } from '../../src/network/activations/relu.ts'
import { add } from '../../src/network/layers/add.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { network } from '../../src/network/network.ts'
import type { Layer, Network } from '../../src/network/types.ts'

/** Stands for every function that takes a network and rows of its width. */
function feed<Inputs extends number>(net: Network<Inputs>, width: NoInfer<Inputs>): boolean {
  return net.inputs === width
}

test('literal sizes of a chain are part of its type', () => {
  const net = network(2, [dense(20, relu()), dense(3)])
  expectTypeOf(net).toEqualTypeOf<Network<2, 3>>()
  expectTypeOf(network(4, [maxout(6)])).toEqualTypeOf<Network<4, 6>>()
  expect([net.inputs, net.outputs]).toEqual([2, 3])
})

test('feeding 4 features to a network of 3 does not compile', () => {
  const net = network(3, [dense(2)])
  expect(feed(net, 3)).toBe(true)
  // @ts-expect-error 4 is not 3
  expect(feed(net, 4)).toBe(false)
})

test('a network of other literal sizes cannot stand in', () => {
  // @ts-expect-error 2 inputs are not 3
  const wrongInputs: Network<3> = network(2, [dense(3)])
  // @ts-expect-error 4 outputs are not 3
  const wrongOutputs: Network<2, 3> = network(2, [dense(4)])
  const any: Network = network(2, [dense(3)])
  expect([wrongInputs.inputs, wrongOutputs.outputs, any.inputs]).toEqual([2, 4, 2])
})

test('sizes that are only known at run time are numbers, and then any width compiles', () => {
  const size = Number('5')
  const layers: Layer[] = [dense(size, relu()), dense(2)]
  const net = network(size, layers)
  expectTypeOf(net).toEqualTypeOf<Network<number, number>>()
  expect(feed(net, 7)).toBe(false)
})

test('a graph knows its inputs as a type, and so does a chain that ends in a join', () => {
  expectTypeOf(network(2, { h1: dense(2), sum: add({ from: ['x', 'h1'] }) })).toEqualTypeOf<Network<2, number>>()
  const chain = network(2, [dense(2), add({ from: ['x', 'h1'] })])
  expectTypeOf(chain).toEqualTypeOf<Network<2, number>>()
  expect(chain.outputs).toBe(2)
})
