import { expect, test } from 'vitest'
import { nearestWire, placesOf, wireOpacity, wiresOf, wireWidth } from '../../src/views/network-places.ts'

const node = (name: string, from: string[], units: number, activation = 'relu') => ({ name, from, units, activation })
const small = { names: ['a', 'b'], nodes: [node('h1', ['x'], 3), node('scores', ['h1'], 2, 'identity')] }
const parameters = {
  'h1.W': Float32Array.of(1, -2, 3, 4, 0, 0.5),
  'h1.b': new Float32Array(3),
  'scores.W': Float32Array.of(1, 2, 3, 4, 5, -6),
  'scores.b': new Float32Array(2),
}

test('each layer is a column in the middle of its share of the width, its units in the middle of the height', () => {
  const { columns, width, height } = placesOf(small, 600)
  expect(width).toBe(600)
  expect(columns.map(({ node, x }) => [node, x])).toEqual([
    ['x', 100],
    ['h1', 300],
    ['scores', 500],
  ])
  expect(columns.map(({ hidden }) => hidden)).toEqual([false, true, false])
  const middles = columns.map(({ y }) => (y[0]! + y.at(-1)!) / 2)
  expect(new Set(middles).size).toBe(1)
  expect(Math.max(...columns[1]!.y)).toBeLessThan(height)
})

test('a wide layer shows 12 units, and a narrow room is scrolled rather than squeezed', () => {
  const { columns, width } = placesOf({ ...small, nodes: [node('h1', ['x'], 20), node('scores', ['h1'], 2)] }, 100)
  expect(columns[1]).toMatchObject({ units: 20, drawn: 12 })
  expect(columns[1]!.y).toHaveLength(12)
  expect(width).toBe(3 * 116)
})

test('a wire stands for its number: row of its unit, column of its input', () => {
  const wires = wiresOf(small.nodes, placesOf(small, 600), parameters)
  expect(wires).toHaveLength(3 * 2 + 2 * 3)
  const wire = wires.find(({ source, target }) => source.join() === 'h1,2' && target.join() === 'scores,1')
  expect(wire).toMatchObject({ parameter: 'scores.W', index: 5, value: -6, share: 1 })
  expect(wires.find(({ parameter, index }) => parameter === 'h1.W' && index === 1)).toMatchObject({
    value: -2,
    share: 0.5, // of 4, the largest of its layer
    source: ['x', 1],
    target: ['h1', 0],
  })
})

test('units that are not drawn keep their place in the row of weights', () => {
  const wide = { names: ['a'], nodes: [node('h1', ['x'], 14), node('scores', ['h1'], 2)] }
  const W = Float32Array.from({ length: 28 }, (_, k) => k)
  const wires = wiresOf(wide.nodes, placesOf(wide, 600), { 'scores.W': W })
  expect(wires).toHaveLength(24)
  expect(wires.find(({ source, target }) => source[1] === 11 && target[1] === 1)!.index).toBe(25) // 14 + 11
})

test('of maxout, the line is the strongest piece and names its parameter', () => {
  const net = { names: ['a', 'b'], nodes: [node('h1', ['x'], 1, 'maxout'), node('scores', ['h1'], 1)] }
  const wires = wiresOf(net.nodes, placesOf(net, 600), {
    'h1.W1': Float32Array.of(1, -3),
    'h1.W2': Float32Array.of(-2, 0.5),
  })
  expect(wires.map(({ parameter, index, value }) => [parameter, index, value])).toEqual([
    ['h1.W2', 0, -2],
    ['h1.W1', 1, -3],
  ])
})

test('a join has no column: scores that read x and h1 have the weights of x first', () => {
  const skip = {
    names: ['a', 'b'],
    nodes: [node('h1', ['x'], 3), node('joined', ['x', 'h1'], 5, 'concat'), node('scores', ['joined'], 1, 'identity')],
  }
  const places = placesOf(skip, 600)
  expect(places.columns.map(({ node }) => node)).toEqual(['x', 'h1', 'scores'])
  const wires = wiresOf(skip.nodes, places, { 'scores.W': Float32Array.of(1, 2, 3, 4, 5) })
  expect(wires.map(({ source, value }) => [...source, value])).toEqual([
    ['x', 0, 1],
    ['x', 1, 2],
    ['h1', 0, 3],
    ['h1', 1, 4],
    ['h1', 2, 5],
  ])
})

test('parameters of another network, still on their way, draw nothing', () => {
  expect(wiresOf(small.nodes, placesOf(small, 600), { 'h1.W': new Float32Array(8) })).toEqual([])
})

test('weights of 0 everywhere are thin lines, not NaN', () => {
  const wires = wiresOf(small.nodes, placesOf(small, 600), { 'h1.W': new Float32Array(6) })
  expect(wires.map(({ share }) => share)).toEqual([0, 0, 0, 0, 0, 0])
  expect([wireWidth(0), wireWidth(1)]).toEqual([0.5, 4])
  expect(wireOpacity(0)).toBeGreaterThan(0)
})

test('a click means the nearest line, and none when all are far', () => {
  const wires = wiresOf(small.nodes, placesOf(small, 600), parameters)
  for (const wire of wires) {
    // A tenth of the way along, lines that leave one unit together have parted, and none has crossed another.
    const at = (k: 0 | 1) => wire.from[k] + 0.1 * (wire.to[k] - wire.from[k])
    expect(nearestWire(wires, at(0), at(1), 5)).toBe(wire)
  }
  expect(nearestWire(wires, 300, 2, 5)).toBeUndefined()
})
