import { describe, expect, test } from 'vitest'
import { reference } from '../../../src/backend/reference/reference.ts'
import { stillSettings } from '../../../src/backend/still-settings.ts'
import { wasm } from '../../../src/backend/wasm/wasm.ts'
import { examples } from '../../../src/data/examples.ts'
import { spiral } from '../../../src/data/make/spiral.ts'
import { gradcheck } from '../../../src/diagnose/gradcheck.ts'
import { inspect } from '../../../src/diagnose/inspect.ts'
import { decisionRegions } from '../../../src/explore/decision-regions.ts'
import { networkDiagram } from '../../../src/explore/network-diagram.ts'
import { slice } from '../../../src/explore/slice.ts'
import { convert } from '../../../src/model/convert.ts'
import { evaluate } from '../../../src/model/evaluate.ts'
import { modelFromBytes, modelToBytes } from '../../../src/model/file.ts'
import { foldLinear } from '../../../src/model/fold-linear.ts'
import { relu } from '../../../src/network/activations/relu.ts'
import { tanh } from '../../../src/network/activations/tanh.ts'
import { describe as count } from '../../../src/network/describe.ts'
import { networkFromData } from '../../../src/network/from-data.ts'
import { drawParameter } from '../../../src/network/initializers/draw.ts'
import { normal } from '../../../src/network/initializers/normal.ts'
import { batchNorm } from '../../../src/network/layers/batch-norm.ts'
import { crelu } from '../../../src/network/layers/crelu.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { layerNorm } from '../../../src/network/layers/layer-norm.ts'
import { resolveLoss } from '../../../src/network/losses/resolve.ts'
import { network } from '../../../src/network/network.ts'
import { gradientOf } from '../../../src/network/steps.ts'
import type { Network } from '../../../src/network/types.ts'
import { adam } from '../../../src/optimizer/adam.ts'
import { gradientDescent } from '../../../src/optimizer/gradient-descent.ts'
import type { Optimizer } from '../../../src/optimizer/types.ts'
import { compile } from '../../../src/plan/compile.ts'
import { fit } from '../../../src/train/fit.ts'
import { trainer } from '../../../src/train/trainer.ts'
import type { Case } from '../../backend/cases.ts'
import { makeData } from '../../backend/data.ts'
import { oneStep, prepareCase, train } from '../../backend/running.ts'

const loss = 'mean-squared-error'
const close = (actual: ArrayLike<number>, expected: readonly number[], digits = 5) => {
  expect(actual).toHaveLength(expected.length)
  for (const [i, number] of expected.entries()) expect(actual[i]).toBeCloseTo(number, digits)
}

/** An execution of one training step of the network on all rows. */
function execute(
  net: Network,
  data: Parameters<typeof trainer>[1],
  parameters: Readonly<Record<string, number[]>> = {},
) {
  const plan = compile(net, { batch: data.rows, loss: resolveLoss(loss) })
  const execution = reference.prepare(plan)
  plan.parameters.forEach((shape, i) =>
    execution.write(shape.name, parameters[shape.name] ?? drawParameter(shape, 3, i)),
  )
  execution.configure(stillSettings(plan))
  execution.setData('training', data)
  const run = (training: boolean) => {
    execution.seek({ step: 0, epoch: 0, position: 0 })
    execution.begin('training', training)
    plan.forward.forEach((_, i) => execution.run('forward', i))
    plan.backward.forEach((_, i) => execution.run('backward', i))
    return execution.totals().loss / data.rows
  }
  return { plan, execution, run }
}

