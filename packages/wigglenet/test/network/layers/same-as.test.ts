import { describe, expect, test } from 'vitest'
import { reference } from '../../../src/backend/reference/reference.ts'
import { wasm } from '../../../src/backend/wasm/wasm.ts'
import { distributions } from '../../../src/diagnose/monitors/distributions.ts'
import { saturation } from '../../../src/diagnose/monitors/saturation.ts'
import { activationsOf } from '../../../src/explore/activations-of.ts'
import { inputGradients } from '../../../src/explore/input-gradients.ts'
import { networkDiagram } from '../../../src/explore/network-diagram.ts'
import { convert } from '../../../src/model/convert.ts'
import { modelFromBytes, modelToBytes } from '../../../src/model/file.ts'
import { foldLinear } from '../../../src/model/fold-linear.ts'
import { identity } from '../../../src/network/activations/identity.ts'
import { relu } from '../../../src/network/activations/relu.ts'
import { sigmoid } from '../../../src/network/activations/sigmoid.ts'
import { tanh } from '../../../src/network/activations/tanh.ts'
import { describe as describeNetwork } from '../../../src/network/describe.ts'
import { networkFromData } from '../../../src/network/from-data.ts'
import { add } from '../../../src/network/layers/add.ts'
import { columns } from '../../../src/network/layers/columns.ts'
import { concat } from '../../../src/network/layers/concat.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { sameAs } from '../../../src/network/layers/same-as.ts'
import { network } from '../../../src/network/network.ts'
import { parameterShapes } from '../../../src/network/parameters.ts'
import { gradientDescent } from '../../../src/optimizer/gradient-descent.ts'
import { fit } from '../../../src/train/fit.ts'
import { lossAndGradients } from '../../../src/train/loss-and-gradients.ts'
import { trainer } from '../../../src/train/trainer.ts'
import { makeData } from '../../backend/data.ts'
import { distance } from '../../backend/running.ts'
import { savedAfter } from '../../train/saved-after.ts'

/** Two halves of the input through one layer. */
const siamese = (units = 3, f = tanh()) =>
  network(8, {
    a: columns(0, 4),
    left: dense(units, f),
    b: columns(4, 4, { from: 'x' }),
    right: sameAs('left'),
    both: concat({ from: ['left', 'right'] }),
    scores: dense(1),
  })
const data = makeData({ inputs: 8, rows: 40, targets: 1, seed: 3 })
const loss = 'mean-squared-error'

