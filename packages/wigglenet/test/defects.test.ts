// Mistakes that other toolkits have made, one test for each: it must not happen here. What needs a GPU or a converter is not in this package.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  adam,
  applyPreprocessing,
  type Backend,
  createModel,
  dense,
  describe as describeNetwork,
  drawParameter,
  evaluate,
  examples,
  fingerprint,
  fit,
  fitPreprocessing,
  gradientDescent,
  identity,
  leakyRelu,
  lossAndGradients,
  maxout,
  modelFromBytes,
  modelToBytes,
  momentum,
  type Network,
  network,
  parameterShapes,
  reference,
  relu,
  sigmoid,
  spiral,
  tableFromTexts,
  tanh,
  trainer,
  wasm,
} from '../src/index.ts'

const arms = spiral({ classes: 3, rows: 90, seed: 1 })
const small = network(2, [dense(8, tanh()), dense(3)])
const bits = (values: Readonly<Record<string, Float32Array | Float64Array>>) => fingerprint(...Object.values(values))
const drawn = (net: Network, seed = 1) =>
  Object.fromEntries(parameterShapes(net).map((shape, i) => [shape.name, drawParameter(shape, seed, i)]))
const backends = [wasm, reference].map((device): [string, Backend] => [device.name, device])

describe.each(backends)('on %s', (_name, device) => {
  test('dropout of 0.9 leaves the scores of an evaluation as they are without, not a tenth or nine tenths of them', () => {
    const dropping = network(2, [dense(8, tanh(), { dropout: 0.9 }), dense(3)])
    const loss = (net: Network<2>) => trainer(net, arms, { parameters: drawn(small), device }).evaluate().loss
    expect(loss(dropping)).toBe(loss(small))
  })

  test('Adam divides by its bias correction: its first step is as long as the rate', () => {
    const run = trainer(network(1, [dense(1)]), examples({ X: [[1]], y: [3], task: 'regression' }), {
      optimizer: adam({ rate: 0.01 }),
      parameters: { 'scores.W': [0.5], 'scores.b': [0] },
      device,
    })
    run.step()
    expect(run.parameters.get('scores.W')[0]).toBeCloseTo(0.51, 6)
    expect(run.parameters.get('scores.b')[0]).toBeCloseTo(0.01, 6)
  })

  test('tanh of 1000 is 1 and of -1000 is -1, not NaN', () => {
    const parameters = { 'h1.W': [1], 'h1.b': [0], 'scores.W': [1], 'scores.b': [0] }
    const data = examples({ X: [[1000], [-1000]], y: [1, -1], task: 'regression' })
    const result = lossAndGradients(network(1, [dense(1, tanh()), dense(1)]), parameters, {
      data,
      loss: 'mean-squared-error',
      device,
    })
    expect(Array.from(result.scores)).toEqual([1, -1])
    expect(result.loss).toBe(0)
  })

  test('weight decay is not divided by the batch: 1 row and 30 copies of it have one gradient', () => {
    const parameters = drawn(small)
    const gradients = (rows: number) => {
      const data = examples({ X: Array(rows).fill([0.5, -1]), y: Array(rows).fill('a'), classes: ['a', 'b', 'c'] })
      return lossAndGradients(small, parameters, { data, loss: 'softmax', l2: 10, device }).gradients['h1.W']!
    }
    const [one, thirty] = [gradients(1), gradients(30)]
    one.forEach((slope, i) => {
      expect(Math.abs(slope - thirty[i]!)).toBeLessThan(1e-5 * Math.max(...one.map(Math.abs)))
    })
  })

  test('weight decay in training is not divided by the batch either: without a data gradient W shrinks by rate times l2', () => {
    for (const rows of [1, 8]) {
      const data = examples({ X: Array(rows).fill([0]), y: Array(rows).fill(0), task: 'regression' })
      const parameters = { 'scores.W': [2], 'scores.b': [0] }
      const run = trainer(network(1, [dense(1)]), data, {
        optimizer: gradientDescent({ rate: 0.1 }),
        l2: 0.5,
        parameters,
        device,
      })
      run.step()
      expect(run.parameters.get('scores.W')[0]).toBeCloseTo(1.9, 6)
    }
  })

  test('each layer has the activation that was asked for, and the output has none', () => {
    const ones = { W: [1], b: [0] }
    const net = network(1, [dense(1, sigmoid()), dense(1, leakyRelu({ slope: 0.5 })), dense(1, relu()), dense(1)])
    const parameters = Object.fromEntries(
      net.nodes.flatMap(({ name }) => [
        [`${name}.W`, name === 'h2' ? [-4] : name === 'h3' || name === 'scores' ? [-3] : ones.W],
        [`${name}.b`, ones.b],
      ]),
    )
    const data = examples({ X: [[0]], y: [0], task: 'regression' })
    // sigmoid(0) = 0.5; leaky(-2) = -1; relu(3) = 3; and -9 stays -9: neither tanh nor relu could give it
    const { scores } = lossAndGradients(net, parameters, { data, loss: 'mean-squared-error', device })
    expect(scores[0]).toBe(-9)
  })

  test('a regularization of 0 is 0, not a default', () => {
    const plain = trainer(small, arms, { device })
    const zero = trainer(small, arms, { l2: 0, l1: 0, device })
    for (const run of [plain, zero]) run.step(20)
    expect(zero.penalty()).toBe(0)
    expect(bits(zero.parameters.all())).toBe(bits(plain.parameters.all()))
  })

  test('a momentum of 0 is allowed, and is plain gradient descent', () => {
    const still = trainer(small, arms, { optimizer: momentum({ rate: 0.1, momentum: 0 }), device })
    const plain = trainer(small, arms, { optimizer: gradientDescent({ rate: 0.1 }), device })
    for (const run of [still, plain]) run.step(20)
    expect(bits(still.parameters.all())).toBe(bits(plain.parameters.all()))
  })

  test('asking for the training error does not train', () => {
    const run = trainer(small, arms, { device })
    run.step(3)
    const before = run.snapshot()
    expect(run.evaluate()).toEqual(run.evaluate())
    expect(run.snapshot()).toEqual(before)
  })

  test('the same seed gives the same losses, shuffling included, and another seed other ones', async () => {
    const losses = async (seed: number) => {
      const seen: number[] = []
      for await (const event of fit(small, arms, { epochs: 5, seed, device }))
        if (event.kind === 'epoch') seen.push(event.loss)
      return seen
    }
    const first = await losses(1)
    expect(await losses(1)).toEqual(first)
    expect(await losses(2)).not.toEqual(first)
  })

  test('rows are shuffled, and each is used once an epoch: the short last batch does not run into the next epoch', () => {
    const run = trainer(small, arms, { batch: 40, device })
    expect([1, 2, 3, 4, 5, 6].map(() => run.step().rows)).toEqual([40, 40, 10, 40, 40, 10])
    const ordered = trainer(small, arms, { batch: 40, shuffle: false, device })
    ordered.step(6)
    expect(bits(ordered.parameters.all())).not.toBe(bits(run.parameters.all()))
  })

  test('L1 does not cut a link for good: a weight at 0 moves as soon as the data pull harder than l1', () => {
    const data = examples({ X: [[1], [2]], y: [1, 2], task: 'regression' })
    const parameters = { 'scores.W': [0], 'scores.b': [0] }
    const run = trainer(network(1, [dense(1)]), data, {
      optimizer: gradientDescent({ rate: 0.1 }),
      l1: 0.01,
      parameters,
      device,
    })
    run.step(2000)
    // The minimum of ((w + b - 1)² + (2w + b - 2)²)/2 + 0.01·|w| with b free: w = 1 - 0.01/0.5
    expect(run.parameters.get('scores.W')[0]).toBeCloseTo(0.98, 2)
  })

  test('the multiclass hinge is the sum over wrong classes: not divided by the classes, not the largest term', () => {
    const data = examples({ X: [[1]], y: ['a'], classes: ['a', 'b', 'c'] })
    const parameters = { 'scores.W': [3, 2.5, 4], 'scores.b': [0, 0, 0] }
    // max(0, 2.5 - 3 + 1) + max(0, 4 - 3 + 1) = 0.5 + 2
    expect(lossAndGradients(network(1, [dense(3)]), parameters, { data, loss: 'svm', device }).loss).toBe(2.5)
  })
})