describe('batch normalization', () => {
  const X = [[1, 2], [3, -2], [8, 3]] // biome-ignore format: a matrix
  const data = examples({ X, y: X })
  const gammaBeta = { 'scores.gamma': [2, -1], 'scores.beta': [0.5, 1] }

  // numpy: u = (x - x.mean(0)) / sqrt(x.var(0) + 1e-5); 2·u₁ + 0.5, -u₂ + 1; x.var(0, ddof=1) is 13 and 7
  test('normalizes by the rows of the step in training, and takes a tenth of their statistics over', () => {
    const { execution, run } = execute(network(2, [batchNorm()]), data, gammaBeta)
    run(true)
    close(execution.read('scores'), [-1.538097486, 0.537090446, -0.179365829, 2.388728662, 3.217463314, 0.074180892], 8)
    close(execution.read('scores.mean'), [0.1 * 4, 0.1 * 1], 12)
    close(execution.read('scores.variance'), [0.9 + 0.1 * 13, 0.9 + 0.1 * 7], 12)
  })

  test('normalizes by the running statistics otherwise, and leaves them', () => {
    const statistics = { 'scores.mean': [1, 0], 'scores.variance': [4 - 1e-5, 1 - 1e-5] }
    const { execution, run } = execute(network(2, [batchNorm()]), data, { ...gammaBeta, ...statistics })
    run(false)
    close(execution.read('scores'), [0.5, -1, 2.5, 3, 7.5, -2], 12)
    close(execution.read('scores.mean'), [1, 0], 12)
  })

  test('a batch of one row is its own mean', () => {
    const { execution, run } = execute(network(2, [batchNorm()]), examples({ X: [[3, 4]], y: [[0, 0]] }), gammaBeta)
    run(true)
    close(execution.read('scores'), [0.5, 1], 12)
    close(execution.read('scores.variance'), [0.9, 0.9], 12)
  })

  test('its gradients are those of the loss through the statistics of the batch', () => {
    const net = network(2, [dense(4, tanh()), batchNorm(tanh()), dense(3), batchNorm(), dense(2)])
    const { plan, execution, run } = execute(net, data)
    run(true)
    const learned = plan.parameters.filter(({ role }) => role !== 'statistics')
    const gradients = learned.map(({ name }) => Float64Array.from(execution.read(gradientOf(name))))
    for (const [k, { name }] of learned.entries()) {
      const values = Float64Array.from(execution.read(name))
      const largest = gradients[k]!.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      values.forEach((center, i) => {
        const at = (value: number) => {
          execution.write(
            name,
            Float64Array.from(values, (other, j) => (j === i ? value : other)),
          )
          return run(true)
        }
        const h = 1e-3
        // Of fourth order, so that what is left is rounding.
        const numeric = (8 * (at(center + h) - at(center - h)) - (at(center + 2 * h) - at(center - 2 * h))) / (12 * h)
        const analytic = gradients[k]![i]!
        const scale = Math.max(Math.abs(analytic), Math.abs(numeric), 1e-3 * largest)
        // The bias before a batch normalization changes nothing: both are 0 but for rounding.
        if (Math.abs(analytic) > 1e-12) expect(Math.abs(analytic - numeric) / scale, `${name}[${i}]`).toBeLessThan(1e-6)
      })
      execution.write(name, values)
    }
  })

  test('learns, is judged by the running statistics, and a file holds them', async () => {
    const points = spiral({ classes: 3, rows: 150, seed: 1 })
    const net = network(2, [dense(20), batchNorm(relu()), dense(3)])
    const model = await fit(net, points, { epochs: 100, seed: 1, optimizer: adam({ rate: 0.02 }) }).model
    expect((evaluate(model, points) as { readonly accuracy: number }).accuracy).toBeGreaterThan(0.9)
    const copy = modelFromBytes(modelToBytes(model)) as typeof model
    expect(copy.network).toEqual(net)
    expect(copy.parameters['h2.variance']).toEqual(model.parameters['h2.variance'])
    expect(copy.scores([[0.1, 0.4]])).toEqual(model.scores([[0.1, 0.4]]))
    expect(inspect(net, model.parameters, { data: points, loss: 'softmax' }).layers.map(({ layer }) => layer)).toEqual([
      'h1',
      'scores',
    ])
    expect(networkDiagram(model).layers.map(({ kind }) => kind)).toEqual(['input', 'dense', 'batch-norm', 'dense'])
    expect(() => decisionRegions(model, slice(model))).toThrow(
      'decisionRegions: layers must be dense, maxout, add or concat to be cut into exact regions; got "batch-norm", h2. Use decisionRaster, which works for every network.',
    )
    expect(() => convert(model, 'h2', 'maxout')).toThrow(
      'convert: h2 must have an exact form as maxout; got a batch-norm layer.',
    )
    expect(foldLinear(model).network).toEqual(net)
  })

  test('locked, it keeps its statistics, its scale and its shift', () => {
    const t = trainer(network(2, [dense(3), batchNorm(tanh(), { locked: true }), dense(2)]), data, { loss })
    const before = t.parameters.all()
    t.step(5)
    for (const name of ['gamma', 'beta', 'mean', 'variance']) {
      expect(t.parameters.get(`h2.${name}`), name).toEqual(before[`h2.${name}`])
    }
    expect(t.parameters.get('h1.W')).not.toEqual(before['h1.W'])
  })
})

describe('layer normalization', () => {
  const data = examples({ X: [[1, 2, 6], [4, -4, 0]], y: [[0, 0, 0], [0, 0, 0]] }) // biome-ignore format: matrices
  // numpy: u = (x - x.mean(1)) / sqrt(x.var(1) + 1e-5)
  test.each([true, false])('normalizes each row, in training (%s) or not', (training) => {
    const parameters = { 'scores.gamma': [1, 2, -1], 'scores.beta': [0, 0.5, 0] }
    const { execution, run } = execute(network(3, [layerNorm()]), data, parameters)
    run(training)
    close(execution.read('scores'), [-0.925819, -0.4258189, -1.3887287, 1.2247443, -1.9494886, 0], 5)
  })

  test('its gradients are those of the loss', () => {
    const net = network(3, [dense(4), layerNorm(tanh()), dense(3, tanh()), layerNorm(), dense(3)])
    const { parameters } = trainer(net, data, { loss, device: reference })
    expect(gradcheck(net, parameters.all(), { data, loss })).toMatchObject({ ok: true, skipped: 0 })
  })
})