describe('a layer in two places', () => {
  test.each([['reference', reference] as const, ['wasm', wasm] as const])(
    'has the sum of the gradients of both, done by hand, on %s',
    (_name, device) => {
      // s = w·(w·x + b) + b with w = 3, b = 1, x = 2: s = 22, of target 20; the slope of (s - y)² along s is 4.
      const net = network(1, [dense(1, { name: 'h' }), sameAs('h')])
      const one = {
        ...makeData({ inputs: 1, rows: 1, targets: 1, seed: 1 }),
        X: Float32Array.of(2),
        y: Float32Array.of(20),
      }
      const result = lossAndGradients(net, { 'h.W': [3], 'h.b': [1] }, { data: one, loss, device })
      expect(result.loss).toBe(4)
      expect(Array.from(result.gradients['h.W']!)).toEqual([4 * (7 + 3 * 2)]) // the last place reads 7, the first one 2
      expect(Array.from(result.gradients['h.b']!)).toEqual([4 * (1 + 3)])
    },
  )

  test('is counted once in parameters, and in each place in neurons and connections', () => {
    const { text, table, connections } = describeNetwork(siamese())
    expect(text).toBe(
      '2-layer neural network (1 hidden layer): 7 neurons, 18 weights + 4 biases = 22 learnable parameters',
    )
    expect(connections).toBe(12 + 12 + 6)
    expect(table.split('\n')[4]).toMatch(/^right +same-as +b +4 +3 +0 +0 +0$/)
    expect(parameterShapes(siamese()).map(({ name }) => name)).toEqual(['left.W', 'left.b', 'scores.W', 'scores.b'])
  })

  test('is regularized once', () => {
    const parameters = {
      'left.W': Array.from({ length: 12 }, () => 2),
      'left.b': [1, 1, 1],
      'scores.W': [0, 0, 0, 0, 0, 0],
      'scores.b': [0],
    }
    const zero = { ...data, y: data.y.map(() => 0) }
    const { loss: value, gradients } = lossAndGradients(siamese(), parameters, { data: zero, loss, l2: 0.5 })
    expect(value).toBe(0.5 * 0.5 * 12 * 4)
    expect(new Set(gradients['left.W'])).toEqual(new Set([1]))
  })

  test('gives the same for the same: twins that are added are twice the one', async () => {
    const twins = network(4, {
      left: dense(3, tanh()),
      right: sameAs('left', { from: 'x' }),
      sum: add({ from: ['left', 'right'] }),
    })
    const { scores, parameters } = await fit(twins, makeData({ inputs: 4, rows: 9, targets: 3, seed: 1 }), {
      epochs: 1,
    }).model
    const row = [1, -2, 0.5, 4]
    const [W, b] = [parameters['left.W']!, parameters['left.b']!]
    const expected = Array.from(
      b,
      (offset, unit) => 2 * Math.tanh(row.reduce((sum, x, k) => sum + x * W[4 * unit + k]!, offset)),
    )
    expect(distance((scores([row]) as number[][])[0]!, expected)).toBeLessThan(1e-5)
  })

  test('learns on the input alone, where nothing before it does', () => {
    // left reads a locked layer, right the input: both places have a gradient, that of right too.
    const net = network(2, {
      fixed: dense(2, { locked: true }),
      left: dense(2, identity()),
      right: sameAs('left', { from: 'x' }),
      sum: add({ from: ['left', 'right'] }),
    })
    const rows = {
      ...makeData({ inputs: 2, rows: 1, targets: 2, seed: 1 }),
      X: Float32Array.of(1, 2),
      y: Float32Array.of(0, 0),
    }
    const run = trainer(net, rows, {
      parameters: { 'fixed.W': [0, 0, 0, 0], 'fixed.b': [0, 0], 'left.W': [1, 0, 0, 1], 'left.b': [0, 0] },
      optimizer: gradientDescent({ rate: 1 }),
    })
    run.step(1)
    // scores (1, 2), slope of the mean of squares (1, 2), times x = (1, 2): dW = [[1, 2], [2, 4]]; biases are met in both places.
    expect(Array.from(run.parameters.get('left.W'))).toEqual([0, -2, -2, -3])
    expect(Array.from(run.parameters.get('left.b'))).toEqual([-2, -4])
  })

  test('keeps the sharing in JSON, in a model file, and in a run that is resumed', async () => {
    const net = siamese()
    expect(networkFromData(JSON.parse(JSON.stringify(net)))).toEqual(net)
    const options = { epochs: 4, seed: 2 }
    const whole = await fit(net, data, options).model
    const again = modelFromBytes(modelToBytes(whole))
    const rows = [[1, 0, 1, 0, 0, 1, 0, 1]]
    expect(again.scores(rows)).toEqual(whole.scores(rows))
    expect(Object.keys(again.parameters)).toEqual(['left.W', 'left.b', 'scores.W', 'scores.b'])
    const rest = await fit(net, data, { ...options, resume: await savedAfter(2, net, data, options) }).model
    expect(rest.parameters).toEqual(whole.parameters)
  })

  test('is drawn as the layer, with its weights', () => {
    const { layers, edges, nodes } = networkDiagram(siamese(1))
    expect(layers.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'x input',
      'a columns',
      'left dense',
      'b columns',
      'right dense',
      'both concat',
      'scores dense',
    ])
    expect(nodes).toHaveLength(8 + 4 + 1 + 4 + 1 + 2 + 1)
    const ends = edges.map(({ from, to }) => `${from} ${to}`)
    expect(ends.slice(0, 5)).toEqual(['x:0 a:0', 'x:1 a:1', 'x:2 a:2', 'x:3 a:3', 'a:0 left:0'])
    expect(ends).toContain('x:4 b:0')
    expect(ends).toContain('b:3 right:0')
  })

  test('is looked at in its place: its values, gradients along inputs through both, monitors of the layer itself', async () => {
    const layers = []
    const run = fit(siamese(), data, {
      epochs: 3,
      seed: 1,
      monitors: [distributions({ everyEpochs: 1 }), saturation({ everyEpochs: 1 })],
    })
    for await (const event of run) if (event.kind === 'monitor') layers.push(...event.layers.map(({ layer }) => layer))
    expect(new Set(layers)).toEqual(new Set(['left', 'scores']))
    const model = await run.model
    const [W, b] = [model.parameters['left.W']!, model.parameters['left.b']!]
    const by = Array.from({ length: data.rows * 3 }, (_, i) => {
      const [row, unit] = [Math.floor(i / 3), i % 3]
      return Math.tanh([4, 5, 6, 7].reduce((sum, k) => sum + data.X[8 * row + k]! * W[4 * unit + k - 4]!, b[unit]!))
    })
    expect(distance(activationsOf(model, 'right', data), by)).toBeLessThan(1e-5)

    const { gradients } = inputGradients(model, data)
    const row = Array.from(data.X.subarray(0, 8))
    const score = (k: number, by: number) =>
      (model.scores([row.map((x, i) => (i === k ? x + by : x))]) as number[][])[0]![0]!
    row.forEach((_, k) => expect(gradients[k]).toBeCloseTo((score(k, 0.01) - score(k, -0.01)) / 0.02, 3))
  })

  test('is left as it is where a layer is folded, and not taken apart where one is converted', async () => {
    const model = await fit(siamese(3, identity()), data, { epochs: 1 }).model
    expect(foldLinear(model).network.nodes.map(({ name }) => name)).toEqual([
      'a',
      'left',
      'b',
      'right',
      'both',
      'scores',
    ])
    const bent = await fit(siamese(3, sigmoid()), data, { epochs: 1 }).model
    expect(() => convert(bent, 'left', tanh())).toThrow(
      expect.objectContaining({
        message:
          'convert: only layers with weights may read left, so that they can take up the change; got left, whose weights are used in several places. Choose another layer, or set exact to false, and the model says something else.',
      }),
    )
  })
})

