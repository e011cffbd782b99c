import { describe, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { examples } from '../../src/data/examples.ts'
import { activationsOf } from '../../src/explore/activations-of.ts'
import { decisionRaster } from '../../src/explore/decision-raster.ts'
import { decisionRegions } from '../../src/explore/decision-regions.ts'
import { slice } from '../../src/explore/slice.ts'
import { unitResponses } from '../../src/explore/unit-responses.ts'
import { warpedGrid } from '../../src/explore/warped-grid.ts'
import { createModel } from '../../src/model/model.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { add } from '../../src/network/layers/add.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { binarySoftmax } from '../../src/network/losses/binary-softmax.ts'
import { svm } from '../../src/network/losses/svm.ts'
import { network } from '../../src/network/network.ts'
import { provenance as plain, prices, twoClasses } from '../model/parts.ts'
import { drawn, provenance } from './models.ts'

const window = [
  [0, 4],
  [0, 2],
] as const

describe('decisionRaster', () => {
  test('labels of scores = x are 0 below the diagonal and 1 above it, from the low end of both axes', () => {
    const model = createModel(twoClasses)
    const { labels, scores, probabilities, classes } = decisionRaster(model, slice(model, { window }), {
      columns: 4,
      rows: 2,
    })
    // Middles: u = 0.5, 1.5, 2.5, 3.5; v = 0.5, 1.5. Class 1 wins where v > u.
    expect(labels).toEqual(Uint16Array.of(0, 0, 0, 0, 1, 0, 0, 0))
    expect([...scores.subarray(8, 12)]).toEqual([0.5, 1.5, 1.5, 1.5])
    expect(probabilities![8]).toBeCloseTo(1 / (1 + Math.E), 7)
    expect(classes).toEqual(['no', 'yes'])
  })

  test('its labels and probabilities are what the model says of each middle', () => {
    const model = drawn(network(2, [dense(9, tanh()), dense(3)]))
    const { labels, probabilities } = decisionRaster(model, slice(model), { columns: 30, rows: 20 })
    const points = Array.from({ length: 600 }, (_, i) => [
      -1.2 + 2.4 * (((i % 30) + 0.5) / 30),
      -2.4 + 4.8 * ((Math.floor(i / 30) + 0.5) / 20),
    ])
    expect(Array.from(labels!, (label) => model.classes[label])).toEqual(model.predict(points))
    expect(probabilities).toEqual(Float32Array.from(model.probabilities(points).flat()))
  })

  test('one output gives two probabilities, a hinge loss none, and a regression predictions in its unit', () => {
    const one = drawn(network(2, [dense(1)]), 1, { loss: binarySoftmax() })
    const both = decisionRaster(one, slice(one), { columns: 3, rows: 3 })
    expect(both.probabilities).toHaveLength(18)
    expect(both.probabilities![4]! + both.probabilities![5]!).toBeCloseTo(1, 6)
    expect(
      decisionRaster(
        drawn(one.network, 1, {
          loss: { ...svm() },
          network: network(2, [dense(2)]),
          parameters: twoClasses.parameters,
        }),
        slice(one),
      ),
    ).not.toHaveProperty('probabilities')
    const model = createModel(prices)
    // price = 100 + 50·((size - 10)/2 + 2·red + 3·blue + 0.5), over size and an input between the colours
    const plane = { origin: [-5, 1, 0], across: [0.5, 0, 0], up: [0, -1, 1] }
    const raster = decisionRaster(
      model,
      slice(model, {
        plane,
        window: [
          [6, 14],
          [0, 1],
        ],
      }),
      { columns: 2, rows: 2 },
    )
    // sizes 8 and 12; between the colours 0.25 and 0.75
    expect(raster.predictions).toEqual(Float64Array.of(187.5, 287.5, 212.5, 312.5))
    expect(raster).not.toHaveProperty('labels')
  })

  test('a grid too large for one chunk has the same numbers as its parts', () => {
    const model = drawn(network(3000, [dense(2)]))
    const zero = new Array<number>(3000).fill(0.5)
    const wide = slice(model, {
      at: zero,
      window: [
        [-1, 1],
        [-1, 1],
      ],
    }) // 349 points a chunk
    const whole = decisionRaster(model, wide, { columns: 20, rows: 20 }).scores
    const upper = decisionRaster(
      model,
      slice(model, {
        at: zero,
        window: [
          [-1, 1],
          [0, 1],
        ],
      }),
      { columns: 20, rows: 10 },
    ).scores
    expect(Math.max(...upper.map((score, i) => Math.abs(score - whole[400 + i]!)))).toBeLessThan(1e-5)
  })

  test('a slice of another model, or none, is refused by everything that takes one', () => {
    const model = drawn(network(2, [dense(2, relu()), dense(2)]))
    const other = slice(drawn(network(3, [dense(2)])), { at: [0, 0, 0], window })
    for (const draw of [decisionRaster, decisionRegions, unitResponses, warpedGrid]) {
      expect(() => draw(model, other)).toThrow(
        `${draw.name}: the slice must be one that slice() makes of a model with 2 inputs; got one with 3. Make it with slice(model).`,
      )
      expect(() => draw(model, {} as never)).toThrow('with 2 inputs; got {  }. Make it with slice(model).')
    }
  })

  test('sizes below 2 are refused', () => {
    const model = drawn(network(2, [dense(2)]))
    expect(() => decisionRaster(model, slice(model), { columns: 1 })).toThrow(
      'decisionRaster: columns must be a whole number in [2, 4096]; got 1. Give columns a whole number in [2, 4096].',
    )
  })
})

test('the units of a layer in a graph respond as sums by hand say, on either device', () => {
  const net = network(2, {
    h1: dense(2, relu(), { from: 'x' }),
    sum: add({ from: ['x', 'h1'] }),
    m: maxout(2),
    scores: dense(2),
  })
  const model = drawn(net, 1, {
    parameters: {
      'h1.W': [1, 0, 1, -1] as never,
      'h1.b': [0, 0.5] as never,
      'm.W1': new Float32Array(4),
      'm.b1': new Float32Array(2),
      'm.W2': new Float32Array(4),
      'm.b2': new Float32Array(2),
      'scores.W': new Float32Array(4),
      'scores.b': new Float32Array(2),
    },
  })
  const plane = slice(model, {
    window: [
      [-2, 2],
      [-2, 2],
    ],
  })
  for (const device of [undefined, reference]) {
    // u, v are -1 and 1; h1 = max(0, u), max(0, u - v + 0.5); sum = x + h1
    const more = device ? { device } : {}
    const { values, ranges } = unitResponses(model, plane, { node: 'sum', columns: 2, rows: 2, ...more })
    expect(values).toEqual(Float32Array.of(-1, 2, -1, 2, -0.5, 1.5, 1, 1.5))
    expect(ranges).toEqual(Float32Array.of(-1, 2, -0.5, 1.5))
    const data = examples({
      X: [
        [-1, -1],
        [1, -1],
      ],
      y: ['a', 'b'],
    })
    expect(activationsOf(model, 'sum', data, more)).toEqual(Float32Array.of(-1, -0.5, 2, 1.5))
  }
  expect(() =>
    activationsOf(
      model,
      'h2',
      examples({
        X: [
          [0, 0],
          [1, 1],
        ],
        y: [0, 1],
      }),
    ),
  ).toThrow('activationsOf: node must be one of h1, sum, m, scores; got "h2". Choose a name from the list.')
})

test('bytes of a data set are scaled before they go through a layer', () => {
  const model = drawn(network(1, [dense(1, relu()), dense(2)]), 1, {
    parameters: { 'h1.W': [2], 'h1.b': [1], 'scores.W': [1, 1], 'scores.b': [0, 0] } as never,
    provenance: plain,
  })
  const data = examples({ X: Uint8Array.of(0, 255), y: [0, 1], inputs: 1 })
  const scaled = { ...data, scaling: { scale: Float32Array.of(0.5), shift: Float32Array.of(-1) } }
  expect(activationsOf(model, 'h1', scaled)).toEqual(Float32Array.of(0, 254)) // 2·(0 - 1) + 1 < 0; 2·(127.5 - 1) + 1
})

test('the warped grid has its crossings on the edges and sends each where the two units do', () => {
  const model = drawn(network(2, [dense(3, tanh()), dense(2)]), 5)
  const plane = slice(model)
  const grid = warpedGrid(model, plane, { units: [2, 0], columns: 3, rows: 2 })
  expect([...grid.points]).toEqual([-1.2, -2.4, 0, -2.4, 1.2, -2.4, -1.2, 2.4, 0, 2.4, 1.2, 2.4])
  const [W, b] = [model.parameters['h1.W']!, model.parameters['h1.b']!]
  for (let i = 0; i < 6; i++) {
    const [u, v] = [grid.points[2 * i]!, grid.points[2 * i + 1]!]
    for (const [k, unit] of [2, 0].entries()) {
      expect(grid.warped[2 * i + k]).toBeCloseTo(Math.tanh(W[2 * unit]! * u + W[2 * unit + 1]! * v + b[unit]!), 6)
    }
    expect(model.classes[grid.labels![i]!]).toBe(model.predict([[u, v]])[0])
  }
  expect(warpedGrid(model, plane).points).toHaveLength(2 * 21 * 21)
  expect(() => warpedGrid(model, plane, { units: [0, 3] })).toThrow(
    'warpedGrid: units[1] must be a whole number in [0, 3); got 3. Give units[1] a whole number in [0, 3).',
  )
  expect(provenance.data.ranges).toHaveLength(2)
})