test('a loaded maxout network has all its gradients, and trains on', async () => {
  const net = network(2, [maxout(6, { pieces: 3 }), dense(3)])
  const model = await fit(net, arms, { epochs: 2 }).model
  const loaded = modelFromBytes(modelToBytes(model))
  const gradients = (of: typeof loaded) =>
    lossAndGradients<number, number>(of.network, of.parameters, { data: arms, loss: 'softmax' }).gradients
  expect(gradients(loaded)).toEqual(gradients(model))
  for (const piece of [1, 2, 3]) expect(gradients(loaded)[`h1.W${piece}`]!.some((slope) => slope !== 0)).toBe(true)
  const run = trainer(loaded.network as Network<2>, arms, { parameters: loaded.parameters })
  const before = run.evaluate().loss
  run.step(300)
  expect(run.evaluate().loss).toBeLessThan(before)
})

test('an unknown optimizer is an error with the names that there are, not plain gradient descent', () => {
  expect(() => fit(small, arms, { optimizer: 'adamm' as never })).toThrow(
    'fit: optimizer must be one of gradient-descent, momentum, adam; got "adamm". Choose a name from the list.',
  )
})

test('first weights are smaller where more inputs meet, not drawn from one range whatever the fan-in', () => {
  const deviation = (inputs: number) => {
    const net = network(inputs, [dense(200, relu()), dense(2)])
    const values = drawn(net)['h1.W']!
    return Math.sqrt(values.reduce((sum, w) => sum + w * w, 0) / values.length)
  }
  // He: the root of 2 / inputs
  expect(deviation(50)).toBeCloseTo(0.2, 2)
  expect(deviation(800)).toBeCloseTo(0.05, 3)
})

