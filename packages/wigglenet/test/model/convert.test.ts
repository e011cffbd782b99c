import { describe, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { UnsupportedError } from '../../src/check/errors.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { convert } from '../../src/model/convert.ts'
import { modelFromBytes, modelToBytes } from '../../src/model/file.ts'
import { foldLinear } from '../../src/model/fold-linear.ts'
import { createModel } from '../../src/model/model.ts'
import type { Classifier } from '../../src/model/types.ts'
import { identity } from '../../src/network/activations/identity.ts'
import { leakyRelu } from '../../src/network/activations/leaky-relu.ts'
import { prelu } from '../../src/network/activations/prelu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { sigmoid } from '../../src/network/activations/sigmoid.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { describe as count } from '../../src/network/describe.ts'
import { drawParameter } from '../../src/network/initializers/draw.ts'
import { add } from '../../src/network/layers/add.ts'
import { concat } from '../../src/network/layers/concat.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { softmax } from '../../src/network/losses/softmax.ts'
import { network } from '../../src/network/network.ts'
import { parameterShapes } from '../../src/network/parameters.ts'
import type { Activation, Network } from '../../src/network/types.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { trainer } from '../../src/train/trainer.ts'
import { prices, provenance } from './parts.ts'

/** A model whose parameters are all drawn, biases and slopes too. */
function drawn(net: Network, seed = 4): Classifier {
  const biases = { kind: 'normal', deviation: 0.4 } as const
  const parameters = Object.fromEntries(
    parameterShapes(net).map((shape, i) => [
      shape.name,
      drawParameter(shape.role === 'weights' ? shape : { ...shape, initializer: biases }, seed, i),
    ]),
  )
  const classes = ['a', 'b', 'c']
  return createModel({
    network: net,
    parameters,
    loss: softmax(),
    task: 'classification',
    classes,
    provenance,
  }) as Classifier
}

const rows = Array.from({ length: 300 }, (_, i) =>
  Array.from({ length: 5 }, (_, k) => ((i * 131 + k * 37) % 97) / 24 - 2),
)

/** The largest difference of scores, beside the largest score. */
function difference(a: Classifier, b: Classifier): number {
  const [first, second] = [a.scores(rows).flat(), b.scores(rows).flat()]
  const size = Math.max(...first.map(Math.abs))
  return Math.max(...first.map((score, i) => Math.abs(score - second[i]!))) / size
}

const around = (f: Activation) => drawn(network(5, [dense(16, f), dense(8, tanh()), dense(3)]))

describe('what is not rounded differently keeps its bits', () => {
  test.each([
    ['ReLU to leaky ReLU of slope 0', relu(), leakyRelu({ slope: 0 })],
    ['ReLU to PReLU', relu(), prelu()],
    ['ReLU to shared PReLU', relu(), prelu({ shared: true })],
    ['ReLU to maxout', relu(), 'maxout'],
    ['leaky ReLU of slope 0 to ReLU', leakyRelu({ slope: 0 }), relu()],
    ['leaky ReLU to PReLU', leakyRelu({ slope: 0.07 }), prelu()],
    ['leaky ReLU of slope 1/4 to maxout', leakyRelu({ slope: 0.25 }), 'maxout'],
    ['identity to PReLU', identity(), prelu()],
    ['identity to maxout', identity(), 'maxout'],
    ['tanh to tanh', tanh(), tanh()],
  ] as const)('%s', (_, from, to) => {
    const model = around(from)
    const converted = convert(model, 'h1', to)
    expect(converted.scores(rows)).toEqual(model.scores(rows))
    expect(converted.network.nodes[0]).toMatchObject(
      to === 'maxout' ? { kind: 'maxout', pieces: 2 } : { activation: { kind: to.kind } },
    )
  })
})

describe('what is rounded differently agrees to 1e-6', () => {
  test.each([
    ['leaky ReLU to maxout', leakyRelu({ slope: 0.01 }), 'maxout'],
    ['PReLU to maxout', prelu(), 'maxout'],
    ['sigmoid to tanh', sigmoid(), tanh()],
    ['tanh to sigmoid', tanh(), sigmoid()],
  ] as const)('%s', (_, from, to) => {
    const model = around(from)
    const converted = convert(model, 'h1', to)
    expect(difference(model, converted)).toBeLessThan(1e-6)
    expect(difference(model, converted)).toBeGreaterThan(0)
  })

  test('the way ReLU, leaky ReLU, PReLU, maxout, one after the other, keeps every bit of ReLU', () => {
    const model = around(relu())
    const leaky = convert(model, 'h1', leakyRelu({ slope: 0 }))
    const end = convert(convert(leaky, 'h1', prelu()), 'h1', 'maxout')
    expect(end.scores(rows)).toEqual(model.scores(rows))
    expect(end.parameters['h1.W1']).toEqual(new Float32Array(80)) // the text's w₁, b₁ = 0
    expect(end.parameters['h1.b1']).toEqual(new Float32Array(16))
    expect(end.parameters['h1.W2']).toEqual(model.parameters['h1.W'])
    expect(count(end.network).perLayer[0]!.parameters).toBe(2 * count(model.network).perLayer[0]!.parameters)
  })

  test('sigmoid to tanh and back gives the same model to 1e-6, in float64 too', () => {
    const model = around(sigmoid())
    const back = convert(convert(model, 'h1', tanh(), { device: reference }), 'h1', sigmoid(), { device: reference })
    expect(difference(model, back)).toBeLessThan(1e-6)
    expect(back.network).toEqual(model.network)
  })
})

test('tanh(x) = 2σ(2x) - 1 by hand: weights of the layer twice, of the next twice, and its bias less their sum', () => {
  const net = network(1, [dense(2, tanh()), dense(3)])
  const parameters = {
    'h1.W': Float32Array.of(0.5, -1),
    'h1.b': Float32Array.of(0.25, 3),
    'scores.W': Float32Array.of(1, 2, -3, 0.5, 0, 4),
    'scores.b': Float32Array.of(10, 20, 30),
  }
  const model = createModel({
    network: net,
    parameters,
    loss: softmax(),
    task: 'classification',
    classes: ['a', 'b', 'c'],
    provenance,
  })
  expect(convert(model, 'h1', sigmoid()).parameters).toEqual({
    'h1.W': Float32Array.of(1, -2),
    'h1.b': Float32Array.of(0.5, 6),
    'scores.W': Float32Array.of(2, 4, -6, 1, 0, 8),
    'scores.b': Float32Array.of(7, 22.5, 26),
  })
})

test('in a graph the change goes through concat, twice where it is joined twice, to maxout and dense alike', () => {
  const net = network(5, {
    h1: dense(6, sigmoid(), { from: 'x' }),
    left: concat({ from: ['x', 'h1'] }),
    both: concat({ from: ['left', 'h1'] }),
    m: maxout(4, { pieces: 3, from: 'both' }),
    d: dense(4, relu(), { from: 'h1' }),
    sum: add({ from: ['m', 'd'] }),
    scores: dense(3),
  })
  const model = drawn(net)
  expect(difference(model, convert(model, 'h1', tanh()))).toBeLessThan(1e-6)
})

test('preprocessing, classes, loss and provenance go along, options of the layer stay, and the file can be read again', () => {
  const model = createModel({ ...prices, network: network(3, [dense(1, { dropout: 0.25, inputNoise: 0.5 })]) })
  const converted = convert(model, 'scores', 'maxout')
  expect(converted.predict([{ size: 12, colour: 'blue' }])).toEqual([325])
  expect(converted).toMatchObject({
    preprocessing: model.preprocessing,
    loss: model.loss,
    provenance: model.provenance,
  })
  expect(converted.network.nodes[0]).toMatchObject({ dropout: 0.25, inputNoise: 0.5, weights: { kind: 'glorot' } })
  for (const target of [prelu(), 'maxout'] as const) {
    const there = convert(around(relu()), 'h1', target)
    const again = modelFromBytes(modelToBytes(there)) as Classifier
    expect(again.network).toEqual(there.network)
    expect(again.scores(rows)).toEqual(there.scores(rows))
  }
})

test('exact: false exchanges the activation, keeps the weights, and begins with what is learned', () => {
  const model = around(relu())
  const leaky = convert(model, 'h1', leakyRelu({ slope: 0.1 }), { exact: false })
  expect(leaky.parameters).toEqual(model.parameters)
  expect(difference(model, leaky)).toBeGreaterThan(0.001)
  const learning = convert(leaky, 'h1', prelu({ initial: 0.1 }), { exact: false })
  expect(learning.parameters['h1.slope']).toEqual(new Float32Array(16).fill(0.1))
  expect(learning.scores(rows)).toEqual(leaky.scores(rows))
  expect(convert(learning, 'h1', relu(), { exact: false }).parameters).toEqual(model.parameters)
})

test('to turn leaky and go on: a converted network trains from the weights it had', () => {
  const data = spiral({ classes: 3, seed: 1 })
  const dead = { 'h1.b': new Float32Array(8).fill(-9) } // far below any sum of inputs within ±1
  const before = drawn(network(2, [dense(8, relu()), dense(3)]))
  const model = createModel({ ...before, parameters: { ...before.parameters, ...dead } }) as Classifier
  const moved = (other: Classifier) => {
    const run = trainer(other.network, data, { parameters: other.parameters, optimizer: gradientDescent() })
    run.step(20)
    return run.parameters.get('h1.W').some((weight, i) => weight !== model.parameters['h1.W']![i])
  }
  expect(moved(model)).toBe(false)
  expect(moved(convert(model, 'h1', leakyRelu(), { exact: false }))).toBe(true)
  expect(moved(convert(model, 'h1', prelu(), { exact: false }))).toBe(true)
})

describe('what has no exact form is refused', () => {
  const other = 'Choose another activation, or set exact to false, and the model says something else.'
  test.each([
    [
      relu(),
      leakyRelu(),
      `convert: h1 must have an exact form as leaky-relu with slope 0.01; got slopes below 0 of 0. ${other}`,
    ],
    [leakyRelu(), relu(), `convert: h1 must have an exact form as relu; got slopes below 0 of 0.01. ${other}`],
    [relu(), identity(), `convert: h1 must have an exact form as identity; got slopes below 0 of 0. ${other}`],
    [relu(), tanh(), `convert: h1 must have an exact form as tanh; got "relu". ${other}`],
    [
      tanh(),
      'maxout',
      'convert: h1 must have an exact form as maxout; got "tanh". ReLU, leaky ReLU, PReLU and identity with slopes up to 1 have one.',
    ],
  ] as const)('%#', (from, to, message) => {
    expect(() => convert(around(from), 'h1', to)).toThrow(UnsupportedError)
    expect(() => convert(around(from), 'h1', to)).toThrow(message)
  })

  test('a slope above 1 as maxout, different slopes as one', () => {
    const model = drawn(network(5, [dense(2, prelu()), dense(3)]))
    const steep = createModel({ ...model, parameters: { ...model.parameters, 'h1.slope': Float32Array.of(0.5, 1.5) } })
    expect(() => convert(steep, 'h1', 'maxout')).toThrow(
      'convert: h1 must have an exact form as maxout; got a slope of 1.5 in unit 1, which is above 1. ReLU, leaky ReLU, PReLU and identity with slopes up to 1 have one.',
    )
    expect(() => convert(steep, 'h1', prelu({ shared: true }))).toThrow('got slopes below 0 from 0.5 to 1.5.')
  })

  test('a layer that nothing with weights reads', () => {
    const fix = 'Choose another layer, or set exact to false, and the model says something else.'
    const output = drawn(network(5, [dense(3, tanh())]))
    expect(() => convert(output, 'scores', sigmoid())).toThrow(
      `convert: only layers with weights may read scores, so that they can take up the change; got none, as it is the output. ${fix}`,
    )
    const joined = network(5, { h1: dense(3, tanh(), { from: 'x' }), h2: dense(3), sum: add({ from: ['h1', 'h2'] }) })
    expect(() => convert(drawn(joined), 'h1', sigmoid())).toThrow(
      `convert: only layers with weights may read h1, so that they can take up the change; got sum, which adds it to other layers. ${fix}`,
    )
    const ended = network(5, { h1: dense(2, tanh(), { from: 'x' }), h2: dense(1), out: concat({ from: ['h1', 'h2'] }) })
    expect(() => convert(drawn(ended), 'h1', sigmoid())).toThrow(
      `convert: only layers with weights may read h1, so that they can take up the change; got the output. ${fix}`,
    )
  })

  test('names and targets that are none', () => {
    const model = drawn(network(5, [maxout(4), dense(3)]))
    expect(() => convert(model, 'h2', relu())).toThrow(
      'convert: node must be one of h1, scores; got "h2". Choose a name from the list.',
    )
    expect(() => convert(model, 'h1', relu())).toThrow(
      `convert: h1 must have an exact form as relu; got a maxout layer. ${other}`,
    )
    expect(() => convert(model, 'scores', relu as never)).toThrow(
      "convert: the target must be an activation such as prelu(), or 'maxout'; got a function. Call it: prelu() instead of prelu.",
    )
    expect(() => convert(model, 'scores', 'relu' as never)).toThrow(
      'convert: the target must be an activation such as prelu(), or \'maxout\'; got "relu". Import one from wigglenet.',
    )
  })
})

describe('foldLinear', () => {
  test('W₂(W₁x + b₁) + b₂ by hand', () => {
    const net = network(2, [dense(2), dense(1, relu()), dense(3)])
    const parameters = {
      'h1.W': Float32Array.of(1, 2, 3, 4),
      'h1.b': Float32Array.of(5, 6),
      'h2.W': Float32Array.of(10, -1),
      'h2.b': Float32Array.of(0.5),
      'scores.W': Float32Array.of(1, 2, 3),
      'scores.b': Float32Array.of(0, 0, 0),
    }
    const model = createModel({
      network: net,
      parameters,
      loss: softmax(),
      task: 'classification',
      classes: ['a', 'b', 'c'],
      provenance,
    })
    const folded = foldLinear(model)
    expect(folded.network.nodes.map(({ name, from, inputs, units }) => [name, from, inputs, units])).toEqual([
      ['h2', ['x'], 2, 1],
      ['scores', ['h2'], 1, 3],
    ])
    expect(folded.parameters['h2.W']).toEqual(Float32Array.of(7, 16)) // 10·(1, 2) - (3, 4)
    expect(folded.parameters['h2.b']).toEqual(Float32Array.of(44.5)) // 10·5 - 6 + 0.5
    expect(folded.scores([[1, 1]])).toEqual(model.scores([[1, 1]]))
  })

  test('without the non-linearity a network of five layers is one of one layer', () => {
    const model = drawn(network(5, [dense(30), dense(20), dense(10, prelu({ initial: 1 })), dense(9), dense(3)]))
    const slopes = { 'h3.slope': new Float32Array(10).fill(1) }
    const linear = createModel({ ...model, parameters: { ...model.parameters, ...slopes } }) as Classifier
    const folded = foldLinear(linear)
    expect(count(folded.network)).toMatchObject({ layers: 1, parameters: 18 })
    expect(difference(linear, folded)).toBeLessThan(1e-6)
    expect(count(foldLinear(model).network).layers).toBe(2) // the drawn slopes bend
  })

  test('in a graph a linear layer goes into each of its readers, maxout too; one that is joined stays', () => {
    const net = network(5, {
      h1: dense(7, { from: 'x' }),
      m: maxout(4, { from: 'h1' }),
      d: dense(4, relu(), { from: 'h1' }),
      e: dense(4, { from: 'd' }),
      sum: add({ from: ['m', 'e'] }),
      scores: dense(3),
    })
    const model = drawn(net)
    const folded = foldLinear(model)
    expect(folded.network.nodes.map(({ name }) => name)).toEqual(['m', 'd', 'e', 'sum', 'scores'])
    expect(difference(model, folded)).toBeLessThan(1e-6)
    expect((modelFromBytes(modelToBytes(folded)) as Classifier).scores(rows)).toEqual(folded.scores(rows))
  })

  test('a network with nothing to fold stays as it is', () => {
    const model = around(relu())
    const folded = foldLinear(model)
    expect(folded.network).toEqual(model.network)
    expect(folded.parameters).toEqual(model.parameters)
  })

  test('products beyond 32 bits are told', () => {
    const model = drawn(network(5, [dense(1), dense(3)]))
    const huge = { 'h1.W': new Float32Array(5).fill(1e30), 'scores.W': new Float32Array(3).fill(1e30) }
    expect(() => foldLinear(createModel({ ...model, parameters: { ...model.parameters, ...huge } }))).toThrow(
      "foldLinear: parameters['scores.W'] must hold finite numbers; got Infinity at index 0. Correct that number.",
    )
  })
})
