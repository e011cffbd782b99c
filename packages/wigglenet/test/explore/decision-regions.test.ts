import { describe, expect, test } from 'vitest'
import { UnsupportedError } from '../../src/check/errors.ts'
import { decisionRaster } from '../../src/explore/decision-raster.ts'
import { decisionRegions } from '../../src/explore/decision-regions.ts'
import { slice } from '../../src/explore/slice.ts'
import type { ExactRegions } from '../../src/explore/types.ts'
import { createModel } from '../../src/model/model.ts'
import type { Model } from '../../src/model/types.ts'
import { activation } from '../../src/network/activations/activation.ts'
import { leakyRelu } from '../../src/network/activations/leaky-relu.ts'
import { prelu } from '../../src/network/activations/prelu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { add } from '../../src/network/layers/add.ts'
import { concat } from '../../src/network/layers/concat.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { binarySoftmax } from '../../src/network/losses/binary-softmax.ts'
import { meanSquaredError } from '../../src/network/losses/mean-squared-error.ts'
import { network } from '../../src/network/network.ts'
import { parameterShapes } from '../../src/network/parameters.ts'
import type { Network } from '../../src/network/types.ts'
import { randomStream, streams } from '../../src/number/random.ts'
import { drawn, provenance } from './models.ts'

/** x, y → max(0, x), max(0, -x), max(0, y), max(0, -y), and then scores of these. */
function ofSizes(scores: readonly number[][], biases: readonly number[]) {
  const net = network(2, [dense(4, relu()), dense(biases.length)])
  const parameters = {
    'h1.W': Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1),
    'h1.b': new Float32Array(4),
    'scores.W': Float32Array.from(scores.flat()),
    'scores.b': Float32Array.from(biases),
  }
  return drawn(net, 1, { parameters })
}
const window = [
  [-2, 2],
  [-2, 2],
] as const

/** Twice the signed area of a polygon. */
function twiceArea(polygon: Float64Array): number {
  let sum = 0
  for (let i = 0; i < polygon.length; i += 2) {
    const j = (i + 2) % polygon.length
    sum += polygon[i]! * polygon[j + 1]! - polygon[j]! * polygon[i + 1]!
  }
  return sum
}

/** Corners as sorted texts with rounded numbers. */
const cornersOf = (ring: Float64Array) =>
  Array.from(
    { length: ring.length / 2 },
    (_, i) => `${[ring[2 * i]!, ring[2 * i + 1]!].map((value) => Math.round(value * 1e6) / 1e6 + 0)}`,
  ).sort()

test('1 - |x| - |y| > 0 is one island, the diamond with corners at ±1, and all around it a region with a hole', () => {
  const model = ofSizes(
    [
      [0, 0, 0, 0],
      [-1, -1, -1, -1],
    ],
    [0, 1],
  )
  const exact = decisionRegions(model, slice(model, { window }))
  const [sea, island] = exact.regions
  expect(exact.regions).toHaveLength(2)
  expect(island).toMatchObject({ label: 1, touchesEdge: false })
  expect(island!.share).toBeCloseTo(2 / 16, 12)
  expect(island!.rings.map(cornersOf)).toEqual([['-1,0', '0,-1', '0,1', '1,0']])
  expect(twiceArea(island!.rings[0]!)).toBeCloseTo(4, 10)
  expect(sea).toMatchObject({ label: 0, touchesEdge: true })
  expect(sea!.rings.map(twiceArea).sort((a, b) => a - b)).toEqual([expect.closeTo(-4, 10), expect.closeTo(32, 10)])
  // The four quadrants, each cut by one side of the diamond, whose length is √2.
  expect(exact).toMatchObject({ activationPatterns: 4, linearRegionCount: 4, classes: ['class 0', 'class 1'] })
  expect(exact.cells).toHaveLength(8)
  const lengths = Array.from({ length: exact.boundary.length / 4 }, (_, i) => {
    const [x1, y1, x2, y2] = exact.boundary.subarray(4 * i)
    return Math.hypot(x2! - x1!, y2! - y1!)
  })
  expect(lengths).toEqual([1, 1, 1, 1].map(() => expect.closeTo(Math.SQRT2, 10)))
})

