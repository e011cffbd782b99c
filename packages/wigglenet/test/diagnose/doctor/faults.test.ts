// Faults, each planted in a run that is otherwise sound: the doctor names it, and is silent on the run without it.
import { expect, test } from 'vitest'
import { examples } from '../../../src/data/examples.ts'
import { spiral } from '../../../src/data/make/spiral.ts'
import { takeRows } from '../../../src/data/take-rows.ts'
import type { DataSet } from '../../../src/data/types.ts'
import { diagnose } from '../../../src/diagnose/doctor/diagnose.ts'
import { rules } from '../../../src/diagnose/doctor/rules.ts'
import { relu } from '../../../src/network/activations/relu.ts'
import { sigmoid } from '../../../src/network/activations/sigmoid.ts'
import { tanh } from '../../../src/network/activations/tanh.ts'
import { constant } from '../../../src/network/initializers/constant.ts'
import { normal } from '../../../src/network/initializers/normal.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { network } from '../../../src/network/network.ts'
import type { Layer } from '../../../src/network/types.ts'
import { randomStream, streams } from '../../../src/number/random.ts'
import { adam } from '../../../src/optimizer/adam.ts'
import { gradientDescent } from '../../../src/optimizer/gradient-descent.ts'
import { momentum } from '../../../src/optimizer/momentum.ts'
import type { FitOptions } from '../../../src/train/types.ts'
import { factsOf, type Planned, rulesOf } from './runs.ts'

const random = () => randomStream(7, streams.data)
/** Rows in three parts: 60 % train, 20 % tell when to stop, 20 % judge. */
const inParts = (data: DataSet) => {
  const rows = (of: (row: number) => boolean) =>
    takeRows(data, Uint32Array.from({ length: data.rows }, (_, i) => i).filter(of))
  return { train: rows((i) => i % 5 < 3), validation: rows((i) => i % 5 === 3), test: rows((i) => i % 5 === 4) }
}
/** Points in four dimensions, standardized, in two classes that a curved surface parts; `flip` turns a share of the labels. */
function points(
  rows: number,
  { flip = 0, more = [] as ((x: number[], label: number) => number)[], rare = 0 } = {},
): DataSet {
  const draw = random()
  const X: number[][] = []
  const y: number[] = []
  while (X.length < rows) {
    const x = [draw.normal(), draw.normal(), draw.normal(), draw.normal()]
    const side = x[0]! * x[1]! + x[2]! > 0 ? 1 : 0
    if (rare > 0 && side === 1 && draw.uniform() > rare) continue
    const label = draw.uniform() < flip ? 1 - side : side
    X.push([...x, ...more.map((column) => column(x, label))])
    y.push(label)
  }
  return examples({ X, y, classes: ['no', 'yes'] })
}
const numbers = (scale = 1, shift = 0): DataSet => {
  const draw = random()
  const X = Array.from({ length: 400 }, () => [draw.normal(), draw.normal(), draw.normal()])
  const y = X.map(([a, b, c]) => shift + scale * (0.6 * a! + 0.5 * Math.sin(2 * b!) - 0.3 * c!))
  return examples({ X, y, task: 'regression' })
}
const options: FitOptions = { optimizer: adam({ rate: 0.01 }), batch: 16, l2: 0.003, epochs: 40, patience: 15, seed: 1 }
const plan = (data: DataSet, layers: (outputs: number) => readonly Layer[], more: FitOptions = {}): Planned => {
  const { train, validation, test: judge } = inParts(data)
  const outputs = more.loss === 'binary-softmax' || data.task === 'regression' ? 1 : data.classes!.length
  const net = network(data.inputs, layers(outputs))
  return { network: net, data: train, test: judge, options: { ...options, validation, ...more } }
}
const hidden = (outputs: number) => [dense(30, relu()), dense(outputs)]
const squashed = (outputs: number) => [dense(20, tanh()), dense(outputs)]
const scale = (data: DataSet, factor: number): DataSet => ({
  ...data,
  X: data.X.map((x) => factor * x) as Float32Array,
})
const without = (name: keyof FitOptions, planned: Planned): Planned => {
  const { [name]: _, ...rest } = planned.options
  return { ...planned, options: rest }
}