describe('CReLU', () => {
  test('gives the positive parts, then the negative ones', () => {
    const { execution, run } = execute(network(3, [crelu()]), examples({ X: [[1, -2, 0]], y: [[0, 0, 0, 0, 0, 0]] }))
    run(false)
    expect([...execution.read('scores')].map(Math.abs)).toEqual([1, 0, 0, 0, 2, 0])
  })

  test('its gradients are those of the loss, and the next layer is twice as wide', () => {
    const data = examples({ X: [[1, -2, 0.5], [-1, 3, 2]], y: [[0, 1], [1, 0]] }) // biome-ignore format: matrices
    const net = network(3, [dense(4), crelu(), dense(2)])
    expect(net.nodes[2]).toMatchObject({ inputs: 8 })
    const { parameters } = trainer(net, data, { loss, device: reference })
    expect(gradcheck(net, parameters.all(), { data, loss })).toMatchObject({ ok: true })
  })

  test('a diagram has two links from each unit', () => {
    const links = networkDiagram(network(2, [crelu(), dense(1)])).edges.filter(({ to }) => to.startsWith('h1'))
    expect(links.map(({ from, to }) => `${from} ${to}`)).toEqual(['x:0 h1:0', 'x:1 h1:1', 'x:0 h1:2', 'x:1 h1:3'])
  })
})

test('scales and shifts are counted as learned, statistics are not', () => {
  const net = network(4, [dense(10), batchNorm(relu()), dense(5), layerNorm(), crelu(), dense(3)])
  // 4·10 + 10·5 + 10·3 weights, 10 + 5 + 3 biases, 2·10 + 2·5 scales and shifts
  expect(count(net).text).toBe(
    '3-layer neural network (2 hidden layers): 18 neurons, 120 weights + 18 biases + 30 learned in activations and normalizations = 168 learnable parameters',
  )
  expect(networkFromData(JSON.parse(JSON.stringify(net)))).toEqual(net)
})

test('bad options are refused', () => {
  expect(() => batchNorm(relu(), { momentum: 1 })).toThrow('batchNorm: momentum must be a number in [0, 1); got 1.')
  expect(() => layerNorm({ epsilon: 0 })).toThrow('layerNorm: epsilon must be a number in (0, ∞); got 0.')
  expect(() => layerNorm(relu as never)).toThrow(
    'layerNorm: the activation must be one such as relu(); got a function. Call it: relu() instead of relu.',
  )
  expect(() => batchNorm(relu(), { units: 3 } as never)).toThrow(
    'batchNorm: the options are name, from, locked, momentum, epsilon; got "units". Remove units, or correct its spelling.',
  )
  expect(() => crelu({ pieces: 2 } as never)).toThrow('crelu: the options are name, from; got "pieces".')
  expect(() =>
    trainer(network(2, [batchNorm()]), examples({ X: [[1, 2]], y: [[0, 0]] }), { loss, optimizer: gradientDescent() }),
  ).not.toThrow()
})

test('the bias before batch normalization has no gradient but rounding, of which Adam makes steps and gradient descent none', () => {
  const item = (optimizer: Optimizer): Case => ({
    ...{ name: '', masks: false, settings: {}, batch: 8, loss: resolveLoss('softmax'), optimizer },
    network: network(3, [dense(6, { biases: normal({ deviation: 0.3 }) }), batchNorm(tanh()), dense(3)]),
    data: makeData({ inputs: 3, rows: 24, classes: 3, seed: 1 }),
  })
  const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs))
  const pair = (optimizer: Optimizer) => [wasm, reference].map((device) => prepareCase(device, item(optimizer)))
  const [single, double] = pair(adam({ rate: 0.01 }))
  for (const execution of [single!, double!]) oneStep(execution)
  expect(largest(double!.read('d:h1.W'))).toBeGreaterThan(0.01)
  expect(largest(double!.read('d:h1.b'))).toBeLessThan(1e-15)
  expect(largest(single!.read('d:h1.b'))).toBeLessThan(1e-7)

  // Adam divides by the size of the gradient: of 1e-8 it makes half of a step of 0.01. The backends' biases part, and what they predict does not.
  const apart = (optimizer: Optimizer, name: string) => {
    const [tested, oracle] = pair(optimizer)
    for (const execution of [tested!, oracle!]) train(execution, 12)
    for (const execution of [tested!, oracle!]) oneStep(execution)
    const expected = oracle!.read(name)
    return largest(Float64Array.from(tested!.read(name), (value, i) => value - expected[i]!))
  }
  expect(apart(adam({ rate: 0.01 }), 'h1.b')).toBeGreaterThan(1e-3)
  expect(apart(adam({ rate: 0.01 }), 'scores')).toBeLessThan(1e-5)
  expect(apart(gradientDescent({ rate: 0.01 }), 'h1.b')).toBeLessThan(1e-7)
})
