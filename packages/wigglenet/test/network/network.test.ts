import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { relu } from '../../src/network/activations/relu.ts'
import { add } from '../../src/network/layers/add.ts'
import { concat } from '../../src/network/layers/concat.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { network } from '../../src/network/network.ts'
import type { Layer, Network } from '../../src/network/types.ts'

const error = (name: string, message: string) => expect.objectContaining({ name, message })
const sizes = (net: Network) => net.nodes.map(({ name, from, inputs, units }) => [name, from.join(), inputs, units])

describe('a chain', () => {
  test('names its layers h1, h2, … and scores, and infers every width', () => {
    const net = network(2, [dense(20, relu()), maxout(7), dense(3)])
    expect(sizes(net)).toEqual([
      ['h1', 'x', 2, 20],
      ['h2', 'h1', 20, 7],
      ['scores', 'h2', 7, 3],
    ])
    expect([net.inputs, net.outputs]).toEqual([2, 3])
  })

  test('keeps the names that layers bring, and lets a layer reach back by from', () => {
    const net = network(4, [
      dense(4, relu(), { name: 'first' }),
      dense(4, relu()),
      add({ from: ['first', 'h2'], name: 'skip' }),
      dense(2, { from: 'skip', name: 'out' }),
    ])
    expect(sizes(net)).toEqual([
      ['first', 'x', 4, 4],
      ['h2', 'first', 4, 4],
      ['skip', 'first,h2', 4, 4],
      ['out', 'skip', 4, 2],
    ])
  })

  test('is frozen through and through', () => {
    const net = network(2, [dense(3, relu()), dense(2)])
    const isDeeplyFrozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen))
    expect(isDeeplyFrozen(net)).toBe(true)
  })

  test('does not share a name between two layers', () => {
    expect(() => network(2, [dense(3, { name: 'h2' }), dense(3), dense(2)])).toThrow(
      error(
        'OptionError',
        'network: the names of layers must differ, and x is the input; got two layers called h2. Rename one.',
      ),
    )
    expect(() => network(2, [dense(3, { name: 'x' }), dense(2)])).toThrow(
      error(
        'OptionError',
        'network: the names of layers must differ, and x is the input; got a layer called x. Rename one.',
      ),
    )
  })

  test('of no layers, or of what is no layer, is refused', () => {
    const empty = 'layers must be a list or an object of at least one layer'
    const fix = 'Give it a layer, as in network(2, [dense(3)]).'
    expect(() => network(2, [])).toThrow(error('OptionError', `network: ${empty}; got []. ${fix}`))
    expect(() => network(2, {})).toThrow(error('OptionError', `network: ${empty}; got {  }. ${fix}`))
    expect(() => network(2, null as never)).toThrow(error('OptionError', `network: ${empty}; got null. ${fix}`))
    expect(() => network(2, [dense as never, dense(1)])).toThrow(
      error(
        'OptionError',
        'network.h1: a layer must be one that dense() or its like makes; got a function. Make it with dense() or its like, or read it from JSON with networkFromData.',
      ),
    )
  })

  test.each([0, -1, 1.5, Number.NaN, Infinity, 16777217, '3'])('of %s inputs is refused', (inputs) => {
    expect(() => network(inputs as number, [dense(2)])).toThrow(
      'network: inputs must be a whole number in [1, 16777216]; got',
    )
  })
})

