import { describe, expect, test } from 'vitest'
import { prelu } from '../../src/network/activations/prelu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { sigmoid } from '../../src/network/activations/sigmoid.ts'
import { describe as describeNetwork } from '../../src/network/describe.ts'
import { add } from '../../src/network/layers/add.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { network } from '../../src/network/network.ts'

describe('describe', () => {
  test("the text's first network has 6 neurons, 20 weights, 6 biases and 26 learnable parameters", () => {
    const found = describeNetwork(network(3, [dense(4, sigmoid()), dense(2)]))
    expect(found).toMatchObject({ neurons: 6, weights: 20, biases: 6, learned: 0, parameters: 26 })
    expect(found).toMatchObject({ layers: 2, hiddenLayers: 1, connections: 20, multiplyAdds: 20 })
  })

  test("the text's second network has 9 neurons, 32 weights, 9 biases and 41 learnable parameters", () => {
    const found = describeNetwork(network(3, [dense(4, sigmoid()), dense(4, sigmoid()), dense(1)]))
    expect(found).toMatchObject({ neurons: 9, weights: 32, biases: 9, parameters: 41, layers: 3, hiddenLayers: 2 })
    expect(found.perLayer.map(({ weights }) => weights)).toEqual([12, 16, 4])
  })

  test('the text of a 2-20-3 network is the one of the documentation', () => {
    expect(describeNetwork(network(2, [dense(20, relu()), dense(3)])).text).toBe(
      '2-layer neural network (1 hidden layer): 23 neurons, 100 weights + 23 biases = 123 learnable parameters',
    )
  })

  test('one neuron is a 1-layer network, and its counts of one are written as one', () => {
    expect(describeNetwork(network(1, [dense(1)])).text).toBe(
      '1-layer neural network (0 hidden layers): 1 neuron, 1 weight + 1 bias = 2 learnable parameters',
    )
  })

  test('maxout with 2 pieces doubles the weights and biases, not the neurons', () => {
    const found = describeNetwork(network(3, [maxout(4), dense(2)]))
    expect(found).toMatchObject({ neurons: 6, weights: 2 * 12 + 8, biases: 2 * 4 + 2, connections: 32, layers: 2 })
  })

  test("PReLU's slopes are counted beside weights and biases", () => {
    const found = describeNetwork(network(3, [dense(4, prelu()), dense(4, prelu({ shared: true })), dense(2)]))
    expect(found.learned).toBe(5)
    expect(found.text).toBe(
      '3-layer neural network (2 hidden layers): 10 neurons, 36 weights + 10 biases + 5 learned in activations = 51 learnable parameters',
    )
  })

  test('the longest way through a graph gives its number of layers, and joins are no layers', () => {
    const net = network(4, {
      h1: dense(4, relu()),
      h2: dense(4, relu()),
      sum: add({ from: ['x', 'h2'] }),
      scores: dense(3),
    })
    expect(describeNetwork(net)).toMatchObject({ layers: 3, hiddenLayers: 2, neurons: 11, weights: 44 })
  })

  test('a skip around every layer does not shorten the network', () => {
    const net = network(2, { h1: dense(2, relu()), sum: add({ from: ['h1', 'x'] }) })
    expect(describeNetwork(net)).toMatchObject({ layers: 1, hiddenLayers: 0 })
  })

  test('the table has one row for each layer', () => {
    expect(describeNetwork(network(2, [dense(20, relu()), dense(3)])).table).toBe(
      [
        'layer   kind            from  inputs  units  weights  biases  learned',
        'h1      dense relu      x          2     20       40      20        0',
        'scores  dense identity  h1        20      3       60       3        0',
      ].join('\n'),
    )
  })
})
