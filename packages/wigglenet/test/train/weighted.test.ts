// What weights of rows mean, whatever the loss and the backend: held to numbers of numpy and scikit-learn 1.2.1.
import { describe, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { examples } from '../../src/data/examples.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { takeRows } from '../../src/data/take-rows.ts'
import { weighted } from '../../src/data/weighted.ts'
import { evaluate } from '../../src/model/evaluate.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { fingerprint } from '../../src/number/hash.ts'
import { fit } from '../../src/train/fit.ts'
import { fitLbfgs } from '../../src/train/fit-lbfgs.ts'
import { lossAndGradients } from '../../src/train/loss-and-gradients.ts'
import type { Checkpoint } from '../../src/train/types.ts'
import { dataFor, losses } from '../backend/cases.ts'

const backends = [wasm, reference].map((device) => [device.name, device] as const)
const bits = (parameters: Readonly<Record<string, ArrayLike<number>>>) =>
  fingerprint(...Object.values(parameters).map((values) => Float64Array.from(values)))

/** A linear layer of the right size for a loss, with numbers that are no round ones. */
function linear(outputs: number) {
  const net = network(3, [dense(outputs)])
  const numbers = (length: number) => Float64Array.from({ length }, (_, i) => Math.fround(((i * 7919) % 17) / 11 - 0.7))
  return { net, parameters: { 'scores.W': numbers(3 * outputs), 'scores.b': numbers(outputs) } }
}

describe.each(Object.entries(losses))('%s', (_name, { loss, outputs }) => {
  const data = dataFor({ loss, outputs }, 3, 12)
  const { net, parameters } = linear(outputs)

  test.each(backends)('a weight of 1 for every row trains to the bits of none on %s', async (_device, device) => {
    const options = { loss, batch: 5, epochs: 3, seed: 2, device }
    const run = async (set: typeof data) => bits((await fit(net, set, options).model).parameters)
    expect(await run(weighted(data, Array(12).fill(1)))).toBe(await run(data))
  })

  test('the gradient of a row of weight 2 is that of the row twice, of weight 0 that without the row', () => {
    const gradientsOf = (set: typeof data) => lossAndGradients(net, parameters, { data: set, loss, device: reference })
    const twice = gradientsOf(takeRows(data, [0, 1, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11]))
    const once = gradientsOf(weighted(data, [1, 2, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1]))
    expect(Math.abs(once.loss - twice.loss)).toBeLessThan(1e-13 * Math.max(1, Math.abs(twice.loss)))
    for (const [name, values] of Object.entries(twice.gradients)) {
      values.forEach((value, i) => expect(Math.abs(once.gradients[name]![i]! - value)).toBeLessThan(1e-13))
    }
  })
})

const X = [[0.5, -1], [1.5, 0.25], [-0.75, 2], [1, 1]] // biome-ignore format: a table
const four = weighted(examples({ X, y: [0, 2, 1, 2], classes: ['a', 'b', 'c'] }), [0.5, 2, 0, 1.5])
const softmaxNet = network(2, [dense(3)])
const given = { 'scores.W': [0.2, -0.4, 0.1, 0.3, -0.5, 0.6], 'scores.b': [0.1, -0.2, 0.05] }

test.each(backends)('the weighted loss of a softmax and its gradient are those of numpy on %s', (name, device) => {
  // P = softmax(X·Wᵀ + b); np.average(-log P[y], weights=w); ((P - onehot)·w/Σw)ᵀ·X
  const { loss, gradients } = lossAndGradients(softmaxNet, given, { data: four, loss: 'softmax', device })
  const digits = name === 'wasm' ? 6 : 14
  expect(loss).toBeCloseTo(1.2648551372758434, digits)
  const dW = [
    0.42278020587795145, 0.20705705149283668, 0.4134840910028691, 0.15531524470394617, -0.8362642968808206,
    -0.3623722961967828,
  ]
  dW.forEach((value, i) => expect(gradients['scores.W']![i]).toBeCloseTo(value, digits))
  const db = [0.285114971917253, 0.3403546009136905, -0.6254695728309435]
  db.forEach((value, i) => expect(gradients['scores.b']![i]).toBeCloseTo(value, digits))
})

test('with weights L-BFGS comes to the weighted logistic regression of scikit-learn', async () => {
  // LogisticRegression(C=1/(0.05·Σw), solver='newton-cholesky', tol=1e-14).fit(X, y, sample_weight=w): it divides by nothing, and C by Σw makes a mean of its sum
  const data = examples({
    X: [[0.5, 1.2], [1.1, -0.3], [-0.7, 0.4], [0.2, 0.9], [-1.3, -0.8], [0.9, 0.1], [-0.2, -1.1], [1.7, 0.6]], // biome-ignore format: a table
    y: [1, 1, 0, 0, 0, 1, 1, 0],
    task: 'classification',
  })
  const set = weighted(data, [1, 0.5, 2, 1, 0.25, 3, 1, 0.75])
  const options = { loss: 'binary-softmax', l2: 0.05, device: reference, tolerance: 1e-9 } as const
  const { parameters } = await fitLbfgs(network(2, [dense(1)]), set, options).model
  expect(parameters['scores.W']![0]).toBeCloseTo(1.0119592898605003, 6)
  expect(parameters['scores.W']![1]).toBeCloseTo(-0.8965382433314394, 6)
  expect(parameters['scores.b']![0]).toBeCloseTo(0.2265915009755956, 6)
})

const rows = spiral({ classes: 3, rows: 90, seed: 1 })
const counts = Array.from({ length: 90 }, (_, row) => (row * 5) % 7)
const net = network(2, [dense(12, tanh(), { dropout: 0.1 }), dense(3)])
const options = { batch: 7, epochs: 6, seed: 4, validation: 0.2, patience: 50 }

test.each(backends)(
  'a weighted run that goes on from a checkpoint has the same bits on %s, and no other weights',
  async (_name, device) => {
    const saved: Checkpoint[] = []
    const keep = { save: (checkpoint: Checkpoint) => void saved.push(checkpoint) }
    const set = weighted(rows, counts)
    const whole = bits((await fit(net, set, { ...options, device, checkpoint: keep }).model).parameters)
    expect(whole).not.toBe(bits((await fit(net, rows, { ...options, device }).model).parameters))
    const resume = saved[0]!
    expect(resume.cursor.epoch).toBeLessThan(6)
    expect(bits((await fit(net, set, { ...options, device, resume }).model).parameters)).toBe(whole)
    const other = weighted(
      rows,
      counts.map((count) => count + 1),
    )
    expect(() => fit(net, other, { ...options, device, resume })).toThrow(/^fit: data must be as in the saved run, /)
  },
)

test('the scores of an epoch, and those of evaluate, count rows by their weights', async () => {
  const set = weighted(rows, counts)
  const run = fit(net, set, { ...options, patience: 100, validation: set, epochs: 3 })
  let last: { readonly loss: number; readonly accuracy?: number } | undefined
  for await (const event of run) if (event.kind === 'epoch') last = event.validation
  const model = await run.model
  const judged = evaluate(model, set)
  const all = counts.reduce((a, b) => a + b)
  const labels = model.predict(Array.from({ length: 90 }, (_, row) => [rows.X[2 * row]!, rows.X[2 * row + 1]!]))
  const right = counts.reduce((sum, count, row) => sum + (labels[row] === rows.classes![rows.y[row]!] ? count : 0), 0)
  expect(judged.accuracy).toBeCloseTo(right / all, 6)
  expect(judged.accuracy).not.toBeCloseTo(evaluate(model, rows).accuracy!, 6)
  expect(judged.confusion!.flat().reduce((a, b) => a + b)).toBe(90)
  // Early stopping has taken the best of 3 epochs back; the third is the best here.
  expect(judged.loss).toBeCloseTo(last!.loss, 5)
  expect(judged.accuracy).toBeCloseTo(last!.accuracy!, 6)
})

test('weighted numbers: R² is that of the rows taken as often as they count', async () => {
  const set = examples({ X: [[0], [1], [2], [3]], y: [0.5, 1, 4, 2.5], task: 'regression' })
  const model = await fit(network(1, [dense(1)]), set, { epochs: 3 }).model
  const [once, often] = [
    evaluate(model, weighted(set, [1, 3, 0, 2])),
    evaluate(model, takeRows(set, [0, 1, 1, 1, 3, 3])),
  ]
  for (const name of ['loss', 'rSquared', 'meanAbsoluteError', 'rootMeanSquaredError'] as const) {
    expect(once[name], name).toBeCloseTo(often[name]!, 6)
  }
})
