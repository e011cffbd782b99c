import { describe, expect, test } from 'vitest'
import { UnsupportedError } from '../../src/check/errors.ts'
import { examples } from '../../src/data/examples.ts'
import { calibrationCurve } from '../../src/explore/calibration-curve.ts'
import { networkDiagram } from '../../src/explore/network-diagram.ts'
import { neuronDiagram } from '../../src/explore/neuron-diagram.ts'
import { sweep } from '../../src/explore/sweep.ts'
import { weightImages } from '../../src/explore/weight-images.ts'
import { logLoss } from '../../src/judge/scores.ts'
import { createModel } from '../../src/model/model.ts'
import { prelu } from '../../src/network/activations/prelu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { sigmoid } from '../../src/network/activations/sigmoid.ts'
import { add } from '../../src/network/layers/add.ts'
import { concat } from '../../src/network/layers/concat.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { binarySoftmax } from '../../src/network/losses/binary-softmax.ts'
import { svm } from '../../src/network/losses/svm.ts'
import { network } from '../../src/network/network.ts'
import { prices, provenance, twoPixels } from '../model/parts.ts'
import { drawn } from './models.ts'

describe('networkDiagram', () => {
  const net = network(3, [dense(4, relu()), dense(2)])

  test('the text’s 3-4-2 network has columns at 0, 1/2 and 1 and 20 links', () => {
    const { layers, nodes, edges } = networkDiagram(net)
    expect(layers).toEqual([
      { name: 'x', kind: 'input', x: 0, units: 3, hidden: 0 },
      { name: 'h1', kind: 'dense', x: 0.5, units: 4, hidden: 0, activation: 'relu' },
      { name: 'scores', kind: 'dense', x: 1, units: 2, hidden: 0, activation: 'identity' },
    ])
    expect(edges).toHaveLength(3 * 4 + 4 * 2)
    expect(edges[0]).toEqual({ from: 'x:0', to: 'h1:0', fixed: false })
    expect(nodes.filter(({ layer }) => layer === 'h1').map(({ y }) => y)).toEqual([0.125, 0.375, 0.625, 0.875])
    expect(nodes[0]).toEqual({ id: 'x:0', layer: 'x', unit: 0, count: 1, x: 0, y: 1 / 6 })
  })

  test('a model’s links have weights, signs and strengths beside the layer’s largest, its nodes biases and names', () => {
    const parameters = {
      'h1.W': Float32Array.of(1, -2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0),
      'h1.b': Float32Array.of(9, 8, 7, 6),
      'scores.W': new Float32Array(8),
      'scores.b': new Float32Array(2),
    }
    const { nodes, edges } = networkDiagram(drawn(net, 1, { parameters }))
    expect(edges.slice(0, 4)).toEqual([
      { from: 'x:0', to: 'h1:0', fixed: false, weight: 1, sign: 1, strength: 0.25 },
      { from: 'x:1', to: 'h1:0', fixed: false, weight: -2, sign: -1, strength: 0.5 },
      { from: 'x:2', to: 'h1:0', fixed: false, weight: 0, sign: 0, strength: 0 },
      { from: 'x:0', to: 'h1:1', fixed: false, weight: 4, sign: 1, strength: 1 },
    ])
    expect(edges.at(-1)).toMatchObject({ weight: 0, strength: 0 }) // a layer of zeros
    expect(nodes.find(({ id }) => id === 'h1:2')).toMatchObject({ bias: 7 })
    expect(nodes.filter(({ label }) => label).map(({ label }) => label)).toEqual([
      'x0',
      'x1',
      'x2',
      'class 0',
      'class 1',
    ])
    expect(
      networkDiagram(createModel(prices))
        .nodes.slice(0, 3)
        .map(({ label }) => label),
    ).toEqual(['size', 'colour = red', 'colour = blue'])
  })

  test('of a large layer the ends are drawn, and one node stands for the rest', () => {
    const { layers, nodes, edges } = networkDiagram(network(784, [dense(20, relu()), dense(2)]))
    const shown = nodes.filter(({ layer }) => layer === 'x')
    expect(shown.map(({ id }) => id)).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((i) => `x:${i}`),
      'x:…',
      ...[779, 780, 781, 782, 783].map((i) => `x:${i}`),
    ])
    expect(shown[6]).toEqual({ id: 'x:…', layer: 'x', count: 773, x: 0, y: 6.5 / 12 })
    expect(layers.map(({ hidden }) => hidden)).toEqual([773, 9, 0])
    expect(edges).toHaveLength(11 * 11 + 11 * 2)
    const few = networkDiagram(network(9, [dense(2)]), { units: 2 })
    expect(few.nodes.map(({ id }) => id)).toEqual(['x:0', 'x:…', 'scores:0', 'scores:1'])
    expect(networkDiagram(network(2, [dense(20), dense(2)])).edges).toHaveLength(44)
  })

  test('layers side by side share a column without touching; joints are fixed links, maxout has one for each piece', () => {
    const graph = network(2, {
      h1: dense(2, relu(), { from: 'x' }),
      h2: maxout(2, { from: 'x' }),
      sum: add({ from: ['h1', 'h2'] }),
      both: concat({ from: ['x', 'sum'] }),
      scores: dense(2),
    })
    const { nodes, edges } = networkDiagram(graph)
    expect(nodes.filter(({ layer }) => layer === 'h1' || layer === 'h2').map(({ x, y }) => [x, y])).toEqual([
      [0.25, 0.1],
      [0.25, 0.3],
      [0.25, 0.7],
      [0.25, 0.9],
    ])
    expect(edges.filter(({ to }) => to === 'h2:0').map(({ from, piece }) => [from, piece])).toEqual([
      ['x:0', 1],
      ['x:1', 1],
      ['x:0', 2],
      ['x:1', 2],
    ])
    const fixed = edges.filter((edge) => edge.fixed)
    expect(fixed.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'h1:0 sum:0',
      'h1:1 sum:1',
      'h2:0 sum:0',
      'h2:1 sum:1',
      'x:0 both:0',
      'x:1 both:1',
      'sum:0 both:2',
      'sum:1 both:3',
    ])
    expect(fixed[0]).toMatchObject({ weight: 1, sign: 1, strength: 1 })
  })
})