test('the boundary has the class named first on its left', () => {
  const model = ofSizes(
    [
      [0, 0, 0, 0],
      [-1, -1, -1, -1],
    ],
    [0, 1],
  )
  const { boundary, boundaryClasses } = decisionRegions(model, slice(model, { window }))
  for (let i = 0; i < 4; i++) {
    const [x1, y1, x2, y2] = boundary.subarray(4 * i) as unknown as [number, number, number, number]
    const originIsLeft = (x2 - x1) * (0 - y1) - (y2 - y1) * (0 - x1) > 0
    expect([...boundaryClasses.subarray(2 * i, 2 * i + 2)]).toEqual(originIsLeft ? [1, 0] : [0, 1])
  }
})

test('|x| > |y| is two triangles that touch in a point and are not connected', () => {
  const model = ofSizes(
    [
      [1, 1, 0, 0],
      [0, 0, 1, 1],
    ],
    [0, 0],
  )
  const { regions } = decisionRegions(model, slice(model, { window }))
  expect(regions.map(({ label }) => label).sort()).toEqual([0, 0, 1, 1])
  for (const { share, rings, touchesEdge } of regions) {
    expect(share).toBeCloseTo(0.25, 12)
    expect(rings).toHaveLength(1)
    expect(rings[0]).toHaveLength(6)
    expect(touchesEdge).toBe(true)
  }
})

test('outlines that touch in a point come apart there: two diamonds in one sea', () => {
  // max(0, 1 - |x - 1| - |y|) and the same around x = -1, which touch in the origin.
  const net = network(2, [dense(6, relu()), dense(2)])
  const model = drawn(net, 1, {
    parameters: {
      'h1.W': Float32Array.of(1, 0, 1, 0, 1, 0, 0, 1, 0, -1, 1, 0),
      'h1.b': Float32Array.of(1, 0, -1, 0, 0, 3),
      // |x + 1| - 2·max(0, x) + 2·max(0, x - 1): the zigzag min(|x + 1|, |x - 1|) on [-3, 3]
      'scores.W': Float32Array.of(0, 0, 0, 0, 0, 0, -2, 2, -2, -1, -1, 1),
      'scores.b': Float32Array.of(0, -1),
    },
  })
  const { regions } = decisionRegions(
    model,
    slice(model, {
      window: [
        [-3, 3],
        [-3, 3],
      ],
    }),
  )
  expect(regions.map(({ label, rings }) => [label, rings.length])).toEqual([
    [0, 3],
    [1, 1],
    [1, 1],
  ])
  expect(regions[1]!.share).toBeCloseTo(2 / 36, 10)
})

test('three scores that are equal along one line still part two regions there: 0, x and 2x', () => {
  const model = drawn(network(2, [dense(3)]), 1, {
    parameters: { 'scores.W': Float32Array.of(0, 0, 1, 0, 2, 0), 'scores.b': new Float32Array(3) },
  })
  const { regions, boundary, boundaryClasses } = decisionRegions(model, slice(model, { window }))
  expect(regions.map(({ label, share, rings }) => [label, share, rings.length]).sort()).toEqual([
    [0, 0.5, 1],
    [2, 0.5, 1],
  ])
  expect([...boundary].map(Math.abs)).toEqual([0, 2, 0, 2])
  expect([...boundaryClasses].sort()).toEqual([0, 2])
})

