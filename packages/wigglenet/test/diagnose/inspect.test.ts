import { describe, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { examples } from '../../src/data/examples.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import type { DataSet } from '../../src/data/types.ts'
import { inspect } from '../../src/diagnose/inspect.ts'
import { activation } from '../../src/network/activations/activation.ts'
import { identity } from '../../src/network/activations/identity.ts'
import { leakyRelu } from '../../src/network/activations/leaky-relu.ts'
import { prelu } from '../../src/network/activations/prelu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { sigmoid } from '../../src/network/activations/sigmoid.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { drawParameter } from '../../src/network/initializers/draw.ts'
import { normal } from '../../src/network/initializers/normal.ts'
import { add } from '../../src/network/layers/add.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { network } from '../../src/network/network.ts'
import { parameterShapes } from '../../src/network/parameters.ts'
import type { Network } from '../../src/network/types.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { fit } from '../../src/train/fit.ts'
import { lossAndGradients } from '../../src/train/loss-and-gradients.ts'
import { makeData } from '../backend/data.ts'
import { forwardPass, rowsOf } from './brute-force.ts'
import { imagesFrom, whereReal } from './real-data.ts'

const draw = (net: Network, seed = 3) =>
  Object.fromEntries(parameterShapes(net).map((shape, i) => [shape.name, drawParameter(shape, seed, i)]))
const wide = { weights: normal({ deviation: 2 }), biases: normal({ deviation: 3 }) }
const norm = (values: readonly number[]) => Math.hypot(...values)

/** Rows on which each unit's sum is positive, or each piece is the first of the largest, counted in float64. */
function activeByHand(net: Network, parameters: ReturnType<typeof draw>, data: DataSet) {
  return forwardPass(net, parameters, rowsOf(data)).map(({ layer, sums, outputs }) => {
    const units = outputs[0]!.length
    const count = (piece: number, unit: number) =>
      outputs.filter((row, r) =>
        sums.length === 1
          ? sums[0]![r]![unit]! > 0
          : sums.findIndex((values) => values[r]![unit] === row[unit]) === piece,
      ).length
    return { layer, active: sums.flatMap((_, piece) => Array.from({ length: units }, (_, unit) => count(piece, unit))) }
  })
}

describe('dead units', () => {
  const kinds = {
    relu: dense(24, relu(), wide),
    'leaky ReLU': dense(24, leakyRelu(), wide),
    PReLU: dense(24, prelu(), wide),
    'PReLU with one slope, negative': dense(24, prelu({ shared: true, initial: -0.5 }), wide),
    maxout: maxout(16, { pieces: 3, ...wide }),
    'a rectifier of my own': dense(24, activation('mine', {}, { value: 'z > 0 ? 3 * z : 0.5 * z' })(), wide),
  }
  test.each(Object.entries(kinds))('%s: every count is that of a pass in float64', (_, layer) => {
    const net = network(2, [layer, layer, dense(3)])
    let dead = 0
    for (const seed of [1, 2, 3]) {
      const data = spiral({ classes: 3, rows: 200, seed })
      const parameters = draw(net, seed)
      const byHand = activeByHand(net, parameters, data)
      for (const device of [undefined, reference]) {
        const { layers } = inspect(net, parameters, { data, loss: 'softmax', ...(device && { device }) })
        for (const { layer: name, activity } of layers.slice(0, 2)) {
          const { active } = byHand.find((own) => own.layer === name)!
          expect(activity!.active).toEqual(active)
          expect(activity!.dead).toEqual(active.flatMap((rows, place) => (rows === 0 ? [place] : [])))
          dead += activity!.dead.length
        }
      }
    }
    expect(dead).toBeGreaterThan(10)
  })

  test('scores, and units that bend elsewhere, have no count', () => {
    const net = network(2, [dense(4, tanh()), dense(4, sigmoid()), dense(4, identity()), dense(3)])
    const { layers } = inspect(net, draw(net), { data: spiral({ seed: 1 }), loss: 'softmax' })
    expect(layers.map(({ activity }) => activity)).toEqual([undefined, undefined, undefined, undefined])
  })

  test('a network that a high rate has killed: the counts of 60 units agree with a pass in float64', async () => {
    const data = spiral({ classes: 3, seed: 1 })
    const net = network(2, [dense(60, relu()), dense(3)])
    const model = await fit(net, data, { optimizer: gradientDescent({ rate: 10 }), epochs: 20, seed: 1 }).model
    const [h1] = inspect(net, model.parameters, { data, loss: 'softmax' }).layers
    expect(h1!.activity!.active).toEqual(activeByHand(net, model.parameters, data)[0]!.active)
    expect(h1!.activity!.dead.length).toBeGreaterThan(24) // over 40 %, as the text tells of
  })

  const digits = imagesFrom('mnist', 2000)
  test.skipIf(!digits)(`MNIST: every count of 64 trained units agrees with a pass in float64${whereReal}`, async () => {
    const net = network(784, [dense(64, relu()), dense(10)])
    const options = { optimizer: gradientDescent({ rate: 1.5 }), epochs: 2, seed: 1 }
    const { parameters } = await fit(net, digits as DataSet<784>, options).model
    const [h1] = inspect(net, parameters, { data: digits as DataSet<784>, loss: 'softmax' }).layers
    expect(h1!.activity!.active).toEqual(activeByHand(net, parameters, digits!)[0]!.active)
  })
})

describe('saturation', () => {
  const data = examples({ X: [[-4], [-1], [0], [1], [4]], y: [0, 1, 0, 1, 0] })
  const one = (f: ReturnType<typeof tanh>) => network(1, [dense(1, f), dense(2)])
  const weights = { 'h1.W': [1], 'h1.b': [0], 'scores.W': [1, -1], 'scores.b': [0, 0] }

  test('tanh of -4, -1, 0, 1, 4: two of five in the tails, and flat below a hundredth of the steepest slope', () => {
    // 1 - tanh(4)² = 0.00134, 1 - tanh(1)² = 0.42; tanh(1) = 0.76
    const [h1] = inspect(one(tanh()), weights, { data, loss: 'softmax' }).layers
    expect(h1!.saturation).toEqual({ tails: 0.4, tailsByUnit: [0.4], flat: 0.4, flatByUnit: [0.4] })
    const [strict] = inspect(one(tanh()), weights, { data, loss: 'softmax', slopeShare: 0.001 }).layers
    expect(strict!.saturation!.flat).toBe(0)
    const [loose] = inspect(one(tanh()), weights, { data, loss: 'softmax', slopeShare: 0.5 }).layers
    expect(loose!.saturation!.flat).toBe(0.8)
  })

  test('sigmoid of ±4 is 0.018 and 0.982, in the tails, with a slope of 0.0177: 7 % of the steepest, 1/4', () => {
    const [h1] = inspect(one(sigmoid()), weights, { data, loss: 'softmax' }).layers
    expect(h1!.saturation).toEqual({ tails: 0.4, tailsByUnit: [0.4], flat: 0, flatByUnit: [0] })
    const [loose] = inspect(one(sigmoid()), weights, { data, loss: 'softmax', slopeShare: 0.08 }).layers
    expect(loose!.saturation!.flat).toBe(0.4)
  })

  test('what is flat at one end only has no tails; a learned steepness is that of its unit', () => {
    const soft = activation('soft', {}, { value: 'log(1 + exp(z))' })() // slope sigmoid(z): 0.018 at -4
    const [h1] = inspect(one(soft), weights, { data, loss: 'softmax', slopeShare: 0.05 }).layers
    expect(h1!.saturation).toEqual({ flat: 0.2, flatByUnit: [0.2] })
    const steep = activation('steep', {}, { value: 'tanh(k * z)' }, { learned: { k: { per: 'unit', initial: 1 } } })()
    const net = network(1, [dense(2, steep), dense(2)])
    const own = { 'h1.W': [1, 1], 'h1.b': [0, 0], 'h1.k': [1, 0.005], 'scores.W': [1, 1, 1, 1], 'scores.b': [0, 0] }
    // The slope of the second is at most 0.005.
    const [layer] = inspect(net, own, { data, loss: 'softmax' }).layers
    expect(layer!.saturation!.flatByUnit).toEqual([0.4, 1])
  })

  test('ReLU and scores have no saturation', () => {
    const { layers } = inspect(one(relu()), weights, { data, loss: 'softmax' })
    expect(layers.map(({ saturation }) => saturation)).toEqual([undefined, undefined])
  })
})

describe('gradients', () => {
  const data = makeData({ inputs: 3, rows: 50, classes: 3, seed: 2 })

  test.each([
    ['tanh', dense(5, tanh())],
    ['maxout', maxout(5)],
  ])('%s: the norm along the weights is that of lossAndGradients, whatever the batch', (_, layer) => {
    const net = network(3, [layer, dense(4, relu()), dense(3)])
    const parameters = draw(net)
    const { gradients } = lossAndGradients(net, parameters, { data, loss: 'softmax', device: reference })
    const expected = net.nodes.map(({ name }) =>
      norm(Object.entries(gradients).flatMap(([key, values]) => (key.startsWith(`${name}.W`) ? [...values] : []))),
    )
    for (const batch of [7, 32, 50]) {
      const { layers } = inspect(net, parameters, { data, loss: 'softmax', batch, device: reference })
      layers.forEach(({ gradient }, i) => expect(gradient.weights).toBeCloseTo(expected[i]!, 12))
    }
  })

  test('along the scores of softmax it is p - 1 at the label and p elsewhere, a row at a time', () => {
    const net = network(3, [dense(3)])
    const parameters = draw(net)
    const rows = forwardPass(net, parameters, rowsOf(data))[0]!.outputs
    const norms = rows.map((scores, r) => {
      const total = scores.reduce((sum, s) => sum + Math.exp(s), 0)
      return norm(scores.map((s, k) => Math.exp(s) / total - (data.y[r] === k ? 1 : 0)))
    })
    const { layers } = inspect(net, parameters, { data, loss: 'softmax', batch: 8, device: reference })
    expect(layers[0]!.gradient.values).toBeCloseTo(norms.reduce((a, b) => a + b) / norms.length, 12)
  })

  test('eight layers of sigmoid make the gradient vanish: the first has under a thousandth of the last', () => {
    const net = network(3, [...Array.from({ length: 8 }, () => dense(10, sigmoid())), dense(3)])
    const { layers } = inspect(net, draw(net), { data, loss: 'softmax' })
    expect(layers[0]!.gradient.values / layers[7]!.gradient.values).toBeLessThan(1e-3)
  })
})

describe('zig-zag', () => {
  test('inputs above 0: each example moves all weights of a unit one way, and a batch need not', () => {
    const X = [
      [1, 2],
      [3, 1],
      [1, 4],
      [2, 2],
    ] as const
    const data = examples({ X, y: [0, 1, 1, 0] })
    const net = network(2, [dense(2)])
    const parameters = { 'scores.W': [0, 0, 0, 0], 'scores.b': [0, 0] }
    // Every dz is ±1/2: by example the gradients are ±x/2, of one sign. In the batch of all four they are
    // (-1 + 3 + 1 - 2, -2 + 1 + 4 - 2)/8 = (1, 1)/8, of one sign; in pairs (-1 + 3, -2 + 1)/4 = (2, -1)/4 and (1 - 2, 4 - 2)/4 = (-1, 2)/4.
    const at = (batch: number) => inspect(net, parameters, { data, loss: 'softmax', batch }).layers[0]!.zigZag
    expect(at(1)).toMatchObject({ perExample: 1, perBatch: 1 })
    expect(at(2)).toMatchObject({ perExample: 1, perBatch: 0, perExampleByUnit: [1, 1], perBatchByUnit: [0, 0] })
    expect(at(4)).toMatchObject({ perExample: 1, perBatch: 1 })
  })

  test('inputs of both signs are not forced, rows of zeros make no update, and a dead unit has no share', () => {
    const data = examples({
      X: [
        [1, -2],
        [0, 0],
        [1, 0],
        [-1, -1],
      ],
      y: [0, 1, 1, 0],
    })
    const net = network(2, [dense(2, relu()), dense(2)])
    // Unit 0 is positive on every row, unit 1 on none.
    const parameters = { 'h1.W': [0, 0, 0, 0], 'h1.b': [1, -1], 'scores.W': [1, 0, 0, 0], 'scores.b': [0, 0] }
    const { zigZag } = inspect(net, parameters, { data, loss: 'softmax', batch: 1 }).layers[0]!
    expect(zigZag.perExampleByUnit).toEqual([2 / 3, NaN])
    expect(zigZag.perBatchByUnit).toEqual([2 / 3, NaN])
  })

  test('the layer above sigmoid has it on every example, the one above tanh rarely: the text’s point, as a number', () => {
    const data = makeData({ inputs: 8, rows: 200, classes: 3, seed: 2 })
    const share = (f: ReturnType<typeof tanh>, batch: number) => {
      const net = network(8, [dense(12, f), dense(6, f), dense(3)])
      return inspect(net, draw(net), { data, loss: 'softmax', batch }).layers[1]!.zigZag
    }
    expect(share(sigmoid(), 16).perExample).toBe(1)
    expect(share(tanh(), 16).perExample).toBeLessThan(0.05)
    expect(share(sigmoid(), 16).perBatch).toBeLessThan(0.9) // somewhat mitigated
  })
})

describe('distributions, symmetric units, linear layers', () => {
  test('the histogram counts every weight, and the mean and spread are those of the numbers', () => {
    const data = examples({ X: [[1], [2]], y: [0, 1] })
    const parameters = { 'scores.W': [-1, 3], 'scores.b': [0, 0] }
    const [scores] = inspect(network(1, [dense(2)]), parameters, { data, loss: 'softmax' }).layers
    expect(scores!.weights).toMatchObject({ count: 2, mean: 1, deviation: 2, least: -1, largest: 3, zeros: 0 })
    expect(scores!.weights.histogram).toHaveLength(32)
    expect([scores!.weights.histogram[0], scores!.weights.histogram[31]]).toEqual([1, 1])
    // Outputs: -1, 3 and -2, 6.
    expect(scores!.outputs).toMatchObject({ count: 4, mean: 1.5, least: -2, largest: 6 })
  })

  test('outputs of many rows are thinned out evenly', () => {
    const rows = 3000
    const X = Float32Array.from({ length: rows }, (_, i) => i)
    const data = examples({ X, inputs: 1, y: Array.from({ length: rows }, (_, i) => i % 2) })
    const net = network(1, [dense(100), dense(2)])
    const { outputs } = inspect(net, draw(net), { data, loss: 'softmax' }).layers[0]!
    expect(outputs.count).toBe(100 * 1000) // every third row: 300,000 numbers are above 131,072
  })

  test('units of equal weights are found, those of another bias, another order or only zeros are not', () => {
    const net = network(2, [dense(6, relu()), dense(2)])
    const parameters = {
      'h1.W': [1, 2, 1, 2, 1, 2, 0, 0, 0, 0, 2, 1],
      'h1.b': [0, 0, 1, 0, 0, 0],
      'scores.W': new Float32Array(12),
      'scores.b': [0, 0],
    }
    const { symmetric } = inspect(net, parameters, { data: spiral({ classes: 2, seed: 1 }), loss: 'softmax' })
    expect(symmetric).toEqual([{ layer: 'h1', groups: [[0, 1]] }])
  })

  test('a layer without an activation before another is found, in a chain and not before a sum', () => {
    const data = spiral({ classes: 2, seed: 1 })
    const chain = network(2, [dense(4), dense(4, relu()), dense(4), dense(2)])
    expect(inspect(chain, draw(chain), { data, loss: 'softmax' }).linear).toEqual([
      ['h1', 'h2'],
      ['h3', 'scores'],
    ])
    const graph = network(2, { a: dense(2), sum: add({ from: ['x', 'a'] }), scores: dense(2) })
    expect(inspect(graph, draw(graph), { data, loss: 'softmax' }).linear).toEqual([])
  })
})

test('dropout and noise are off, and a graph is measured layer by layer', () => {
  const data = spiral({ classes: 2, rows: 40, seed: 1 })
  const plain = network(2, {
    a: dense(6, relu()),
    b: dense(6, relu(), { from: 'x' }),
    sum: add({ from: ['a', 'b'] }),
    scores: dense(2),
  })
  const noisy = network(2, {
    a: dense(6, relu(), { dropout: 0.5 }),
    b: dense(6, relu(), { from: 'x', inputNoise: 1 }),
    sum: add({ from: ['a', 'b'] }),
    scores: dense(2),
  })
  const look = (net: Network) => inspect(net, draw(plain), { data: data as DataSet, loss: 'softmax' })
  expect(look(noisy)).toEqual(look(plain))
  expect(look(plain).layers.map(({ layer }) => layer)).toEqual(['a', 'b', 'scores'])
})

test('a bad option, a missing parameter, and data of another width are refused', () => {
  const data = spiral({ classes: 2, seed: 1 })
  const net = network(2, [dense(2)])
  const good = { 'scores.W': [1, 2, 3, 4], 'scores.b': [0, 0] }
  expect(() => inspect(net, good, { data, loss: 'softmax', rows: 3 } as never)).toThrow(
    'inspect: the options are data, loss, batch, slopeShare, device; got "rows". Remove rows, or correct its spelling.',
  )
  expect(() => inspect(net, good, { data, loss: 'softmax', slopeShare: 1 })).toThrow(
    'inspect: slopeShare must be a number in (0, 1); got 1. Give slopeShare a value in (0, 1).',
  )
  expect(() => inspect(net, {}, { data, loss: 'softmax' })).toThrow(
    "inspect: parameters['scores.W'] must hold 4 numbers, shape (2, 2); got none. Give every parameter that parameterShapes lists, in its shape.",
  )
})
