import { describe, expect, test } from 'vitest'
import type { Backend } from '../../../src/backend/backend.ts'
import { reference } from '../../../src/backend/reference/reference.ts'
import { wasm } from '../../../src/backend/wasm/wasm.ts'
import { spiral } from '../../../src/data/make/spiral.ts'
import { networkDiagram } from '../../../src/explore/network-diagram.ts'
import { modelFromBytes, modelToBytes } from '../../../src/model/file.ts'
import { identity } from '../../../src/network/activations/identity.ts'
import { leakyRelu } from '../../../src/network/activations/leaky-relu.ts'
import { relu } from '../../../src/network/activations/relu.ts'
import { sigmoid } from '../../../src/network/activations/sigmoid.ts'
import { tanh } from '../../../src/network/activations/tanh.ts'
import { describe as describeNetwork } from '../../../src/network/describe.ts'
import { networkFromData } from '../../../src/network/from-data.ts'
import { drawParameter } from '../../../src/network/initializers/draw.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { type NeuronsSettings, neurons } from '../../../src/network/layers/neurons.ts'
import { network } from '../../../src/network/network.ts'
import { parameterShapes } from '../../../src/network/parameters.ts'
import type { Activation, Network } from '../../../src/network/types.ts'
import { adam } from '../../../src/optimizer/adam.ts'
import { fit } from '../../../src/train/fit.ts'
import { lossAndGradients } from '../../../src/train/loss-and-gradients.ts'
import { makeData } from '../../backend/data.ts'
import { distance } from '../../backend/running.ts'
import { savedAfter } from '../../train/saved-after.ts'

/** XOR by hand: `or` less twice `and`, each a threshold of the sum of both inputs. */
const xor = network(2, [
  neurons(
    [{ name: 'and', activation: relu() }, { name: 'y' }],
    [
      ['x0', 'and'],
      ['x1', 'and'],
      ['x0', 'y'],
      ['x1', 'y'],
      ['and', 'y'],
    ],
  ),
])
const xorParameters = { 'scores.W': [1, 1, 1, 1, -2], 'scores.b': [-1, 0] }