test('one hidden layer has as many regions as its lines make in the window: 1 + lines + crossings', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const model = drawn(network(2, [dense(12, relu()), dense(3)]), seed)
    const [W, b] = [model.parameters['h1.W']!, model.parameters['h1.b']!]
    const inside = (x: number, y: number) => Math.abs(x) < 2 && Math.abs(y) < 2
    let count = 1
    for (let i = 0; i < 12; i++) {
      const at = (x: number, y: number) => W[2 * i]! * x + W[2 * i + 1]! * y + b[i]!
      const signs = [at(-2, -2), at(-2, 2), at(2, -2), at(2, 2)].map(Math.sign)
      if (new Set(signs).size > 1) count++
      for (let j = 0; j < i; j++) {
        const determinant = W[2 * i]! * W[2 * j + 1]! - W[2 * j]! * W[2 * i + 1]!
        const x = (W[2 * i + 1]! * b[j]! - W[2 * j + 1]! * b[i]!) / determinant
        const y = (W[2 * j]! * b[i]! - W[2 * i]! * b[j]!) / determinant
        if (inside(x, y)) count++
      }
    }
    const exact = decisionRegions(model, slice(model, { window }))
    expect([exact.activationPatterns, exact.linearRegionCount]).toEqual([count, count])
    expect(exact.linearRegions).toHaveLength(count)
  }
})

test('behind a unit that nothing listens to, two patterns have one linear function', () => {
  const model = ofSizes(
    [
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ],
    [0, 0],
  )
  const exact = decisionRegions(model, slice(model, { window }))
  expect(exact).toMatchObject({ activationPatterns: 4, linearRegionCount: 2 }) // x does not matter
})

test('a regression has linear regions and no classes, a single output two classes parted at 0', () => {
  const net = network(2, [dense(4, relu()), dense(1)])
  const parameters = {
    'h1.W': Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1),
    'h1.b': new Float32Array(4),
    'scores.W': Float32Array.of(1, 1, 1, 1),
    'scores.b': Float32Array.of(-1),
  }
  const regression = createModel({ network: net, parameters, loss: meanSquaredError(), task: 'regression', provenance })
  const none = { classes: [], cells: [], regions: [], boundary: new Float64Array(), boundaryClasses: new Uint16Array() }
  const exact = decisionRegions(regression, slice(regression, { window }))
  expect(exact).toMatchObject({ activationPatterns: 4, ...none })
  // |x| + |y| - 1 where x and y are positive
  const positive = exact.linearRegions.find(({ polygon }) => polygon.every((value) => value >= 0))!
  expect([...positive.scores]).toEqual([-1, 1, 1])
  const lengths = Array.from({ length: exact.kinks.length / 4 }, (_, i) => {
    const [x1, y1, x2, y2] = exact.kinks.subarray(4 * i)
    return Math.hypot(x2! - x1!, y2! - y1!)
  })
  expect(lengths).toEqual([2, 2, 2, 2])
  const binary = drawn(net, 1, { parameters, loss: binarySoftmax() })
  const { regions } = decisionRegions(binary, slice(binary, { window }))
  expect(regions.map(({ label, share }) => [label, share])).toEqual([
    [1, expect.closeTo(14 / 16, 12)],
    [0, expect.closeTo(2 / 16, 12)],
  ])
})

test('in the units of columns and in any plane, the functions are the scores of the model', () => {
  const model = drawn(network(3, [dense(20, leakyRelu({ slope: 0.2 })), dense(12, prelu()), dense(3)]), 2)
  const plane = { origin: [0.1, 0.2, 0.3], across: [2, -1, 0], up: [0.5, 0.5, 1] }
  const cut = slice(model, {
    plane,
    window: [
      [-3, 1],
      [-1, 2],
    ],
  })
  const { linearRegions } = decisionRegions(model, cut)
  expect(linearRegions.length).toBeGreaterThan(10)
  for (const { polygon, scores } of linearRegions) {
    let [u, v] = [0, 0] // the middle of the corners
    for (let i = 0; i < polygon.length; i += 2) {
      u += polygon[i]! / (polygon.length / 2)
      v += polygon[i + 1]! / (polygon.length / 2)
    }
    const x = plane.origin.map((o, k) => o + u * plane.across[k]! + v * plane.up[k]!)
    for (const [k, score] of model.scores([x])[0]!.entries()) {
      expect(scores[3 * k]! + scores[3 * k + 1]! * u + scores[3 * k + 2]! * v).toBeCloseTo(score, 4)
    }
  }
})

