import { expect, test } from 'vitest'
import { examples } from '../../../src/data/examples.ts'
import { spiral } from '../../../src/data/make/spiral.ts'
import { tableFromTexts } from '../../../src/data/table-from-texts.ts'
import { weighted } from '../../../src/data/weighted.ts'
import { chanceLoss } from '../../../src/diagnose/doctor/chance.ts'
import { dataFacts } from '../../../src/diagnose/doctor/data-facts.ts'
import { diagnose, findingsText } from '../../../src/diagnose/doctor/diagnose.ts'
import { runFacts } from '../../../src/diagnose/doctor/run-facts.ts'
import { relu } from '../../../src/network/activations/relu.ts'
import { tanh } from '../../../src/network/activations/tanh.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { resolveLoss } from '../../../src/network/losses/resolve.ts'
import { network } from '../../../src/network/network.ts'
import { gradientDescent } from '../../../src/optimizer/gradient-descent.ts'
import { factsOf, partsOf } from './runs.ts'

test('the chance loss, by hand', () => {
  const classes = examples({ X: [[1], [2], [3], [4]], y: [0, 1, 1, 1] })
  const at = (name: Parameters<typeof resolveLoss>[0], data = classes) => chanceLoss(resolveLoss(name), data)
  // -(1/4)·ln(1/4) - (3/4)·ln(3/4)
  expect(at('softmax')).toBeCloseTo(0.5623351446188083, 15)
  expect(at('binary-softmax')).toBeCloseTo(0.5623351446188083, 15)
  expect([at('svm'), at('binary-svm')]).toEqual([1, 0.5])
  const numbers = examples({
    X: [[1], [2]],
    y: [
      [1, 10],
      [3, 10],
    ],
    task: 'regression',
  })
  expect(at('mean-squared-error', numbers)).toBe(0.5) // variances 1 and 0
  expect(chanceLoss({ ...resolveLoss('mean-squared-error'), kind: 'mine' } as never, numbers)).toBeUndefined()
})

test('the chance loss of rows with weights counts them by these', () => {
  const classes = weighted(examples({ X: [[1], [2], [3], [4]], y: [0, 1, 1, 1] }), [3, 1, 1, 1])
  expect(chanceLoss(resolveLoss('softmax'), classes)).toBeCloseTo(Math.log(2), 7)
  expect(chanceLoss(resolveLoss('binary-svm'), classes)).toBeCloseTo(1, 7)
  const numbers = weighted(examples({ X: [[1], [2]], y: [0, 4], task: 'regression' }), [3, 1])
  expect(chanceLoss(resolveLoss('mean-squared-error'), numbers)).toBe(3) // the mean is 1: (3·1 + 1·9)/4
})

test('of L-BFGS, which finds its steps itself, no rate is said to be too high or too low', async () => {
  const data = examples({ X: [[-1], [-0.5], [0], [0.5], [1]], y: [-1, 1, -1, 0, 1], task: 'regression' })
  const options = { optimizer: gradientDescent({ rate: 1e-6 }), epochs: 8, batch: 5 }
  const facts = await factsOf({ network: network(1, [dense(2, tanh()), dense(1)]), data, options })
  const rules = (kind: string) => diagnose({ ...facts, optimizer: { kind, rate: 1 } }).map(({ rule }) => rule)
  expect(rules('gradient-descent')).toContain('rate-too-low')
  expect(rules('l-bfgs')).not.toContain('rate-too-low')
})

test('sizes, classes and repeated rows of data are counted', () => {
  const train = examples({
    X: [
      [3, 0],
      [4, 0],
      [3, 0],
      [4, 2],
    ],
    y: [0, 1, 0, 0],
    classes: ['a', 'b', 'c'],
  })
  const test = examples({
    X: [
      [4, 2],
      [4, 3],
    ],
    y: [2, 1],
    classes: ['a', 'b', 'c'],
  })
  expect(dataFacts(train, { test })).toEqual({
    rows: 4,
    inputs: 2,
    sizes: { column: 'input 1', largest: Math.sqrt(12.5), median: (Math.sqrt(12.5) + 1) / 2 },
    classes: [
      { name: 'a', rows: 3, judged: 0 },
      { name: 'b', rows: 1, judged: 1 },
      { name: 'c', rows: 0, judged: 1 },
    ],
    // Input 1: of 3, 3 both are a; of 4, 4 the classes b and a are told by each other, wrongly. Input 2: of 0, 0, 0 two are a, one b, which is
    // told wrongly, and 2 has the neighbours 0, of which the last one, a, is right.
    best: { column: 'input 2', score: 0.75, columns: 2, rows: 4 },
    distinct: 3,
    repeated: [{ of: 'test', rows: 2, repeated: 1 }],
  })
})

