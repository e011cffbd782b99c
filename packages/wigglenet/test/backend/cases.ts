// The cases of the conformance suite: networks, losses, data and settings, each with what makes it worth running.

import type { Settings } from '../../src/backend/backend.ts'
import { optimizers } from '../../src/catalogue.ts'
import type { DataSet } from '../../src/data/types.ts'
import { weighted } from '../../src/data/weighted.ts'
import { prelu } from '../../src/network/activations/prelu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { selu } from '../../src/network/activations/selu.ts'
import { sigmoid } from '../../src/network/activations/sigmoid.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { alphaDropout } from '../../src/network/chance/alpha-dropout.ts'
import { weightNoise } from '../../src/network/chance/weight-noise.ts'
import { maxNorm } from '../../src/network/constraints/max-norm.ts'
import { nonNegative } from '../../src/network/constraints/non-negative.ts'
import { normal } from '../../src/network/initializers/normal.ts'
import { add } from '../../src/network/layers/add.ts'
import { batchNorm } from '../../src/network/layers/batch-norm.ts'
import { columns } from '../../src/network/layers/columns.ts'
import { concat } from '../../src/network/layers/concat.ts'
import { crelu } from '../../src/network/layers/crelu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { layerNorm } from '../../src/network/layers/layer-norm.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { neurons } from '../../src/network/layers/neurons.ts'
import { sameAs } from '../../src/network/layers/same-as.ts'
import { absoluteError, huber, logCosh, poisson, quantile, squaredHinge } from '../../src/network/losses/all.ts'
import { binaryCrossEntropy } from '../../src/network/losses/binary-cross-entropy.ts'
import { crossEntropy } from '../../src/network/losses/cross-entropy.ts'
import { elementLoss } from '../../src/network/losses/element-loss.ts'
import { joint } from '../../src/network/losses/joint.ts'
import { klDivergence } from '../../src/network/losses/kl-divergence.ts'
import { multiLabel } from '../../src/network/losses/multi-label.ts'
import { resolveLoss } from '../../src/network/losses/resolve.ts'
import { network } from '../../src/network/network.ts'
import type { Loss, Network } from '../../src/network/types.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { averaged } from '../../src/optimizer/averaged.ts'
import { clipped } from '../../src/optimizer/clipped.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { layerRates } from '../../src/optimizer/layer-rates.ts'
import { momentum } from '../../src/optimizer/momentum.ts'
import { optimizer } from '../../src/optimizer/optimizer.ts'
import type { Optimizer } from '../../src/optimizer/types.ts'
import { activations } from './activations.ts'
import { makeData } from './data.ts'

export interface Case {
  readonly name: string
  readonly network: Network
  readonly loss: Loss
  readonly data: DataSet
  readonly batch: number
  readonly optimizer: Optimizer
  readonly settings: Partial<Settings>
  readonly masks: boolean
}

const biases = { biases: normal({ deviation: 0.3 }) }
const own = elementLoss(
  'own',
  { width: { interval: '(0, 9]', default: 0.7 } },
  { value: 'abs(s - y) < width ? 0.5 * (s - y)^2 : width * (abs(s - y) - 0.5 * width)' },
  'number',
)