test('early stopping gives the best weights back instead of failing', async () => {
  const noisy = examples({
    X: Array.from({ length: 60 }, (_, i) => [(i * 37) % 11, (i * 53) % 7]),
    y: Array.from({ length: 60 }, (_, i) => ((i * i * 7) % 13 > 6 ? 'a' : 'b')),
  })
  const held = examples({
    X: [
      [1, 2],
      [9, 3],
      [4, 4],
      [7, 1],
    ],
    y: ['a', 'b', 'b', 'a'],
  })
  const options = { optimizer: adam({ rate: 0.05 }), epochs: 200, validation: held, patience: 4 }
  const run = fit(network(2, [dense(20, tanh()), dense(2)]), noisy, options)
  const losses: number[] = []
  for await (const event of run) if (event.kind === 'epoch') losses.push(event.validation!.loss)
  expect(losses.at(-1)).toBeGreaterThan(Math.min(...losses))
  expect(evaluate(await run.model, held).loss).toBeCloseTo(Math.min(...losses), 5)
})

test('nothing is left behind by predictions: a model prepares a backend at most twice, whatever the numbers of rows', () => {
  let prepared = 0
  const prepare: Backend['prepare'] = (plan) => {
    prepared++
    return wasm.prepare(plan)
  }
  const counting: Backend = { ...wasm, prepare }
  const provenance = {
    library: '',
    seed: 1,
    options: {},
    data: { fingerprint: '', rows: 0 },
    epochs: 0,
    steps: 0,
    engine: { backend: 'wasm', features: [] },
  }
  const parts = {
    network: small,
    parameters: drawn(small),
    loss: { kind: 'softmax', target: 'index' },
    task: 'classification',
    classes: ['a', 'b', 'c'],
    provenance,
  } as const
  const model = createModel(parts, { device: counting })
  for (let rows = 1; rows <= 300; rows++) model.scores(new Float32Array(2 * rows))
  expect(prepared).toBe(2)
})

test('installing runs no script and needs no other package', () => {
  const { scripts = {}, dependencies = {} } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([])
  expect(dependencies).toEqual({})
})

test('classes are learned by softmax, not by tanh and squared error', async () => {
  const { loss } = await fit(small, arms, { epochs: 1 }).model
  expect(loss).toEqual({ kind: 'softmax', target: 'index' })
  expect(small.nodes.at(-1)).toMatchObject({ activation: { kind: identity().kind } })
})

test('a NaN is explained: the step, the layer and the quantity', async () => {
  const run = fit(small, arms, { optimizer: gradientDescent({ rate: 1e39 }), epochs: 3 })
  await expect(run.model).rejects.toThrow(
    /^fit: every number must stay finite; got -?Infinity in [a-z0-9.]+W, column \d+, first at step 1 \(epoch 1\)\. Lower the rate \(now 1e\+39\)/,
  )
})

describe('a loaded model of a table', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => [`${1000 + 37 * i}`, `${(i * 7) % 40}`, i < 20 ? 'old' : 'new'])
  const table = tableFromTexts(['size', 'age', 'kind'], rows)
  const { preprocessing } = fitPreprocessing(table, Array.from(rows.keys()), { target: 'kind' })
  const data = applyPreprocessing(preprocessing, table)
  const model = await fit(network(2, [dense(2)]), data, { optimizer: adam({ rate: 0.05 }), epochs: 100 }).model
  const loaded = modelFromBytes(modelToBytes(model))

  test('still scales its inputs: rows in their own unit get the right labels', () => {
    expect(
      loaded.predict([
        [1037, 7],
        [2400, 3],
      ]),
    ).toEqual(['old', 'new'])
    expect(loaded.scores([[1037, 7]])).toEqual(model.scores([[1037, 7]]))
  })

  test('knows its columns by name: the order of the fields in a row does not matter', () => {
    expect(loaded.scores([{ age: 7, size: 1037 }])).toEqual(model.scores([[1037, 7]]))
  })
})

test('the input is not counted as a layer', () => {
  expect(describeNetwork(network(4, [dense(5, relu()), dense(3)])).layers).toBe(2)
})