test('a category is one column, by its name', () => {
  const rows = Array.from({ length: 60 }, (_, i) => [
    `${i % 7}.5`,
    ['red', 'green', 'blue'][i % 3]!,
    `${10 * (i % 3)}.5`,
  ])
  const { train } = partsOf(tableFromTexts(['size', 'colour', 'price'], rows), 'price')
  expect(dataFacts(train, {}).best).toMatchObject({ column: 'colour', score: 1, columns: 2 })
})

test('bytes are seen as the network sees them', () => {
  const X = Uint8Array.of(0, 100, 200, 100)
  const data = {
    ...examples({ X, inputs: 2, y: [0, 1] }),
    scaling: { scale: Float32Array.of(0.5, 1), shift: Float32Array.of(0, -100) },
  }
  // Inputs 0 and 0, 100 and 0.
  expect(dataFacts(data, {}).sizes).toEqual({
    column: 'input 1',
    largest: Math.sqrt(5000),
    median: Math.sqrt(5000) / 2,
  })
})

const spirals = spiral({ classes: 3, seed: 1 })
const net = network(2, [dense(20, relu()), dense(3)])

test('facts of a run that diverged have no end, and say what was thrown', async () => {
  const options = { optimizer: gradientDescent({ rate: 1e30 }), epochs: 3, seed: 1 }
  const facts = await factsOf({ network: net, data: spirals, options })
  expect(facts).toMatchObject({
    curve: [],
    kept: 0,
    scores: { start: { loss: expect.any(Number) } },
    optimizer: { kind: 'gradient-descent', rate: 1e30 },
  })
  expect(facts.layers[0]).not.toHaveProperty('end')
  const [first] = diagnose(facts)
  expect(first).toMatchObject({
    rule: 'rate-too-high',
    title: 'The rate 1e+30 is too high',
    evidence: expect.stringMatching(/^The run failed: fit: every number must stay finite; got/),
    change: 'Lower the rate to a tenth: gradient-descent at 1e+29.',
  })
})

test('facts of a run that went well hold its start and its end', async () => {
  const options = { epochs: 50, batch: 30, validation: 0.2, patience: 10, seed: 1, l2: 0.001 }
  const facts = await factsOf({ network: net, data: spirals, options })
  expect(facts.curve.length).toBeGreaterThan(10)
  expect(facts.curve.at(-1)).toMatchObject({
    accuracy: expect.any(Number),
    validation: { accuracy: expect.any(Number) },
  })
  expect(facts.kept).toBeLessThanOrEqual(facts.curve.length)
  expect(facts.scores.validation!.rows).toBe(60)
  // At the kept epoch the loop has measured the same weights.
  expect(facts.scores.validation!.loss).toBeCloseTo(facts.curve[facts.kept - 1]!.validation!.loss, 6)
  expect(facts.layers.map(({ layer, moved }) => [layer, moved! > 0])).toEqual([
    ['h1', true],
    ['scores', true],
  ])
})

test('options and data that do not fit are refused as by fit', () => {
  expect(() => runFacts(network(3, [dense(3)]), spirals as never, {}, { events: [] })).toThrow(
    'runFacts: the data must have 3 inputs, the width of the network; got 2. Give data of that width, or start with network(2, …).',
  )
})

test('at most five findings, the most important first, and the text of one', async () => {
  const data = examples({
    X: Array.from({ length: 100 }, (_, i) => [1000 * Math.sin(i), i < 4 ? 1 : 0]),
    y: Array.from({ length: 100 }, (_, i) => (i < 4 ? 'rare' : 'usual')),
    classes: ['rare', 'usual'],
  })
  const layers = network(2, [dense(3), dense(4, relu()), dense(2, relu())])
  const facts = await factsOf({
    network: layers,
    data,
    test: data,
    options: { epochs: 2, seed: 1, optimizer: gradientDescent({ rate: 1 }) },
  })
  const findings = diagnose(facts)
  expect(findings.map(({ rule }) => rule)).toEqual([
    'loss-does-not-fit-output',
    'unscaled-inputs',
    'linear-collapse',
    'leaking-column',
    'duplicates-across-split',
  ]) // and class-imbalance

  expect(findingsText([])).toBe('Nothing wrong was found.')
  expect(findingsText(findings.slice(1, 2))).toBe(`1. The inputs are not scaled: they are large
   The root mean square of input 1 is 707; that of the middle one of 2 inputs is 354.
   Why it matters: The sum in a unit grows with its inputs, and so does the gradient of its weights: with large ones sigmoid and tanh saturate at once, and one rate cannot suit both them and inputs of size 1.
   Try: Standardize each column: fitPreprocessing does, on the training rows alone; images take scaling.`)
})