/** Every loss, with the number of outputs it takes. */
export const losses: Readonly<Record<string, { readonly loss: Loss; readonly outputs: number }>> = {
  'softmax of 3': { loss: resolveLoss('softmax'), outputs: 3 },
  'softmax of 2': { loss: resolveLoss('softmax'), outputs: 2 },
  'cross-entropy of 5, labels smoothed, classes weighted': {
    loss: crossEntropy({ smoothing: 0.2, weights: [1, 0.5, 3, 0, 1.5] }),
    outputs: 5,
  },
  'cross-entropy of 4, classes weighted': { loss: crossEntropy({ weights: [0.25, 2, 1, 1] }), outputs: 4 },
  'binary cross-entropy, smoothed and weighted': {
    loss: binaryCrossEntropy({ smoothing: 0.1, weight: 3 }),
    outputs: 1,
  },
  'svm of 5': { loss: resolveLoss('svm'), outputs: 5 },
  'binary-softmax': { loss: resolveLoss('binary-softmax'), outputs: 1 },
  'binary-svm': { loss: resolveLoss('binary-svm'), outputs: 1 },
  'mean-squared-error of 1': { loss: resolveLoss('mean-squared-error'), outputs: 1 },
  'mean-squared-error of 3': { loss: resolveLoss('mean-squared-error'), outputs: 3 },
  'kl-divergence of 3': { loss: klDivergence(), outputs: 3 },
  'kl-divergence of 9': { loss: klDivergence(), outputs: 9 },
  'joint of 11, with parts that begin and end within vectors': {
    loss: joint([
      { loss: 'mean-squared-error', weight: 0.5 },
      { loss: 'binary-softmax', columns: 2, weight: 2 },
      { loss: klDivergence(), columns: 7 },
      { loss: squaredHinge() },
    ]),
    outputs: 11,
  },
  'multi-label of 5': { loss: multiLabel(['a', 'b', 'c', 'd', 'e']), outputs: 5 },
  'squared-hinge': { loss: squaredHinge(), outputs: 1 },
  'absolute-error of 5': { loss: absoluteError(), outputs: 5 },
  'huber of 2': { loss: huber({ delta: 0.5 }), outputs: 2 },
  'log-cosh of 1': { loss: logCosh(), outputs: 1 },
  'quantile of 3': { loss: quantile({ share: 0.8 }), outputs: 3 },
  'poisson of 2': { loss: poisson(), outputs: 2 },
  'a loss of the user': { loss: own(), outputs: 2 },
}

/** Data that fit a loss. */
export function dataFor<const Inputs extends number>(
  { loss, outputs }: { loss: Loss; outputs: number },
  inputs: Inputs,
  rows: number,
): DataSet<Inputs> {
  const wish = { inputs, rows, seed: 1 }
  if (loss.target !== 'number') return makeData({ ...wish, classes: Math.max(2, outputs) })
  const data = makeData({ ...wish, targets: outputs })
  if (loss.kind === 'multi-label') return { ...data, y: data.y.map((y) => (y > 0 ? 1 : 0)) }
  if (loss.kind === 'joint') return { ...data, y: data.y.map((y, i) => jointTarget(data.y, y, i)) }
  if (loss.kind === 'kl-divergence') return { ...data, y: distributions(data.y, outputs) }
  return 'link' in loss ? { ...data, y: data.y.map((y) => Math.floor(2 * Math.abs(y))) } : data
}

/** Targets of the joint loss above: a number, two labels, a distribution of seven, a label. */
function jointTarget(values: Float32Array, value: number, i: number): number {
  const k = i % 11
  if (k === 0) return value
  if (k < 3 || k === 10) return value > 0 ? 1 : 0
  return distributions(values.slice(i - k + 3, i - k + 10), 7)[k - 3]!
}

/** Rows of numbers → rows of probabilities, some of them 0. */
function distributions(values: Float32Array, width: number): Float32Array {
  const parts = values.map((value, i) => (i % width === 0 ? 0.25 : Math.max(0, value)))
  return parts.map((part, i) => {
    const row = parts.subarray(i - (i % width), i - (i % width) + width)
    return part / row.reduce((a, b) => a + b)
  })
}

const softmax = resolveLoss('softmax')
const descent = gradientDescent({ rate: 0.1 })

function make(name: string, net: Network, more: Partial<Case> = {}): Case {
  const loss = more.loss ?? softmax
  const data = more.data ?? dataFor({ loss, outputs: net.outputs }, net.inputs, 23)
  return { name, network: net, batch: 8, optimizer: descent, settings: {}, masks: false, ...more, loss, data }
}

const chain = (inputs: number, units: number, outputs: number, f = tanh()) =>
  network(inputs, [dense(units, f, biases), dense(outputs, biases)])
const bytes = (inputs: number, rows: number) => makeData({ inputs, rows, classes: 3, seed: 4, bytes: true })