test('an activation of one’s own that is a leaky ReLU by its formula counts as one', () => {
  const mine = activation('mine', { slope: { interval: '[0, 1)', default: 0.3 } }, { value: 'z > 0 ? z : slope * z' })
  const model = drawn(network(2, [dense(6, mine()), dense(3)]))
  const other = drawn(network(2, [dense(6, leakyRelu({ slope: 0.3 })), dense(3)]))
  const cut = slice(model)
  expect(decisionRegions(model, cut).linearRegions).toEqual(decisionRegions(other, cut).linearRegions)
})

describe('what cannot be told exactly is refused', () => {
  const model = drawn(network(2, [dense(6, relu()), dense(4, tanh()), dense(3)]))
  test('a curved activation', () => {
    expect(() => decisionRegions(model, slice(model))).toThrow(UnsupportedError)
    expect(() => decisionRegions(model, slice(model))).toThrow(
      'decisionRegions: every activation must be piecewise linear: relu, leaky-relu, prelu or identity, or the layer maxout; got "tanh" in h2. ' +
        'Use decisionRaster, which works for every network.',
    )
  })
  test('more regions than the limit', () => {
    const many = drawn(network(2, [dense(12, relu()), dense(3)]))
    expect(() => decisionRegions(many, slice(many), { limit: 5 })).toThrow(
      'decisionRegions: the window must have at most 5 linear regions; got more. Give a smaller window, a larger limit, or use decisionRaster.',
    )
  })
})

const GRID = 200

/** The label of the cell that each middle of a grid lies in, and how many cells claim it. */
function fill(
  { cells }: ExactRegions,
  [low, high]: readonly [number, number],
  [bottom, top]: readonly [number, number],
) {
  const labels = new Uint16Array(GRID * GRID)
  const claims = new Uint8Array(GRID * GRID)
  const column = (u: number) => ((u - low) / (high - low)) * GRID - 0.5
  const row = (v: number) => ((v - bottom) / (top - bottom)) * GRID - 0.5
  for (const { polygon, label } of cells) {
    const corners = Array.from(
      { length: polygon.length / 2 },
      (_, i) => [column(polygon[2 * i]!), row(polygon[2 * i + 1]!)] as const,
    )
    const rows = corners.map(([, y]) => y)
    for (
      let j = Math.max(0, Math.ceil(Math.min(...rows)));
      j <= Math.min(GRID - 1, Math.floor(Math.max(...rows)));
      j++
    ) {
      let [from, to] = [Infinity, -Infinity]
      for (const [i, [x1, y1]] of corners.entries()) {
        const [x2, y2] = corners[(i + 1) % corners.length]!
        if (Math.min(y1, y2) > j || Math.max(y1, y2) < j || y1 === y2) continue
        const x = x1 + ((j - y1) / (y2 - y1)) * (x2 - x1)
        from = Math.min(from, x)
        to = Math.max(to, x)
      }
      for (let i = Math.ceil(from); i <= Math.min(GRID - 1, Math.floor(to)); i++) {
        labels[j * GRID + i] = label
        claims[j * GRID + i]!++
      }
    }
  }
  return { labels, claims }
}

/** Small whole numbers as parameters: kinks fall together, scores are equal over areas, corners meet in fours. */
function whole(net: Network, seed: number): Model {
  const random = randomStream(seed, streams.data)
  const parameters = Object.fromEntries(
    parameterShapes(net).map(({ name, shape }) => [
      name,
      Float32Array.from({ length: shape[0] * (shape[1] ?? 1) }, () => random.below(5) - 2),
    ]),
  )
  return drawn(net, 1, { parameters, ...(net.outputs === 1 && { loss: binarySoftmax() }) })
}