describe('a graph', () => {
  test('joins by add and concat, and takes the last one listed as the output', () => {
    const net = network(3, {
      h1: dense(5, relu()),
      h2: dense(5, relu(), { from: 'x' }),
      sum: add({ from: ['h1', 'h2'] }),
      wide: concat({ from: ['x', 'sum', 'h1'] }),
      scores: dense(2),
    })
    expect(sizes(net)).toEqual([
      ['h1', 'x', 3, 5],
      ['h2', 'x', 3, 5],
      ['sum', 'h1,h2', 5, 5],
      ['wide', 'x,sum,h1', 13, 13],
      ['scores', 'wide', 13, 2],
    ])
  })

  test('is put in order when it is listed out of order, and the output stays last', () => {
    const net = network(3, {
      join: add({ from: ['b', 'a'] }),
      a: dense(4, { from: 'b' }),
      b: dense(4, { from: 'x' }),
      out: dense(1, { from: 'join' }),
    })
    expect(net.nodes.map(({ name }) => name)).toEqual(['b', 'a', 'join', 'out'])
  })

  test('with a cycle is refused, and the cycle is named in the direction of the data', () => {
    const message = (cycle: string) =>
      error('ShapeError', `network: there must be no cycle; got ${cycle}. Change what feeds one of them.`)
    const two = { h1: dense(4, { from: 'h2' }), h2: dense(4, { from: 'h1' }) }
    expect(() => network(3, two)).toThrow(message('h1 → h2 → h1'))
    expect(() => network(3, { h1: dense(4, { from: 'h1' }) })).toThrow(message('h1 → h1'))
    const three = {
      start: dense(4),
      h1: add({ from: ['start', 'h3'] }),
      h2: dense(4, { from: 'h1' }),
      h3: dense(4, { from: 'h2' }),
      scores: dense(1, { from: 'h3' }),
    }
    expect(() => network(3, three)).toThrow(message('h1 → h2 → h3 → h1'))
  })

  test('with an unknown name is refused, and the names are listed', () => {
    expect(() => network(3, { h1: dense(4), scores: dense(2, { from: 'h7' }) })).toThrow(
      error('OptionError', 'network.scores: from must be one of x, h1; got "h7". Correct the name, or add the layer.'),
    )
  })

  test('that adds different sizes is refused, and both are named', () => {
    expect(() => network(3, { h1: dense(4), h2: dense(5, { from: 'x' }), sum: add({ from: ['h1', 'h2'] }) })).toThrow(
      error(
        'ShapeError',
        'network.sum: the layers that add joins must be of one size; got h1 with 4 units and h2 with 5 units. Make their sizes equal, or join them with concat.',
      ),
    )
    expect(() => network(1, { h1: dense(4), sum: add({ from: ['x', 'h1'] }) })).toThrow(
      'got x with 1 unit and h1 with 4 units.',
    )
  })

  test('with a layer that nothing uses is refused, and the way to it is named', () => {
    const net = { h1: dense(4), side: dense(2), scores: dense(3, { from: 'h1' }) }
    expect(() => network(3, net)).toThrow(
      error(
        'ShapeError',
        'network: every layer must lead to the output, scores, which is the last one listed; got side, which nothing uses, at the end of x → h1 → side. Join it with add or concat, list it last, or remove it.',
      ),
    )
  })

  test('whose concat is wider than 16777216 is refused', () => {
    const net = {
      a: dense(16777216, { from: 'x' }),
      b: dense(1, { from: 'x' }),
      both: concat({ from: ['a', 'b'] }),
    }
    expect(() => network(1, net)).toThrow(
      error(
        'ShapeError',
        'network.both: the layers that concat joins must together have a number of units in [1, 16777216]; got 16777217 units. Make them smaller.',
      ),
    )
  })

  test('calls its layers as they are listed', () => {
    expect(() => network(3, { h1: dense(4, { name: 'other' }) })).toThrow(
      error(
        'OptionError',
        'network.h1: a layer in a graph must be called as it is listed; got "other". Leave its own name out.',
      ),
    )
    for (const name of ['2h', 'a.b', 'a b', '', 'é', 'n'.repeat(65), '__proto__']) {
      expect(() => network(3, Object.fromEntries([[name, dense(2)]]))).toThrow(
        'network: the name of a layer must be 1 to 64 letters, digits, _ and -, starting with a letter or _; got ',
      )
    }
  })

  test('of 3,000 layers in reverse order is put in order without running out of stack', () => {
    const count = 3000
    const listed: [string, Layer][] = []
    for (let i = count - 1; i >= 1; i--) listed.push([`h${i}`, dense(1, { from: i === 1 ? 'x' : `h${i - 1}` })])
    listed.push([`h${count}`, dense(1, { from: `h${count - 1}` })])
    const net = network(1, Object.fromEntries(listed))
    expect(net.nodes.map(({ name }) => name)).toEqual(Array.from({ length: count }, (_, i) => `h${i + 1}`))
  })

  test('in whatever order it is listed, each layer comes after what feeds it', () => {
    const parts = { a: 'x', b: 'a', c: 'a', d: 'b' }
    const joins = fc.shuffledSubarray(Object.keys(parts), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(joins, (order) => {
        const listed = order.map((name) => [name, dense(2, { from: parts[name as keyof typeof parts] })] as const)
        const net = network(2, { ...Object.fromEntries(listed), out: add({ from: ['c', 'd'] }) })
        const seen = new Set(['x'])
        for (const { name, from } of net.nodes) {
          expect(from.every((source) => seen.has(source))).toBe(true)
          seen.add(name)
        }
        expect(net.nodes.at(-1)!.name).toBe('out')
      }),
    )
  })
})
