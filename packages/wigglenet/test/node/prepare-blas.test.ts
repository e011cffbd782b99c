import { expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { softmax } from '../../src/network/losses/softmax.ts'
import { network } from '../../src/network/network.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { compile } from '../../src/plan/compile.ts'
import { system } from '../backend/backends.ts'
import type { Case } from '../backend/cases.ts'
import { makeData } from '../backend/data.ts'
import { bitsOf, distance, prepareCase, settingsOf, train, trainUnfused } from '../backend/running.ts'

const [rows, batch] = [70, 16]
const item: Case = {
  name: '',
  network: network(6, [dense(9, relu()), dense(3)]),
  loss: softmax(),
  data: makeData({ inputs: 6, rows, classes: 3, seed: 6 }),
  batch,
  optimizer: gradientDescent({ rate: 0.1 }),
  settings: {},
  masks: false,
}
const gradient = 'd:h1.W'

/** The device and the case prepared on it; where there is no BLAS the test is skipped, and says why. */
function prepared(skip: (reason: string) => never) {
  if (typeof system === 'string') return skip(system)
  return prepareCase(system, item)
}

test('without regularization, weights move inside the product, and their gradient is never written', ({ skip }) => {
  const execution = prepared(skip)
  train(execution, 12)
  expect(Math.max(...execution.read(gradient).map(Math.abs))).toBe(0)
  const truth = prepareCase(reference, item)
  train(truth, 12)
  expect(distance(execution.read('h1.W'), truth.read('h1.W'))).toBeLessThan(1e-5)
})

test('steps whose parts run alone have the same bits, and their gradient can be read', ({ skip }) => {
  const [whole, apart] = [prepared(skip), prepared(skip)]
  train(whole, 12)
  trainUnfused(apart, 12, rows, batch)
  expect(bitsOf(apart)).toBe(bitsOf(whole))
  expect(Math.max(...apart.read(gradient).map(Math.abs))).toBeGreaterThan(0)
})

test('regularization that is switched on between two steps counts from there on', ({ skip }) => {
  for (const strength of [{ l2: 0.05 }, { l1: 0.05 }]) {
    const [whole, apart, truth] = [prepared(skip), prepared(skip), prepareCase(reference, item)]
    for (const settings of [{}, strength, {}]) {
      for (const execution of [whole, apart, truth])
        execution.configure(settingsOf(execution, batch, { ...settings, shuffle: false }))
      train(whole, 5)
      trainUnfused(apart, 5, rows, batch)
      train(truth, 5)
    }
    expect(bitsOf(apart)).toBe(bitsOf(whole))
    expect(distance(whole.read('h1.W'), truth.read('h1.W'))).toBeLessThan(1e-5)
  }
})

test('rows to predict are read where they are, also from the middle of an array, and the last ones of a batch', ({
  skip,
}) => {
  if (typeof system === 'string') skip(system)
  const plan = compile(item.network, { batch })
  const all = Float32Array.from({ length: 6 * 40 }, (_, i) => Math.sin(i))
  const X = all.subarray(6 * 3)
  const [here, there] = [system as typeof wasm, wasm].map((device) => {
    const execution = device.prepare(plan)
    for (const { name, shape } of plan.parameters)
      execution.write(
        name,
        Float32Array.from({ length: shape[0] * (shape[1] ?? 1) }, (_, i) => Math.cos(i * i)),
      )
    return { execution, scores: execution.scores(X, 37) }
  })
  expect(distance(here!.scores, there!.scores)).toBeLessThan(1e-5)
  expect(Math.max(...here!.execution.read('x'))).toBe(0)
  expect(here!.execution.scores(new Float32Array(), 0)).toHaveLength(0)
})

test('a single row has the bits of WebAssembly', ({ skip }) => {
  if (typeof system === 'string') skip(system)
  const plan = compile(item.network, { batch: 1 })
  const [one, other] = [system as typeof wasm, wasm].map((device) => {
    const execution = device.prepare(plan)
    execution.write(
      'h1.W',
      Float32Array.from({ length: 54 }, (_, i) => Math.cos(i * i)),
    )
    execution.write(
      'scores.W',
      Float32Array.from({ length: 27 }, (_, i) => Math.sin(i)),
    )
    return execution.scores(Float32Array.from([1, 2, 3, 4, 5, 6]), 1)
  })
  expect(one).toEqual(other)
  expect(one![0]).not.toBe(0)
})
