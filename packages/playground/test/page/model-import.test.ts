import { expect, test } from 'vitest'
import {
  alphaDropout,
  circles,
  concat,
  dense,
  fit,
  functionOf,
  leakyRelu,
  type Model,
  maxNorm,
  maxout,
  momentum,
  network,
  relu,
  spiral,
} from 'wigglenet'
import { setupOfModel } from '../../src/page/model-import.ts'
import { firstSetup } from '../../src/setup.ts'

const data = spiral({ rows: 60, classes: 3, seed: 1 })
const trained = (net: ReturnType<typeof network<2>>, options = {}): Promise<Model> =>
  fit(net, data, { epochs: 1, seed: 7, ...options }).model

test('a model becomes a setup with its layers, its training and its weights', async () => {
  const net = network(2, {
    first: dense(5, relu(), { dropout: 0.25 }),
    second: maxout(4, { pieces: 3 }),
    out: dense(3),
  })
  const options = { l2: 0.5, batch: 6, optimizer: momentum({ rate: 0.25 }) }
  const model = await trained(net, options)
  const opened = setupOfModel(model, firstSetup)
  expect(opened).toMatchObject({
    setup: {
      data: firstSetup.data,
      layers: [
        { units: 5, activation: 'relu', dropout: 0.25 },
        { units: 4, activation: 'maxout', dropout: 0, pieces: 3 },
      ],
      skip: false,
      training: { loss: 'softmax', optimizer: 'momentum', rate: 0.25, batch: 6, l2: 0.5, l1: 0, seed: 7, scale: 1 },
    },
  })
  expect('weights' in opened && Object.keys(opened.weights!)).toEqual([
    'h1.W',
    'h1.b',
    'h2.W1',
    'h2.b1',
    'h2.W2',
    'h2.b2',
    'h2.W3',
    'h2.b3',
    'scores.W',
    'scores.b',
  ])
  expect('weights' in opened && opened.weights!['h2.W2']).toEqual(model.parameters['second.W2'])
})

test('a skip connection is seen, and data are those that the class names tell of', async () => {
  const net = network(2, { h1: dense(6, relu()), both: concat({ from: ['x', 'h1'] }), scores: dense(2) })
  const model = await fit(net, circles({ rows: 40, seed: 1 }), { epochs: 1 }).model
  expect(setupOfModel(model, firstSetup)).toMatchObject({ setup: { skip: true, data: { kind: 'circles', seed: 1 } } })
})

test('a function is learned by the loss of its model', async () => {
  const model = await fit(network(1, [dense(3, relu()), dense(1)]), functionOf('x^2', { rows: 20, seed: 1 }), {
    epochs: 1,
  }).model
  expect(setupOfModel(model, firstSetup)).toMatchObject({
    setup: { data: { kind: 'function' }, training: { loss: 'mean-squared-error' } },
  })
})

test('what the page cannot show is told in one sentence', async () => {
  const problem = async (model: Model | Promise<Model>) => setupOfModel(await model, firstSetup)
  expect(await problem(trained(network(2, [dense(5, leakyRelu({ slope: 0.3 })), dense(3)])))).toEqual({
    problem:
      'The page cannot show this model: its layer h1 has an activation leaky-relu with options or formulas of its own.',
  })
  expect(await problem(trained(network(2, [maxout(5, { pieces: 5 }), dense(3)])))).toEqual({
    problem: 'The page cannot show this model: its layer h1 is maxout of 5 pieces, and the page has at most 4.',
  })
  expect(await problem(trained(network(2, [dense(600, relu()), dense(3)])))).toEqual({
    problem: 'The page cannot show this model: its layer h1 has 600 units, and the page at most 512.',
  })
  const odd = (options: object) => problem(trained(network(2, [dense(5, relu(), options), dense(3)])))
  expect(await odd({ constraint: maxNorm(3) })).toEqual({
    problem: 'The page cannot show this model: its layer h1 has the option constraint, which no layer of the page has.',
  })
  expect(await odd({ dropout: alphaDropout(0.1) })).toEqual({
    problem: 'The page cannot show this model: its layer h1 has dropout of kind alpha-dropout.',
  })
  const wide = { ...(await trained(network(2, [dense(3)]))), classes: ['a', 'b', 'c'] } as Model
  const onMoons = {
    ...firstSetup,
    data: { kind: 'moons', classes: 2, noise: 0, rows: 20, testShare: 0, seed: 1 } as const,
  }
  expect(setupOfModel(wide, onMoons)).toEqual({
    problem: 'The page cannot show this model: it tells the classes a, b, c: first choose data of 3 classes.',
  })
})