describe('sameAs and columns refuse', () => {
  test.each([
    [
      'an unknown layer',
      () => network(2, { a: dense(2, relu()), b: sameAs('c') }),
      'network.b: of must be a layer with weights of its own that comes before it: a; got "c". Correct the name, or list that layer first.',
    ],
    [
      'a layer that comes later',
      () => network(2, { a: sameAs('b', { from: 'x' }), b: dense(2), sum: add({ from: ['a', 'b'] }) }),
      'network.a: of must be a layer with weights of its own that comes before it: there is none; got "b". Correct the name, or list that layer first.',
    ],
    [
      'a layer without weights',
      () => network(2, { a: dense(2), b: add({ from: ['a', 'x'] }), c: sameAs('b') }),
      'network.c: of must be a layer with weights of its own that comes before it: a; got "b". Correct the name, or list that layer first.',
    ],
    [
      'a layer that is itself once more',
      () => network(2, { a: dense(2), b: sameAs('a'), c: sameAs('b') }),
      'network.c: of must be a layer with weights of its own that comes before it: a; got "b". Correct the name, or list that layer first.',
    ],
    [
      'another number of inputs',
      () => network(2, { a: dense(3), b: sameAs('a') }),
      'network.b: as many numbers must come in as into a, 2; got 3 of a. Make them equal, or give it weights of its own.',
    ],
    [
      'a layer that nothing but its twin uses',
      () => network(2, { a: dense(2), b: sameAs('a', { from: 'x' }), c: dense(1) }),
      'network: every layer must lead to the output, c, which is the last one listed; got a, which nothing uses, at the end of x → a. Join it with add or concat, list it last, or remove it.',
    ],
    [
      'columns beyond those that come in',
      () => network(3, [columns(1, 3), dense(1)]),
      'network.h1: columns 1 to 3 must be among those of x, 0 to 2; got 3 numbers that come in. Take fewer, or begin earlier.',
    ],
    [
      'no columns',
      () => columns(1, 0),
      'columns: units must be a whole number in [1, 16777216]; got 0. Give units a whole number in [1, 16777216].',
    ],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(expect.objectContaining({ message }))
  })
})
