// Which inputs a model relies on: permutation importance, gradients along the inputs, partial dependence.
import { expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { applyPreprocessing } from '../../src/data/apply-preprocessing.ts'
import { examples } from '../../src/data/examples.ts'
import { fitPreprocessing } from '../../src/data/fit-preprocessing.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { tableFromTexts } from '../../src/data/table-from-texts.ts'
import { inputGradients } from '../../src/explore/input-gradients.ts'
import { partialDependence } from '../../src/explore/partial-dependence.ts'
import { permutationImportance } from '../../src/explore/permutation-importance.ts'
import { createModel } from '../../src/model/model.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { concat } from '../../src/network/layers/concat.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { meanSquaredError } from '../../src/network/losses/mean-squared-error.ts'
import { softmax } from '../../src/network/losses/softmax.ts'
import { network } from '../../src/network/network.ts'
import { provenance } from '../model/parts.ts'
import { drawn } from './models.ts'

/** y = 3·x0 + 0·x1 */
const line = createModel({
  network: network(2, [dense(1)]),
  parameters: { 'scores.W': Float32Array.of(3, 0), 'scores.b': Float32Array.of(1) },
  loss: meanSquaredError(),
  task: 'regression',
  provenance: {
    ...provenance,
    data: {
      ...provenance.data,
      ranges: [
        [0, 10],
        [0, 10],
      ] as const,
    },
  },
})
const X = Array.from({ length: 200 }, (_, i) => [i % 10, (7 * i) % 10])
const data = examples({ X, y: X.map(([x]) => 3 * x! + 1), task: 'regression' })

test('shuffling the one column that counts takes R² from 1 to about -1, any other column takes nothing', () => {
  const { score, loss, columns } = permutationImportance(line, data, { repeats: 10 })
  expect([score, loss]).toEqual([1, 0])
  // Two independent draws of the column differ by twice its variance: R² = 1 - 2.
  expect(columns[0]!.scoreDrop).toBeGreaterThan(1.8)
  expect(columns[0]!.scoreDrop).toBeLessThan(2.2)
  expect(columns[0]!.lossRise).toBeCloseTo(columns[0]!.scoreDrop * 9 * 8.25, 2) // the variance of 3·(0…9)
  expect(columns[0]!.scoreDeviation).toBeGreaterThan(0)
  expect(columns[1]).toEqual({ name: 'x1', scoreDrop: 0, scoreDeviation: 0, lossRise: 0 })
  expect(permutationImportance(line, data, { repeats: 10 }).columns).toEqual(columns)
})

test('the categories of a column move together, under its name', () => {
  const cells = Array.from({ length: 60 }, (_, i) => [['red', 'green', 'blue'][i % 3]!, String(i % 7), String(i % 3)])
  const table = tableFromTexts(['colour', 'size', 'y'], cells)
  const { preprocessing } = fitPreprocessing(
    table,
    Array.from({ length: 60 }, (_, i) => i),
    { target: 'y', task: 'classification' },
  )
  const set = applyPreprocessing(
    preprocessing,
    table,
    Array.from({ length: 60 }, (_, i) => i),
  )
  const W = new Float32Array(3 * set.inputs)
  const names = preprocessing.features.flatMap((f) => (f.kind === 'category' ? f.categories : [f.name]))
  for (const [k, colour] of ['red', 'green', 'blue'].entries()) W[k * set.inputs + names.indexOf(colour)] = 5
  const model = createModel({
    network: network(set.inputs, [dense(3)]),
    parameters: { 'scores.W': W, 'scores.b': new Float32Array(3) },
    loss: softmax(),
    task: 'classification',
    classes: set.classes!,
    preprocessing,
    provenance,
  })
  const { columns, score } = permutationImportance(model, set)
  expect(score).toBe(1)
  expect(columns.map(({ name }) => name)).toEqual(['colour', 'size'])
  expect(columns[0]!.scoreDrop).toBeGreaterThan(0.5) // a third of the shuffled colours fit by chance
  expect(columns[1]!.scoreDrop).toBe(0)
  const { values, means } = partialDependence(model, set, 'colour')
  const sure = Math.exp(5) / (Math.exp(5) + 2)
  expect(means[values.indexOf('red' as never)]![0]).toBeCloseTo(sure, 6)
  expect(() => partialDependence(model, set, 'weight')).toThrow(
    'partialDependence: column must be one of colour, size; got "weight"',
  )
})

test('partial dependence on a column that counts is its line, on another one flat', () => {
  const { values, means } = partialDependence(line, data, 'x0', { points: 3, window: [0, 10] })
  expect(values).toEqual([0, 5, 10])
  expect(means.flat()).toEqual([1, 16, 31])
  const flat = partialDependence(line, data, 'x1', { points: 2, window: [-5, 5] })
  expect(flat.means[0]![0]).toBeCloseTo(3 * 4.5 + 1, 5)
  expect(flat.means[1]).toEqual(flat.means[0])
})

test('gradients along the inputs are the central differences of the score, on every row, also past 256 rows', () => {
  const set = spiral({ classes: 3, seed: 2 })
  const net = network(2, [
    dense(8, tanh(), { name: 'h' }),
    concat({ from: ['x', 'h'], name: 'both' }),
    dense(3, { from: 'both' }),
  ])
  const model = drawn(net, 4, { classes: set.classes! })
  const found = inputGradients(model, set, { device: reference })
  expect(found.names).toEqual(['x0', 'x1'])
  const step = 1e-3
  const out = new Float32Array(3)
  const exact = createModel(model, { device: reference })
  const scoreAt = (row: number, k: number, move: number) => {
    const x = set.X.slice(2 * row, 2 * row + 2) as Float32Array
    x[k]! += move
    exact.scoresInto(x, out)
    return { score: out[found.outputs[row]!]!, moved: x[k]! }
  }
  for (const row of [0, 1, 100, 255, 256, 299]) {
    for (const k of [0, 1]) {
      const [up, down] = [scoreAt(row, k, step), scoreAt(row, k, -step)]
      const slope = (up.score - down.score) / (up.moved - down.moved)
      expect(Math.abs(found.gradients[2 * row + k]! - slope)).toBeLessThan(2e-3 * Math.max(1, Math.abs(slope)))
      expect(found.products[2 * row + k]).toBeCloseTo(found.gradients[2 * row + k]! * set.X[2 * row + k]!, 12)
    }
  }
  const fast = inputGradients(model, set)
  fast.gradients.forEach((slope, i) => expect(slope).toBeCloseTo(found.gradients[i]!, 4))
})

test('the gradient of a linear score is its weights, whichever output is asked for', () => {
  const model = drawn(network(2, [dense(3)]), 7)
  const W = model.parameters['scores.W']!
  const { gradients, outputs } = inputGradients(
    model,
    { ...spiral({ classes: 3, seed: 1 }), classes: model.classes },
    { output: 1 },
  )
  expect([...gradients.subarray(0, 2)]).toEqual([W[2], W[3]])
  expect(new Set(outputs)).toEqual(new Set([1]))
  expect(() => inputGradients(model, data, { output: 3 })).toThrow(
    'inputGradients: output must be a whole number in [0, 3); got 3',
  )
})