describe('neuronDiagram', () => {
  const net = network(2, [dense(1, sigmoid()), dense(2, prelu()), dense(2)])
  const parameters = {
    'h1.W': Float32Array.of(2, -3),
    'h1.b': Float32Array.of(0.5),
    'h2.W': Float32Array.of(-4, 1),
    'h2.b': Float32Array.of(1, 0),
    'h2.slope': Float32Array.of(0.5, 0.25),
    'scores.W': new Float32Array(4),
    'scores.b': new Float32Array(2),
  }
  const model = drawn(net, 1, { parameters })

  test('the text’s neuron: signals, synapses, dendrites, cell body and axon with the numbers of a row', () => {
    expect(neuronDiagram(model, 'h1', 0, { row: [1, 0.5] })).toEqual({
      kind: 'neuron-diagram',
      layer: 'h1',
      unit: 0,
      inputs: [
        {
          input: 0,
          name: 'x0',
          signal: 'x0',
          synapse: 'w0',
          dendrite: 'w0·x0',
          weight: 2,
          effect: 'excitatory',
          value: 1,
          product: 2,
          y: 0.25,
        },
        {
          input: 1,
          name: 'x1',
          signal: 'x1',
          synapse: 'w1',
          dendrite: 'w1·x1',
          weight: -3,
          effect: 'inhibitory',
          value: 0.5,
          product: -1.5,
          y: 0.75,
        },
      ],
      hidden: 0,
      bias: 0.5,
      cellBody: { text: 'Σ wᵢxᵢ + b', sum: 1 },
      activation: { kind: 'sigmoid', formula: 'sigmoid(z)' },
      axon: { text: 'f(Σ wᵢxᵢ + b)', rate: expect.closeTo(1 / (1 + Math.exp(-1)), 6) },
    })
  })

  test('deeper in the network the signals are the outputs of the layer before, and learned slopes count', () => {
    const { inputs, cellBody, axon } = neuronDiagram(model, 'h2', 0, { row: [1, 0.5] })
    expect(inputs[0]).toMatchObject({ name: 'h1 unit 0', value: expect.closeTo(0.7310586, 6) })
    expect(cellBody.sum).toBeCloseTo(1 - 4 * 0.7310586, 5)
    expect(axon.rate).toBeCloseTo(0.5 * (1 - 4 * 0.7310586), 5)
  })

  test('without a row no numbers flow; of many inputs those of largest weight are shown, in their order', () => {
    const wide = drawn(network(4, [dense(2)]), 1, {
      parameters: { 'scores.W': Float32Array.of(1, -5, 0, 3, 0, 0, 0, 0), 'scores.b': new Float32Array(2) },
    })
    const { inputs, hidden, axon, cellBody } = neuronDiagram(wide, 'scores', 0, { inputs: 2 })
    expect(inputs.map(({ input }) => input)).toEqual([1, 3])
    expect(hidden).toBe(2)
    expect([axon, cellBody]).toEqual([{ text: 'f(Σ wᵢxᵢ + b)' }, { text: 'Σ wᵢxᵢ + b' }])
    expect(inputs[0]).not.toHaveProperty('value')
    expect(neuronDiagram(createModel(prices), 'scores', 0, { row: { size: 12, colour: 'red' } }).inputs).toMatchObject([
      { name: 'size', value: 1 },
      { name: 'colour = red', value: 1 },
      { name: 'colour = blue', value: 0 },
    ])
  })

  test('a maxout unit has no such form, and a unit that is none is refused', () => {
    const other = drawn(network(2, [maxout(2), dense(2)]))
    expect(() => neuronDiagram(other, 'h1', 0)).toThrow(UnsupportedError)
    expect(() => neuronDiagram(other, 'h1', 0)).toThrow(
      'neuronDiagram: h1 must be a dense layer, whose units have the form f(Σ w·x + b); got a maxout layer. Choose a dense layer.',
    )
    expect(() => neuronDiagram(other, 'scores', 2)).toThrow(
      'neuronDiagram: unit must be a whole number in [0, 2); got 2. Give unit a whole number in [0, 2).',
    )
  })
})