describe('a network of single neurons', () => {
  const data = makeData({ inputs: 2, rows: 4, targets: 1, seed: 1 })
  const corners = { ...data, X: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), y: Float32Array.of(0, 1, 1, 0) }

  test.each([['reference', reference] as const, ['wasm', wasm] as const])(
    'of two neurons and five edges computes XOR on %s, and its gradient is that of the sums done by hand',
    (_name, device) => {
      const loss = 'mean-squared-error'
      expect(lossAndGradients(xor, xorParameters, { data: corners, loss, device }).loss).toBe(0)
      // With y.b = 1 every score is 1 too large: the loss is 1, its slope along a score 2/4 a row, `and` is above 0 in the last row alone.
      const moved = { ...xorParameters, 'scores.b': [-1, 1] }
      const { loss: value, gradients } = lossAndGradients(xor, moved, { data: corners, loss, device })
      expect(value).toBe(1)
      expect(Array.from(gradients['scores.W']!)).toEqual([-1, -1, 1, 1, 0.5])
      expect(Array.from(gradients['scores.b']!)).toEqual([-1, 2])
    },
  )

  test('is counted neuron by neuron and edge by edge, its levels as layers', () => {
    const { text, table } = describeNetwork(xor)
    expect(text).toBe(
      '2-layer neural network (1 hidden layer): 2 neurons, 5 weights + 2 biases = 7 learnable parameters',
    )
    expect(table).toBe(
      [
        'layer   kind     from  inputs  units  weights  biases  learned',
        'scores  neurons  x          2      1        5       2        0',
      ].join('\n'),
    )
  })

  test('is drawn level by level, each neuron with its name and each edge with its weight', () => {
    const parameters = { 'scores.W': Float32Array.from(xorParameters['scores.W']), 'scores.b': Float32Array.of(-1, 0) }
    const { layers, nodes, edges } = networkDiagram({ network: xor, parameters } as never)
    expect(layers.map(({ name, kind, x, units }) => [name, kind, x, units])).toEqual([
      ['x', 'input', 0, 2],
      ['scores', 'neurons', 0.5, 1],
      ['scores', 'neurons', 1, 1],
    ])
    expect(nodes.map(({ id, label, bias }) => [id, label, bias])).toEqual([
      ['x:0', 'x0', undefined],
      ['x:1', 'x1', undefined],
      ['scores:0', 'and', -1],
      ['scores:1', 'y', 0],
    ])
    // The levels of one neuron each stand above and below the middle.
    expect(nodes.map(({ y }) => y)).toEqual([0.25, 0.75, 0.25, 0.75])
    expect(edges.map(({ from, to, weight, strength }) => [from, to, weight, strength])).toEqual([
      ['x:0', 'scores:0', 1, 0.5],
      ['x:1', 'scores:0', 1, 0.5],
      ['x:0', 'scores:1', 1, 0.5],
      ['x:1', 'scores:1', 1, 0.5],
      ['scores:0', 'scores:1', -2, 1],
    ])
  })

  test('draws a following layer from the neurons that are its outputs, whatever their order', () => {
    const net = network(1, [
      neurons(
        [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
        [
          ['x0', 'a'],
          ['a', 'b'],
          ['x0', 'c'],
        ],
        { outputs: ['c', 'b'] },
      ),
      dense(1),
    ])
    const ends = networkDiagram(net).edges.map(({ from, to }) => `${from} ${to}`)
    expect(ends).toEqual(['x:0 h1:0', 'h1:0 h1:1', 'x:0 h1:2', 'h1:2 scores:0', 'h1:1 scores:0'])
  })

  test('is the same from its JSON, and from a model file', async () => {
    const data = spiral({ classes: 2, seed: 1 })
    const net = layered([2, 4, 2], tanh()).single
    expect(networkFromData(JSON.parse(JSON.stringify(net)))).toEqual(net)
    const model = await fit(net, data, { epochs: 3, seed: 1 }).model
    const again = modelFromBytes(modelToBytes(model))
    expect(again.network).toEqual(net)
    expect(again.scores([[0.1, 0.4]])).toEqual(model.scores([[0.1, 0.4]]))
  })

  test('goes on from a checkpoint with the same bits', async () => {
    const data = spiral({ classes: 2, seed: 1 })
    const net = layered([2, 4, 2], tanh()).single
    const options = { epochs: 4, seed: 1, optimizer: adam({ rate: 0.01 }) }
    const whole = await fit(net, data, options).model
    const rest = await fit(net, data, { ...options, resume: await savedAfter(2, net, data, options) }).model
    expect(rest.parameters).toEqual(whole.parameters)
  })
})

/** A layered network as dense layers and as neurons, and what turns parameters of the one into those of the other. */
function layered(sizes: readonly number[], f: Activation) {
  const last = sizes.length - 1
  const activationOf = (layer: number) => (layer === last ? identity() : f)
  const nameOf = (layer: number, unit: number) => (layer === 0 ? `x${unit}` : `h${layer}_${unit}`)
  const units = sizes.slice(1).flatMap((count, k) => Array.from({ length: count }, (_, unit) => [k + 1, unit] as const))
  const single = neurons(
    units.map(([layer, unit]) => ({ name: nameOf(layer, unit), activation: activationOf(layer) })),
    units.flatMap(([layer, unit]) =>
      Array.from({ length: sizes[layer - 1]! }, (_, k) => [nameOf(layer - 1, k), nameOf(layer, unit)] as const),
    ),
    { outputs: Array.from({ length: sizes[last]! }, (_, unit) => nameOf(last, unit)) },
  )
  const layers = sizes.slice(1).map((count, k) => dense(count, activationOf(k + 1)))
  return { single: network(sizes[0]!, [single]), dense: network(sizes[0]!, layers) }
}