/** Networks of every kind that is piecewise linear. */
function randomNetwork(seed: number): Network {
  const width = 3 + (seed % 8)
  const outputs = 2 + (seed % 4)
  switch (seed % 6) {
    case 0:
      return network(2, [dense(2 * width, relu()), dense(outputs)])
    case 1:
      return network(2, [dense(width, relu()), dense(width, leakyRelu({ slope: 0.1 })), dense(outputs)])
    case 2:
      return network(2, [dense(width, prelu()), dense(width, prelu({ shared: true })), dense(width), dense(outputs)])
    case 3:
      return network(2, [maxout(width, { pieces: 3 }), maxout(width), dense(outputs)])
    case 4:
      return network(2, [dense(width, relu()), dense(width, relu()), dense(width, relu()), dense(1)])
    default:
      return network(2, {
        h1: dense(width, relu(), { from: 'x' }),
        h2: dense(width, leakyRelu()),
        sum: add({ from: ['h1', 'h2'] }),
        both: concat({ from: ['x', 'sum'] }),
        h3: maxout(width),
        scores: dense(outputs),
      })
  }
}

describe('the exact polygons of 100 random networks', () => {
  test('agree with a fine raster to less than 0.1 % of the area, and tile the window', () => {
    for (let seed = 0; seed < 100; seed++) {
      const net = randomNetwork(seed)
      const model: Model = drawn(net, seed, net.outputs === 1 ? { loss: binarySoftmax() } : {})
      const cut = slice(model)
      const exact = decisionRegions(model, cut)
      const [{ range: across }, { range: up }] = cut.axes
      const { labels, claims } = fill(exact, across, up)
      const raster = decisionRaster(model, cut, { columns: GRID, rows: GRID })
      let wrong = 0
      for (const [i, label] of raster.labels!.entries()) if (labels[i] !== label) wrong++
      expect(wrong / (GRID * GRID), `seed ${seed}`).toBeLessThan(0.001)
      expect(claims.reduce((sum, count) => sum + Math.abs(count - 1), 0) / (GRID * GRID), `seed ${seed}`).toBeLessThan(
        0.001,
      )

      const total = (across[1] - across[0]) * (up[1] - up[0])
      const area = new Float64Array(model.classes!.length)
      for (const { polygon, label } of exact.cells) area[label]! += twiceArea(polygon) / 2 / total
      const onRaster = new Float64Array(area.length)
      for (const label of raster.labels!) onRaster[label]! += 1 / (GRID * GRID)
      for (const [k, share] of area.entries())
        expect(Math.abs(share - onRaster[k]!), `seed ${seed}`).toBeLessThan(0.001)

      // The outlines hold the same areas, region by region, and so do the linear regions in all.
      for (const { share, rings } of exact.regions) {
        expect(rings.reduce((sum, ring) => sum + twiceArea(ring) / 2, 0) / total, `seed ${seed}`).toBeCloseTo(share, 7)
      }
      expect(exact.linearRegions.reduce((sum, { polygon }) => sum + twiceArea(polygon) / 2, 0) / total).toBeCloseTo(
        1,
        9,
      )
    }
  })
})

test('where lines and corners fall together the outlines still close and tile the window: 150 networks of whole numbers', () => {
  for (let seed = 0; seed < 150; seed++) {
    const model = whole(randomNetwork(seed), seed)
    const { cells, regions } = decisionRegions(model, slice(model, { window }))
    expect(
      cells.reduce((sum, { polygon }) => sum + twiceArea(polygon) / 2, 0),
      `seed ${seed}`,
    ).toBeCloseTo(16, 8)
    for (const { share, rings } of regions) {
      expect(rings.reduce((sum, ring) => sum + twiceArea(ring) / 2, 0) / 16, `seed ${seed}`).toBeCloseTo(share, 8)
    }
  }
})