const normalized = optimizer(
  'normalized',
  { rate: { interval: '[0, ∞)', default: 0.01 }, keep: { interval: '[0, 1)', default: 0.8 } },
  {
    perStep: { share: '1 - keep', grown: 'share * sqrt(t)' },
    state: { a: 'keep * a + share * abs(g)', b: 'b + a * sign(g)' },
    update: 'w - rate * grown * (g / (a + 0.001) + tanh(b))',
  },
)

/** Weights of rows: some of them 0, some large. */
const weighing = (data: DataSet): DataSet =>
  weighted(
    data,
    Array.from({ length: data.rows }, (_, row) => (row % 5 === 3 ? 0 : 0.3 + ((row * 7) % 11))),
  )
/** Losses that go through rows in ways of their own; product.ts has weights with all others. */
const waysThroughRows = ['softmax of 3', 'binary-svm', 'joint of 11, with parts that begin and end within vectors']

export const cases: readonly Case[] = [
  ...waysThroughRows.map((name) => {
    const { loss, outputs } = losses[name]!
    return make(`rows with weights: ${name}`, chain(4, 5, outputs), {
      loss,
      data: weighing(dataFor({ loss, outputs }, 4, 23)),
    })
  }),
  ...Object.entries(losses).map(([name, { loss, outputs }]) => make(`loss: ${name}`, chain(4, 5, outputs), { loss })),
  ...Object.entries(activations).map(([name, f]) => make(`activation: ${name}`, chain(3, 6, 3, f))),
  ...Object.entries(activations).map(([name, f]) =>
    make(`activation in an output of one: ${name}`, network(2, [dense(1, f, biases)]), {
      loss: resolveLoss('mean-squared-error'),
    }),
  ),
  ...[1, 3, 5, 17].map((units) => make(`${units} units`, chain(units, units, 3, relu()))),
  ...[1, 3, 5, 17].map((rows) =>
    make(`${rows} rows in batches of 4`, chain(2, 5, 3), {
      batch: 4,
      data: makeData({ inputs: 2, rows, classes: 3, seed: 2 }),
    }),
  ),
  make('batch of 1', chain(2, 20, 3), { batch: 1 }),
  make(
    'batch of 1, wide layers',
    network(2, [dense(64, tanh(), biases), dense(64, relu(), biases), dense(3, biases)]),
    {
      batch: 1,
    },
  ),
  make('batch of 1, sums of 600', chain(600, 44, 3), {
    batch: 1,
    data: makeData({ inputs: 600, rows: 5, classes: 3, seed: 6 }),
  }),
  make('no hidden layer, one input', network(1, [dense(2, biases)])),
  make('1024 units, whose rows are padded', chain(3, 1024, 3, relu()), {
    batch: 3,
    data: makeData({ inputs: 3, rows: 5, classes: 3, seed: 3 }),
  }),
  make('sums of 1030, in two passes', network(1030, [dense(9, tanh(), biases), dense(3)]), {
    batch: 5,
    data: makeData({ inputs: 1030, rows: 7, classes: 3, seed: 3 }),
  }),
  make('sums of 1100 on the way back', network(4, [dense(6, tanh(), biases), dense(1100, relu(), biases), dense(3)]), {
    batch: 5,
    data: makeData({ inputs: 4, rows: 7, classes: 3, seed: 3 }),
  }),
  make('a batch of 1300 rows', chain(3, 7, 3, relu()), {
    batch: 1300,
    data: makeData({ inputs: 3, rows: 1500, classes: 3, seed: 5 }),
  }),
  make(
    'five layers of different widths',
    network(6, [
      dense(33, relu(), biases),
      dense(12, tanh(), biases),
      dense(7, relu(), biases),
      dense(21, sigmoid(), biases),
      dense(3, biases),
    ]),
  ),
  make('maxout of 2 pieces', network(3, [maxout(5, biases), maxout(6, biases), dense(3, biases)])),
  make('maxout of 3 pieces', network(3, [maxout(9, { pieces: 3, ...biases }), dense(3, biases)])),
  make(
    'add: a skip from the input and a node used twice',
    network(6, {
      h1: dense(6, tanh(), biases),
      sum: add({ from: ['x', 'h1'] }),
      h2: dense(6, relu(), biases),
      both: add({ from: ['sum', 'h2', 'h1'] }),
      scores: dense(3, biases),
    }),
  ),
  make(
    'concat of odd widths, the input among them',
    network(3, {
      h1: dense(5, tanh(), biases),
      h2: dense(7, relu(), { from: 'x', ...biases }),
      all: concat({ from: ['h1', 'x', 'h2'] }),
      scores: dense(3, biases),
    }),
  ),
  make(
    'a concat of a concat feeds two layers',
    network(2, {
      a: dense(3, sigmoid(), biases),
      b: concat({ from: ['x', 'a'] }),
      c: concat({ from: ['b', 'a'] }),
      d: dense(5, tanh(), { from: 'c', ...biases }),
      e: dense(5, relu(), { from: 'b', ...biases }),
      f: add({ from: ['d', 'e'] }),
      scores: dense(3, biases),
    }),
  ),
  make(
    'a join as the output',
    network(3, {
      left: dense(3, tanh(), biases),
      right: dense(3, { from: 'x', ...biases }),
      scores: add({ from: ['left', 'right'] }),
    }),
  ),
  make(
    'dropout in two layers',
    network(3, [
      dense(21, relu(), { dropout: 0.5, ...biases }),
      dense(10, tanh(), { dropout: 0.2, ...biases }),
      dense(3),
    ]),
  ),
  make('dropout of maxout', network(3, [maxout(7, { dropout: 0.4, ...biases }), dense(3)])),
  make(
    'input noise in two layers',
    network(5, [dense(7, tanh(), { inputNoise: 0.3, ...biases }), dense(3, { inputNoise: 0.1 })]),
  ),
  make(
    'alpha dropout in two layers and of maxout',
    network(3, [
      dense(21, selu(), { dropout: alphaDropout(0.5), ...biases }),
      dense(10, selu(), { dropout: alphaDropout(0.1), ...biases }),
      maxout(7, { dropout: alphaDropout(0.3), ...biases }),
      dense(3),
    ]),
  ),
  make(
    'weight noise of odd and even widths, on maxout, with Adam, l2 and max-norm',
    network(5, [
      dense(7, tanh(), { noise: weightNoise(0.3), ...biases }),
      maxout(8, { noise: weightNoise(0.1), l2: 0.1, ...biases }),
      dense(3, { noise: weightNoise(0.2), constraint: maxNorm(1), inputNoise: 0.1 }),
    ]),
    { optimizer: adam({ rate: 0.001 }) },
  ),
  make('dropout and noise set to 0', network(3, [dense(9, relu(), { dropout: 0.5, inputNoise: 0.2 }), dense(3)]), {
    settings: { dropout: [0], noise: [0] },
  }),
  make(
    'masks',
    network(4, {
      h: dense(7, tanh(), biases),
      m: maxout(5, biases),
      both: concat({ from: ['h', 'm'] }),
      scores: dense(3, biases),
    }),
    { masks: true },
  ),
  make('bytes with scaling, a whole number of vectors', chain(8, 5, 3), { data: bytes(8, 19) }),
  make('bytes with scaling, an odd number of inputs', chain(7, 5, 3, relu()), { data: bytes(7, 19) }),
  make('l2', chain(3, 6, 3), { settings: { l2: 0.05 } }),
  make('l1', chain(3, 6, 3), { settings: { l1: 0.02 } }),
  make('l2 and l1 with Adam', chain(3, 6, 3), { settings: { l2: 0.03, l1: 0.01 }, optimizer: adam({ rate: 0.01 }) }),
  make(
    'max-norm with Adam and a large rate, of a layer and of the pieces of maxout',
    network(5, [
      dense(7, relu(), { ...biases, constraint: maxNorm(0.9) }),
      maxout(6, { ...biases, constraint: maxNorm(0.5) }),
      dense(3, { ...biases, constraint: maxNorm(50) }),
    ]),
    { optimizer: adam({ rate: 0.05 }) },
  ),
  make(
    'weights held at 0 or above, of odd and even widths and of maxout',
    network(5, [
      dense(7, tanh(), { ...biases, constraint: nonNegative() }),
      maxout(6, { ...biases, constraint: nonNegative() }),
      dense(3, { ...biases, constraint: nonNegative() }),
    ]),
    { optimizer: momentum({ rate: 0.05 }) },
  ),
  make(
    'l2 and l1 of layers beside those of the run',
    network(3, [dense(6, tanh(), { ...biases, l2: 0.1, l1: 0.01 }), maxout(5, { ...biases, l1: 0.02 }), dense(3)]),
    { settings: { l2: 0.03 } },
  ),
  make(
    'locked layers: the first, one that leads a gradient through, one with a learned slope',
    network(3, [
      dense(6, tanh(), { ...biases, locked: true, dropout: 0.2 }),
      dense(7, relu(), biases),
      maxout(5, { ...biases, locked: true, constraint: maxNorm(0.1) }),
      dense(6, prelu(), { ...biases, locked: true, l2: 1 }),
      dense(3),
    ]),
    { optimizer: adam({ rate: 0.01 }) },
  ),
  ...[['batch normalization', batchNorm] as const, ['layer normalization', layerNorm] as const].flatMap(
    ([name, norm]) => [
      make(
        `${name} with and without an activation, of the input, read twice`,
        network(5, {
          first: norm({ from: 'x' }),
          a: dense(7, biases),
          b: norm(tanh()),
          both: concat({ from: ['a', 'b'] }),
          scores: dense(3, biases),
        }),
      ),
      make(
        // Bent, since a bias whose unit is linear on all rows has no gradient but rounding: normalization.test.ts has the numbers.
        `${name} of 33 units, of bent values, with Adam and a ragged last batch`,
        network(3, [
          dense(33, tanh(), { ...biases, weights: normal({ deviation: 2 }) }),
          norm(tanh()),
          dense(9, tanh(), { ...biases, weights: normal({ deviation: 1 }) }),
          norm(prelu()),
          dense(3),
        ]),
        { optimizer: adam({ rate: 0.001 }), settings: { l2: 0.01 } },
      ),
      make(`${name} that is locked`, network(3, [dense(6, biases), norm(sigmoid(), { locked: true }), dense(3)])),
    ],
  ),
  make('layer normalization in batches of 1', network(3, [dense(6, biases), layerNorm(tanh()), dense(3)]), {
    batch: 1,
  }),
  make(
    'CReLU of odd and even widths, and of a node used twice',
    network(3, {
      a: dense(5, biases),
      b: crelu(),
      c: dense(4, biases),
      d: crelu(),
      e: concat({ from: ['d', 'a'] }),
      scores: dense(3, biases),
    }),
  ),
  make(
    'single neurons as a whole network: edges over any distance, outputs that feed others, 5 levels',
    network(3, [
      neurons(
        [
          { name: 'y', activation: sigmoid() },
          { name: 'a', activation: tanh() },
          { name: 'b', activation: relu() },
          { name: 'c', activation: tanh() },
          { name: 'd', activation: tanh() },
          { name: 's' },
          { name: 't' },
        ],
        [
          ['b', 'y'],
          ['x0', 'a'],
          ['x2', 'a'],
          ['x1', 'd'],
          ['a', 'b'],
          ['x0', 'b'],
          ['b', 'c'],
          ['d', 'c'],
          ['c', 's'],
          ['y', 's'],
          ['x1', 's'],
          ['s', 't'],
          ['a', 't'],
        ],
        { outputs: ['t', 'y', 's'], l2: 0.05 },
      ),
    ]),
    { optimizer: adam({ rate: 0.01 }) },
  ),
  make(
    'single neurons between layers, one with a learned slope; another layer reads the same source first',
    network(5, {
      h: dense(6, tanh(), biases),
      some: neurons(
        [
          ...Array.from({ length: 9 }, (_, i) => ({ name: `a${i}`, activation: tanh() })),
          { name: 'p', activation: prelu() },
          { name: 'q', activation: prelu() },
        ],
        [
          ...Array.from({ length: 9 }, (_, i) => ['x0', `a${i}`] as const),
          ...Array.from({ length: 9 }, (_, i) => [`x${i % 6}`, 'p'] as const).slice(0, 6),
          ...Array.from({ length: 9 }, (_, i) => [`a${i}`, 'q'] as const),
          ['p', 'q'],
        ],
        { outputs: ['q', 'p', 'a3', 'a7', 'a0'] },
      ),
      still: neurons([{ name: 'a', activation: tanh() }], [['x4', 'a']], { from: 'h', locked: true }),
      both: concat({ from: ['some', 'h', 'still'] }),
      scores: dense(3, biases),
    }),
  ),
  make(
    'shared layers: dense with l2, max-norm and dropout, maxout with noise, PReLU, normalizations, single neurons',
    network(9, {
      p: columns(1, 4),
      left: dense(5, prelu(), { ...biases, l2: 0.1, constraint: maxNorm(0.8), dropout: 0.3 }),
      q: columns(5, 4, { from: 'x' }),
      right: sameAs('left'),
      third: sameAs('left', { from: 'p' }),
      m: maxout(5, { ...biases, inputNoise: 0.1, noise: weightNoise(0.1) }),
      m2: sameAs('m'),
      n: batchNorm(tanh(), { from: 'right' }),
      n2: sameAs('n', { from: 'm2' }),
      s: neurons(
        [
          { name: 'a', activation: tanh() },
          { name: 'b', activation: prelu() },
        ],
        [
          ['x0', 'a'],
          ['a', 'b'],
          ['x4', 'b'],
        ],
        {
          outputs: ['b', 'a'],
        },
      ),
      s2: sameAs('s', { from: 'n' }),
      still: dense(2, tanh(), { ...biases, from: 's', locked: true }),
      still2: sameAs('still', { from: 's2' }),
      all: concat({ from: ['left', 'still', 'still2', 's2', 'third', 'm'] }),
      scores: dense(3, biases),
    }),
    { optimizer: adam({ rate: 0.01 }), settings: { l2: 0.02 } },
  ),
  make(
    'a layer used twice in a chain, its first place reading the input',
    network(4, [dense(4, tanh(), { ...biases, name: 'h' }), sameAs('h'), sameAs('h'), dense(3)]),
  ),
  make('rows in order', chain(3, 6, 3), { settings: { shuffle: false } }),
  make('momentum', chain(3, 6, 3), { optimizer: momentum({ rate: 0.05 }) }),
  make('momentum 0', chain(3, 6, 3), { optimizer: momentum({ rate: 0.05, momentum: 0 }) }),
  ...Object.entries(optimizers).map(([kind, optimizer]) =>
    make(`optimizer: ${kind}`, chain(3, 6, 3, relu()), { optimizer: optimizer(), settings: { l2: 0.01 } }),
  ),
  make('clipped by the norm of all gradients, with l2', chain(3, 6, 3), {
    optimizer: clipped(descent, { globalNorm: 0.1 }),
    settings: { l2: 0.03 },
  }),
  make('clipped by the norm of each, padded rows', chain(5, 1024, 3), {
    optimizer: clipped(descent, { norm: 0.05 }),
    batch: 3,
    data: makeData({ inputs: 5, rows: 5, classes: 3, seed: 3 }),
  }),
  make('rates of layers, clipped and averaged', chain(3, 6, 3, prelu()), {
    optimizer: averaged(clipped(layerRates(adam({ rate: 0.01 }), { h1: 0.1, scores: 3 }), { globalNorm: 0.5 }), {
      decay: 0.8,
    }),
    settings: { l2: 0.03 },
  }),
  make('clipped by value, averaged', chain(3, 6, 3), {
    optimizer: averaged(clipped(adam({ rate: 0.01 }), { value: 0.01 }), { decay: 0.8 }),
  }),
  make('Adam', chain(3, 6, 3, relu()), { optimizer: adam({ rate: 0.01 }) }),
  make('an update rule of the user', chain(3, 6, 3), { optimizer: normalized() }),
]