const sound: Record<string, () => Planned> = {
  'ReLU on points': () => plan(points(1000), hidden),
  'tanh on points': () => plan(points(1000), squashed),
  'one output': () => plan(points(1000), hidden, { loss: 'binary-softmax' }),
  numbers: () => plan(numbers(), hidden),
  'a truth table of three inputs, many times': () => {
    const X = Array.from({ length: 500 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1].map((bit) => 2 * bit - 1))
    const y = X.map(([a, b, c]) => (a! * b! * c! > 0 ? 1 : 0))
    return plan(examples({ X, y }), hidden)
  },
  'small numbers': () => plan(numbers(0.05, 0.02), hidden),
  'a spiral': () => plan(spiral({ classes: 3, rows: 600, seed: 2 }), squashed, { epochs: 100, l2: 1e-4 }),
  'gradient descent': () => plan(points(1000), hidden, { optimizer: gradientDescent({ rate: 0.1 }), epochs: 60 }),
}
test.each(Object.entries(sound))('a sound run is not alarmed about: %s', async (_, planned) => {
  expect(await rulesOf(planned())).toEqual([])
})

/** Rows of the training part once more among those that judge. */
const repeated = (planned: Planned): Planned => {
  const judge = planned.test!
  const X = judge.X.slice() as Float32Array
  X.set(planned.data.X.subarray(0, 30 * judge.inputs))
  const y = judge.y.slice()
  y.set(planned.data.y.subarray(0, 30))
  return { ...planned, test: { ...judge, X, y } }
}