/** Tensors of the dense network, end to end: weights in the order of the edges, then biases. */
const endToEnd = (net: Network, tensors: Readonly<Record<string, ArrayLike<number>>>, letter: string) =>
  parameterShapes(net)
    .filter(({ name }) => name.endsWith(`.${letter}`))
    .flatMap(({ name }) => Array.from(tensors[name]!))

describe('a layered network written as neurons', () => {
  const data = spiral({ classes: 3, seed: 2 })
  const { single, dense: net } = layered([2, 20, 15, 3], leakyRelu())
  const first = Object.fromEntries(parameterShapes(net).map((shape, i) => [shape.name, drawParameter(shape, 3, i)]))
  const ofNeurons = (tensors: Readonly<Record<string, ArrayLike<number>>>) => ({
    'scores.W': endToEnd(net, tensors, 'W'),
    'scores.b': endToEnd(net, tensors, 'b'),
  })

  test.each([['reference', reference, 1e-12] as const, ['wasm', wasm, 1e-5] as const])(
    'has the loss and gradients of dense layers on %s',
    (_name, device: Backend, tolerance) => {
      const options = { data, loss: 'softmax', l2: 0.01, device } as const
      const [layers, neuronsToo] = [
        lossAndGradients(net, first, options),
        lossAndGradients(single, ofNeurons(first), options),
      ]
      expect(distance([neuronsToo.loss], [layers.loss])).toBeLessThanOrEqual(tolerance)
      for (const [name, expected] of Object.entries(ofNeurons(layers.gradients)))
        expect(distance(neuronsToo.gradients[name]!, expected), name).toBeLessThanOrEqual(tolerance)
    },
  )

  test.each([['reference', reference, 1e-12] as const, ['wasm', wasm, 1e-5] as const])(
    'trains to the scores of dense layers on %s',
    async (_name, device: Backend, tolerance) => {
      const options = { epochs: 5, seed: 1, device, optimizer: 'gradient-descent' } as const
      const layers = await fit(net, data, { ...options, parameters: first }).model
      const neuronsToo = await fit(single, data, { ...options, parameters: ofNeurons(first) }).model
      const rows = Array.from({ length: 50 }, (_, i) => [Math.sin(i), Math.cos(3 * i)])
      expect(distance(neuronsToo.scores(rows).flat(), layers.scores(rows).flat())).toBeLessThanOrEqual(tolerance)
    },
  )
})

describe('first weights', () => {
  test('fit each neuron’s activation: He by its edges, Glorot by them and those beside them', () => {
    const many = Array.from({ length: 50 }, (_, i) => [`x${i}`, 'a'] as const)
    const more = Array.from({ length: 400 }, (_, i) => `b${i}`)
    const net = network(50, [
      neurons(
        [
          { name: 'a', activation: relu() },
          ...more.map((name) => ({ name, activation: tanh() })),
          { name: 'y', activation: sigmoid() },
        ],
        [...many, ...more.map((name) => ['a', name] as const), ...more.map((name) => [name, 'y'] as const)],
      ),
    ])
    const [W] = parameterShapes(net).map((shape, i) => drawParameter(shape, 1, i))
    const deviation = (from: number, to: number) =>
      Math.sqrt(W!.slice(from, to).reduce((sum, w) => sum + w * w, 0) / (to - from))
    expect(deviation(0, 50)).toBeCloseTo(Math.sqrt(2 / 50), 1)
    expect(deviation(50, 450)).toBeCloseTo(Math.sqrt(2 / 401), 2) // one edge in, 400 beside it
    expect(deviation(450, 850)).toBeCloseTo(Math.sqrt(2 / 401), 2) // 400 edges in
    expect(Math.max(...W!.slice(50))).toBeLessThanOrEqual(Math.sqrt(6 / 401)) // uniform
  })
})