describe('weightImages', () => {
  test('weights are scaled by the largest of their unit or of the layer, and 0 stays 0', () => {
    const model = drawn(network(2, [dense(3, relu()), dense(2)]), 1, {
      parameters: {
        'h1.W': Float32Array.of(1, -2, 0, 4, 0, 0),
        'h1.b': new Float32Array(3),
        'scores.W': new Float32Array(6),
        'scores.b': new Float32Array(2),
      },
    })
    const byUnit = weightImages(model, { shape: [1, 1, 2] })
    expect(byUnit).toMatchObject({ node: 'h1', units: 3, shape: [1, 1, 2] })
    expect(byUnit.images).toEqual(Float32Array.of(0.5, -1, 0, 1, 0, 0))
    expect(byUnit.limits).toEqual(Float32Array.of(2, 4, 0))
    expect(weightImages(model, { shape: [1, 1, 2], scale: 'layer' }).images).toEqual(
      Float32Array.of(0.25, -0.5, 0, 1, 0, 0),
    )
  })

  test('images know their shape, maxout layers have pieces, and other layers read no pixels', () => {
    expect(weightImages(createModel(twoPixels))).toMatchObject({ node: 'scores', shape: [1, 1, 2] })
    const model = drawn(network(4, [maxout(3), dense(2)]))
    const second = weightImages(model, { shape: [1, 2, 2], piece: 2 })
    expect(second.images[5]! * second.limits[1]!).toBeCloseTo(model.parameters['h1.W2']![5]!, 6)
    expect(() => weightImages(model, { shape: [1, 2, 2], piece: 3 })).toThrow(
      'piece must be a whole number in [1, 2]; got 3.',
    )
    expect(() => weightImages(model)).toThrow(
      'weightImages: shape must be channels, height and width of 4 inputs; got undefined. Give it, as in { shape: [1, 28, 28] }.',
    )
    expect(() => weightImages(model, { node: 'scores' })).toThrow(
      'weightImages: node must be a layer with weights that reads the input, x; got scores, which reads h1. Name such a layer.',
    )
  })
})

describe('sweep', () => {
  test('along one input the scores and units are what sums by hand say', () => {
    const model = drawn(network(1, [dense(2, relu()), dense(2)]), 1, {
      parameters: { 'h1.W': [1, -1], 'h1.b': [0, 1], 'scores.W': [1, 2, 0, 1], 'scores.b': [0, 10] } as never,
      provenance,
    })
    // h = max(0, x), max(0, 1 - x); scores = h0 + 2·h1, h1 + 10
    expect(sweep(model, { window: [-1, 1], points: 3 })).toEqual({
      kind: 'sweep',
      axis: { name: 'x0', range: [-1, 1] },
      x: Float64Array.of(-1, 0, 1),
      outputs: 2,
      values: Float64Array.of(4, 2, 1, 12, 11, 10),
      node: 'h1',
      units: Float32Array.of(0, 0, 1, 2, 1, 0),
    })
  })

  test('in a regression over a table the unit is the target’s, and other columns are held', () => {
    const model = createModel(prices)
    const { values, axis } = sweep(model, { axis: 'size', at: { colour: 'blue' }, window: [10, 12], points: 2 })
    expect([...values]).toEqual([275, 325])
    expect(axis.name).toBe('size')
  })
})

describe('calibrationCurve', () => {
  const X = [
    [-1, 0],
    [0.5, 1],
    [2, -1],
  ]
  test('is the calibration of the model’s probabilities for a data set', () => {
    const data = examples({ X, y: ['class 0', 'class 1', 'class 0'] })
    for (const model of [drawn(network(2, [dense(2)])), drawn(network(2, [dense(1)]), 2, { loss: binarySoftmax() })]) {
      const { bins } = calibrationCurve(model, data)
      const probabilities = model.probabilities(X)
      const sure = probabilities.map((row) => Math.max(...row)).reduce((a, b) => a + b)
      expect(bins.reduce((sum, { rows, confidence }) => sum + (rows && rows * confidence), 0)).toBeCloseTo(sure, 6)
      expect(logLoss(probabilities.flat(), data.y)).toBeGreaterThan(0)
    }
  })

  test('other classes, and a loss without probabilities, are refused', () => {
    const model = drawn(network(2, [dense(2)]))
    expect(() => calibrationCurve(model, examples({ X, y: ['a', 'b', 'a'] }))).toThrow(
      'calibrationCurve: the data must have the classes of the model, ["class 0", "class 1"]; got ["a", "b"]. ' +
        'Give data that were prepared as the training data were.',
    )
    const hinge = drawn(network(2, [dense(2)]), 1, { loss: svm() })
    expect(() => calibrationCurve(hinge, examples({ X, y: ['class 0', 'class 1', 'class 0'] }))).toThrow(
      'calibrationCurve: the loss must be softmax or binary-softmax, since no other gives probabilities; got svm. Train with softmax.',
    )
  })
})
