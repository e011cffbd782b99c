// What fit, trainer and their like refuse before anything runs, by the whole message.
import { describe, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { evaluate } from '../../src/model/evaluate.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { checkpointFromBytes, checkpointToBytes } from '../../src/train/checkpoint.ts'
import { fit } from '../../src/train/fit.ts'
import { lossAndGradients } from '../../src/train/loss-and-gradients.ts'
import { trainer } from '../../src/train/trainer.ts'
import type { Checkpoint } from '../../src/train/types.ts'

const data = spiral({ classes: 3, rows: 90, seed: 1 })
const net = network(2, [dense(6, relu()), dense(3)])
const parameters = trainer(net, data).parameters.all()

/** The message of what is thrown on purpose: never a TypeError out of the inside. */
const refusal = (body: () => unknown): string => {
  try {
    body()
  } catch (error) {
    expect((error as Error).name).toMatch(/^(Option|Shape|Data|Number)Error$/)
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}

describe('fit', () => {
  test.each([
    [
      'device',
      'wasm',
      'fit: device must be a backend, such as wasm or reference; got "wasm". Import one from wigglenet, as in { device: reference }.',
    ],
    [
      'device',
      null,
      'fit: device must be a backend, such as wasm or reference; got null. Import one from wigglenet, as in { device: reference }.',
    ],
    [
      'seed',
      null,
      'fit: seed must be a whole number in [0, 9007199254740991]; got null. Give seed a whole number in [0, 9007199254740991].',
    ],
    ['batch', null, 'fit: batch must be a whole number in [1, 90]; got null. Give batch a whole number in [1, 90].'],
    ['l2', null, 'fit: l2 must be a number in [0, ∞); got null. Give l2 a value in [0, ∞).'],
    ['shuffle', null, 'fit: shuffle must be true or false; got null. Give shuffle true or false.'],
    [
      'epochs',
      null,
      'fit: epochs must be a whole number in [1, 2147483647]; got null. Give epochs a whole number in [1, 2147483647].',
    ],
    [
      'optimizer',
      null,
      'fit: optimizer must be one of gradient-descent, momentum, adam; got null. Choose a name from the list.',
    ],
    [
      'validation',
      null,
      'fit.validation: data must be a data set, such as examples() makes; got null. Pass rows through examples({ X, y }).',
    ],
    [
      'validation',
      '0.2',
      'fit.validation: data must be a data set, such as examples() makes; got "0.2". Pass rows through examples({ X, y }).',
    ],
    ['parameters', [], 'fit: parameters must be an object; got []. Write it in braces.'],
    [
      'parameters',
      { ...parameters, h2: [1] },
      'fit: parameters must be those of the network; got "h2" too. Remove it.',
    ],
    ['checkpoint', 'run.checkpoint', 'fit: checkpoint must have a function save; got "run.checkpoint". Give it one.'],
    ['monitors', [() => {}], 'fit: a monitor must have a function observe; got a function. Give it one.'],
    ['monitors', null, 'fit: a monitor must have a function observe; got null. Give it one.'],
    ['revive', true, 'fit: a monitor must have a function observe; got true. Give it one.'],
    ['resume', {}, 'fit: resume.run must be an object; got undefined. Write it in braces.'],
  ])('with the option %s of %j', (name, value, message) => {
    expect(refusal(() => fit(net, data, { [name]: value }))).toBe(message)
  })

  test.each([null, 'adam', 5])('with %j for its options', (options) => {
    const shown = options === 'adam' ? '"adam"' : String(options)
    expect(refusal(() => fit(net, data, options as never))).toBe(
      `fit: the options must be an object; got ${shown}. Write it in braces.`,
    )
  })

  test('on layers that are no network yet', () => {
    expect(refusal(() => fit([dense(3)] as never, data))).toBe(
      'fit: the network must be one that network() makes; got [an object with 7 fields]. Make it with network(), or read it from JSON with networkFromData.',
    )
  })

  test('on data that went through JSON, whose rows are no typed array any more', () => {
    expect(refusal(() => fit(net, JSON.parse(JSON.stringify(data))))).toBe(
      'fit: data must be a data set, such as examples() makes; got an object with 8 fields. Pass rows through examples({ X, y }).',
    )
  })
})

test.each([
  ['trainer', () => trainer(net, data, { device: 'gpu' as never })],
  ['lossAndGradients', () => lossAndGradients(net, parameters, { data, loss: 'softmax', device: 'gpu' as never })],
])('%s with a device by name', (where, body) => {
  expect(refusal(body)).toBe(
    `${where}: device must be a backend, such as wasm or reference; got "gpu". Import one from wigglenet, as in { device: reference }.`,
  )
})

test('evaluate with a device by name, and without data', async () => {
  const model = await fit(net, data, { epochs: 1 }).model
  expect(refusal(() => evaluate(model, data, { device: 'gpu' as never }))).toBe(
    'evaluate: device must be a backend, such as wasm or reference; got "gpu". Import one from wigglenet, as in { device: reference }.',
  )
  expect(refusal(() => evaluate(model, null as never))).toBe(
    'evaluate: data must be a data set, such as examples() makes; got null. Pass rows through examples({ X, y }).',
  )
})

test('lossAndGradients without data, with a parameter too many, or with one that 32 bits cannot hold', () => {
  expect(refusal(() => lossAndGradients(net, parameters, { loss: 'softmax' } as never))).toBe(
    'lossAndGradients: data must be a data set, such as examples() makes; got undefined. Pass rows through examples({ X, y }).',
  )
  const more = { ...parameters, 'h2.b': [1] }
  expect(refusal(() => lossAndGradients(net, more, { data, loss: 'softmax' }))).toBe(
    'lossAndGradients: parameters must be those of the network; got "h2.b" too. Remove it.',
  )
  const large = { ...parameters, 'scores.b': [1, 1e300, 0] }
  expect(refusal(() => lossAndGradients(net, large, { data, loss: 'softmax' }))).toBe(
    "lossAndGradients: parameters['scores.b'] must hold finite numbers; got 1e+300 at index 1. Correct that number.",
  )
})

describe('a trainer', () => {
  test('evaluates no third data set', () => {
    expect(refusal(() => trainer(net, data).evaluate('test' as never))).toBe(
      'trainer: the data to evaluate on must be one of training, validation; got "test". Choose a name from the list.',
    )
  })

  test('switches a unit off by true or false alone', () => {
    expect(refusal(() => trainer(net, data).mask('h1', 0, 'off' as never))).toBe(
      'trainer: on must be true or false; got "off". Give on true or false.',
    )
  })

  test('is set by an object, and a rate of null is no rate', () => {
    expect(refusal(() => trainer(net, data).set(null as never))).toBe(
      'trainer: the options must be an object; got null. Write it in braces.',
    )
    expect(refusal(() => trainer(net, data).set({ rate: null as never }))).toBe(
      'trainer: rate must be a number in [0, ∞); got null. Give rate a value in [0, ∞).',
    )
  })
})

describe.each([wasm, reference])('a snapshot on $name', (device) => {
  const run = trainer(net, data, { device, seed: 2 })
  run.step(2)
  const held = run.snapshot()

  test.each([
    [
      'whose tensor is longer than its place in memory',
      { parameters: { ...held.parameters, 'scores.b': new Float32Array(5000).fill(7) } },
      "trainer: parameters['scores.b'] must hold 3 numbers, shape (3); got 5000. Give every parameter that parameterShapes lists, in its shape.",
    ],
    [
      'that lacks a state slot',
      { state: {} },
      "trainer: state['m.of:h1.W'] must hold 12 numbers, shape (6, 2); got none. Give every parameter that parameterShapes lists, in its shape.",
    ],
    [
      'with a tensor of another network',
      { parameters: { ...held.parameters, 'h2.b': new Float32Array(2) } },
      'trainer: parameters must be those of the network; got "h2.b" too. Remove it.',
    ],
    [
      'that stands behind the last row',
      { cursor: { step: 0, epoch: 0, position: 90 } },
      'trainer: position must be a whole number in [0, 90); got 90. Give position a whole number in [0, 90).',
    ],
    [
      'with a weight that is NaN',
      { parameters: { ...held.parameters, 'scores.b': Float32Array.of(0, Number.NaN, 0) } },
      "trainer: parameters['scores.b'] must hold finite numbers; got NaN at index 1. Correct that number.",
    ],
  ])('%s is refused, and the run stays as it was', (_, change, message) => {
    const before = run.evaluate().loss
    expect(refusal(() => run.restore({ ...held, ...change }))).toBe(message)
    expect(run.evaluate().loss).toBe(before)
    expect(run.cursor()).toEqual(held.cursor)
  })
})

describe('a checkpoint of the same run', () => {
  const saved = async () => {
    let last: Checkpoint | undefined
    const keep = { save: (checkpoint: Checkpoint) => void (last = checkpoint) }
    await fit(net, data, { epochs: 2, validation: 0.2, patience: 2, checkpoint: keep }).model
    return last!
  }
  const resume = (checkpoint: Checkpoint) =>
    fit(net, data, { epochs: 3, validation: 0.2, patience: 2, resume: checkpoint })

  test('whose best weights are not those of the network is refused at once', async () => {
    const checkpoint = await saved()
    expect(refusal(() => resume({ ...checkpoint, best: { ...checkpoint.best, parameters: {} } }))).toBe(
      "fit: best['h1.W'] must hold 12 numbers, shape (6, 2); got none. Give every parameter that parameterShapes lists, in its shape.",
    )
  })

  test('whose tensors were changed on the way ends the run before a step is made', async () => {
    const checkpoint = await saved()
    const altered = { ...checkpoint, parameters: { 'scores.b': new Float32Array(100_000) } }
    await expect(resume(altered).model).rejects.toThrow("fit: parameters['h1.W'] must hold 12 numbers, shape (6, 2)")
  })

  test('whose cursor is no whole number is refused as a file', async () => {
    const checkpoint = await saved()
    const bytes = checkpointToBytes({ ...checkpoint, cursor: { step: 1.5, epoch: 0, position: 0 } })
    expect(refusal(() => checkpointFromBytes(bytes))).toBe(
      'checkpoint: cursor.step must be a whole number from 0 on; got 1.5. Delete it, or start a new run.',
    )
  })
})