describe('neurons refuses', () => {
  const two = [{ name: 'a', activation: tanh() }, { name: 'y' }]
  const good: [string, string][] = [
    ['x0', 'a'],
    ['a', 'y'],
  ]
  const withEdges =
    (...more: [string, string][]) =>
    () =>
      neurons(two, [...good, ...more])
  const withOptions = (options: object) => () => neurons(two, good, options as NeuronsSettings)

  test.each([
    [
      'no neuron',
      () => neurons([], good),
      'neurons: neurons must be a list, its length in [1, 65536]; got []. Give a list that is not empty and not longer.',
    ],
    [
      'no edge',
      () => neurons(two, []),
      'neurons: edges must be a list, its length in [1, 65536]; got []. Give a list that is not empty and not longer.',
    ],
    [
      'what is no neuron',
      () => neurons([{ nam: 'a' } as never], good),
      'neurons[0]: the options are name, activation; got "nam". Remove nam, or correct its spelling.',
    ],
    [
      'a function for an activation',
      () => neurons([{ name: 'a', activation: tanh as never }], good),
      'neurons[0]: the activation must be one such as relu(); got a function. Call it: relu() instead of relu.',
    ],
    [
      'a name of an input',
      () => neurons([{ name: 'x7' }], [['x0', 'x7']]),
      'neurons: x, x0, x1, … are the inputs, not names of neurons; got "x7". Rename the neuron.',
    ],
    [
      'two neurons of one name',
      () => neurons([...two, { name: 'a' }], good),
      'neurons: the names of neurons must differ; got two neurons called a. Rename one.',
    ],
    [
      'what is no edge',
      () => neurons(two, [['x0', 'a', 'y'] as never]),
      'neurons: edges[0] must be a pair of names; got ["x0", "a", "y"]. Write it as in [\'x0\', \'a\'].',
    ],
    [
      'an unknown start',
      withEdges(['c', 'y']),
      'neurons: edges[2] must come from an input x0, x1, … or one of a, y; got "c". Correct the name, or add the neuron.',
    ],
    [
      'an unknown end',
      withEdges(['a', 'x1']),
      'neurons: edges[2] must lead to one of a, y; got "x1". Correct the name, or add the neuron.',
    ],
    ['an edge twice', withEdges(['x0', 'a']), 'neurons: edges must differ; got two edges from x0 to a. Remove one.'],
    [
      'a cycle',
      withEdges(['y', 'a']),
      'neurons: there must be no cycle; got a → y → a. Change what feeds one of them.',
    ],
    [
      'a neuron that feeds itself',
      withEdges(['y', 'y']),
      'neurons: there must be no cycle; got y → y. Change what feeds one of them.',
    ],
    [
      'a neuron without edges to it',
      () => neurons([{ name: 'b' }, ...two], [...good, ['b', 'y']]),
      'neurons: every neuron must be fed by an edge; got b, which has none. Give it one, or remove it.',
    ],
    [
      'a neuron that leads nowhere',
      withOptions({ outputs: ['a'] }),
      'neurons: every neuron must lead to an output, a; got y, which leads to none. Give it an edge, list it among the outputs, or remove it.',
    ],
    [
      'unknown outputs',
      withOptions({ outputs: ['z'] }),
      'neurons: outputs must be some of a, y; got "z". Correct the name, or add the neuron.',
    ],
    [
      'an output twice',
      withOptions({ outputs: ['y', 'y'] }),
      'neurons: outputs must differ; got y twice. Name it once.',
    ],
    [
      'options that it has not',
      withOptions({ dropout: 0.5 }),
      'neurons: the options are name, from, outputs, l2, l1, locked; got "dropout". Remove dropout, or correct its spelling.',
    ],
    [
      'inputs that do not come in',
      () =>
        network(2, [
          neurons(two, [
            ['x2', 'a'],
            ['a', 'y'],
          ]),
        ]),
      'network.scores: its edges must come from neurons or from its 2 inputs, x0 the first; got an edge from x2 to a. Correct the number, or feed it more inputs.',
    ],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(expect.objectContaining({ message }))
  })
})