const faults: readonly [fault: string, rules: string, planned: () => Planned][] = [
  [
    'a rate at which numbers run away',
    'rate-too-high',
    () => plan(numbers(), hidden, { optimizer: momentum({ rate: 5 }) }),
  ],
  [
    'a rate at which the loss jumps',
    'rate-too-high, saturated-units',
    () => without('patience', plan(points(1000), squashed, { optimizer: adam({ rate: 1 }) })),
  ],
  ['a rate of a millionth', 'rate-too-low', () => plan(points(1000), hidden, { optimizer: adam({ rate: 1e-6 }) })],
  [
    'a low rate of gradient descent',
    'rate-too-low',
    () => plan(points(1000), squashed, { optimizer: gradientDescent({ rate: 1e-4 }) }),
  ],
  [
    'ReLU killed by a high rate',
    'rate-too-high, dead-units',
    () =>
      without(
        'patience',
        plan(spiral({ classes: 3, rows: 600, seed: 2 }), hidden, {
          optimizer: gradientDescent({ rate: 10 }),
          epochs: 20,
        }),
      ),
  ],
  [
    'tanh saturated by training',
    'rate-too-high, saturated-units',
    () =>
      without(
        'patience',
        plan(points(1000), squashed, { optimizer: gradientDescent({ rate: 30 }), epochs: 10, l2: 0 }),
      ),
  ],
  [
    'first weights of deviation 30 before sigmoid',
    'initial-weights-too-large',
    () =>
      plan(points(1000), (outputs) => [dense(20, sigmoid(), { weights: normal({ deviation: 30 }) }), dense(outputs)]),
  ],
  [
    'first weights of deviation 10 before ReLU',
    'initial-weights-too-large',
    () =>
      plan(points(1000), (outputs) => [
        dense(30, relu(), { weights: normal({ deviation: 10 }) }),
        dense(outputs, { weights: normal({ deviation: 10 }) }),
      ]),
  ],
  ['inputs in the hundreds', 'unscaled-inputs', () => plan(scale(points(1000), 300), squashed)],
  ['inputs of a ten-thousandth', 'unscaled-inputs', () => plan(scale(points(1000), 1e-4), squashed)],
  ['targets in the thousands', 'unscaled-inputs', () => plan(numbers(1000, 5000), hidden)],
  ['targets beyond tanh', 'labels-out-of-range', () => plan(numbers(5), () => [dense(20, tanh()), dense(1, tanh())])],
  [
    'negative targets for ReLU',
    'labels-out-of-range',
    () => plan(numbers(), () => [dense(20, tanh()), dense(1, relu())]),
  ],
  [
    'a class without training rows',
    'labels-out-of-range',
    () => {
      const planned = plan(points(1000), () => hidden(3))
      const classes = ['no', 'yes', 'perhaps']
      const data = { ...planned.data, classes }
      return {
        ...planned,
        data,
        test: { ...planned.test!, classes },
        options: { ...planned.options, validation: { ...(planned.options.validation as DataSet), classes } },
      }
    },
  ],
  [
    'rows of a single class',
    'labels-out-of-range',
    () => {
      const planned = plan(points(1000), hidden)
      return { ...planned, data: { ...planned.data, y: new Float32Array(planned.data.rows) } }
    },
  ],
  [
    'softmax behind sigmoid',
    'loss-does-not-fit-output',
    () => plan(points(1000), (outputs) => [dense(20, tanh()), dense(outputs, sigmoid())]),
  ],
  [
    'binary softmax behind ReLU',
    'loss-does-not-fit-output',
    () => plan(points(1000), (outputs) => [dense(20, tanh()), dense(outputs, relu())], { loss: 'binary-softmax' }),
  ],
  [
    'first weights all equal',
    'symmetric-units',
    () =>
      plan(points(1000), (outputs) => [
        dense(20, tanh(), { weights: constant(0.5) }),
        dense(outputs, { weights: constant(0.1) }),
      ]),
  ],
  [
    'no activation between two layers',
    'linear-collapse',
    () => plan(points(1000), (outputs) => [dense(20), dense(20), dense(outputs)]),
  ],
  [
    'eight layers of sigmoid',
    'vanishing-gradient',
    () => plan(points(1000), (outputs) => [...Array.from({ length: 8 }, () => dense(10, sigmoid())), dense(outputs)]),
  ],
  [
    'a column that is the label with a little noise',
    'leaking-column',
    () => plan(points(1000, { more: [([a], label) => label + 0.001 * a!] }), hidden),
  ],
  ['training rows among those that judge', 'duplicates-across-split', () => repeated(plan(points(1000), hidden))],
  [
    'noisy labels, 200 units, l2 too weak',
    'overfitting',
    () =>
      without(
        'patience',
        plan(points(400, { flip: 0.25 }), (outputs) => [dense(200, relu()), dense(outputs)], { l2: 1e-6, epochs: 150 }),
      ),
  ],
  [
    'noisy labels, 200 units, no regularization',
    'overfitting, too-little-regularization',
    () =>
      without(
        'patience',
        plan(points(400, { flip: 0.25 }), (outputs) => [dense(200, relu()), dense(outputs)], { l2: 0, epochs: 150 }),
      ),
  ],
  [
    'no hidden layer on a spiral',
    'underfitting',
    () => plan(spiral({ classes: 3, rows: 600, seed: 2 }), (outputs) => [dense(outputs)]),
  ],
  [
    'two units on a spiral',
    'underfitting',
    () => plan(spiral({ classes: 3, rows: 600, seed: 2 }), (outputs) => [dense(2, tanh()), dense(outputs)]),
  ],
  [
    'three units on a spiral, which get two arms right',
    'underfitting',
    () =>
      plan(spiral({ classes: 3, rows: 600, seed: 2 }), (outputs) => [dense(3, relu()), dense(outputs)], {
        epochs: 200,
        l2: 1e-4,
      }),
  ],
  ['l2 of 1', 'underfitting', () => plan(points(1000), hidden, { l2: 1 })],
  ['one row in thirty of a class', 'class-imbalance', () => plan(points(1000, { rare: 0.03 }), hidden)],
  [
    'one row in three hundred of a class',
    'class-imbalance',
    () => plan(points(3000, { rare: 0.003 }), squashed, { l2: 1e-5 }),
  ],
]
test.each(faults)('%s: %s', async (_, expected, planned) => {
  const findings = diagnose(await factsOf(planned()))
  expect(findings.map((finding) => finding.rule).join(', ')).toBe(expected)
  // Each says by which numbers, or which layers, it was found, and none says NaN (but to tell what ended a run).
  for (const { evidence, title, reason, change } of findings) {
    expect(evidence).toMatch(/\d|between h\d/)
    expect([evidence, title, reason, change].join(' ')).not.toMatch(/NaN|undefined|(?<!got -?)Infinity/)
  }
})

test('a rate that is too low is told by the epochs that were run, also where the model has the weights of an earlier one', async () => {
  const facts = await factsOf(plan(points(400), squashed, { optimizer: adam({ rate: 1e-6 }), epochs: 3 }))
  const told = (kept: number, moved: number) =>
    diagnose({ ...facts, kept, layers: facts.layers.map((layer) => ({ ...layer, moved })) }).map(
      ({ rule, evidence }) => `${rule}: ${evidence.replace(/from [\d.]+ to [\d.]+/, 'from a to b')}`,
    )
  const start = 'rate-too-low: In 3 epochs the mean loss fell from a to b'
  const end = "and no layer's weights moved by more than 2 % of their size"
  expect(told(3, 0.02)).toContain(`${start}, ${end}.`)
  expect(told(2, 0.02)).toContain(`${start}, ${end} up to epoch 2, which the model has.`)
  // After one epoch of three they may have gone 6 % at the end of the run.
  expect(told(1, 0.02).join()).not.toContain('rate-too-low')
})

test('each rule is planted at least once', () => {
  const planted = new Set(faults.flatMap(([, names]) => names.split(', ')))
  expect(rules.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([])
})
