// Experiments of the chapter as starts: what to do, what to watch, and why it is so.
import { type DataSetup, firstSetup, type LayerSetup, type Setup, type TrainingSetup, withData } from '../setup.ts'
import type { Variation } from '../variation.ts'
import type { Reaches } from './reaches.ts'

export interface Preset {
  readonly name: string
  readonly title: string
  /** The chapter's experiment that measures the same. */
  readonly experiment: number
  readonly act: string
  readonly watch: string
  readonly why: string
  readonly setup: Setup
  /** Networks side by side, and what they differ in. */
  readonly variation?: Variation
  readonly reaches: Reaches
}

const spiral = firstSetup.data
const moons = { kind: 'moons', classes: 2, noise: 0.3, rows: 200, testShare: 0.5, seed: 1 } as const
const sine = {
  kind: 'function',
  formula: 'sin(6*x)',
  range: [-1, 1],
  noise: 0,
  rows: 200,
  testShare: 0,
  seed: 1,
} as const
const hidden = (units: number, activation = 'relu'): LayerSetup => ({
  units,
  activation,
  dropout: 0,
})
const setupOf = (data: DataSetup, layers: readonly LayerSetup[], training: Partial<TrainingSetup> = {}): Setup =>
  withData({ ...firstSetup, layers, training: { ...firstSetup.training, l2: 0, ...training } }, data)

export const presets: readonly Preset[] = [
  {
    name: 'wiggle',
    title: 'The non-linearity is where we get the wiggle',
    experiment: 1,
    act: 'Run it, then choose ReLU in place of “none (linear)” and run again.',
    watch: 'Straight borders only, however many units there are; with ReLU they bend around the arms.',
    why: 'Two matrices with nothing between them are one matrix: the scores stay linear in the inputs until something bends.',
    setup: setupOf(spiral, [hidden(20, 'identity')]),
    reaches: { steps: 5000, seconds: 10, of: 'accuracy', low: 0, high: 0.6 },
  },
  {
    name: 'one-layer',
    title: 'A neuron alone is a linear classifier',
    experiment: 2,
    act: 'Run it with λ = 0, then raise λ to 0.1 and 1 while it runs.',
    watch: 'One straight border; as λ grows the shades on both sides fade.',
    why: 'Regularization is gradual forgetting: each step pulls the weights a little towards zero, and smaller scores are less sure.',
    setup: setupOf({ kind: 'blobs', classes: 2, noise: 0.5, rows: 200, testShare: 0.2, seed: 1 }, [], {
      optimizer: 'gradient-descent',
      rate: 0.1,
    }),
    reaches: { steps: 1000, seconds: 10, of: 'accuracy', low: 0.95, high: 1 },
  },
  {
    name: 'saturation',
    title: 'Behind sigmoids the gradient shrinks',
    experiment: 3,
    act: 'Run it at 100 steps a second; then choose tanh in both layers, and ReLU, and do the same.',
    watch: 'How long the loss stays near 1.1, which is guessing among three classes.',
    why: 'A sigmoid is nowhere steeper than 1/4 and flat at both ends, so each layer lets through a small part of the gradient only.',
    setup: setupOf(spiral, [hidden(20, 'sigmoid'), hidden(20, 'sigmoid')], {
      optimizer: 'gradient-descent',
      rate: 0.1,
    }),
    reaches: { steps: 1000, seconds: 10, of: 'loss', low: 0.85, high: 1.1 },
  },
  {
    name: 'convergence',
    title: 'ReLU learns faster',
    experiment: 4,
    act: 'Run all three together, and pause when the first loss has come to rest. Then try other seeds with “Many seeds”.',
    watch:
      'ReLU falls first, tanh next; the sigmoid stays near 1.1, which is guessing, while ReLU is right on nine of ten.',
    why: 'Where a ReLU is active its slope is 1, so that the gradient comes through whole. Through tanh and the sigmoid it shrinks at each layer.',
    setup: setupOf(spiral, [hidden(20), hidden(20)], { optimizer: 'gradient-descent', rate: 0.1 }),
    variation: { what: 'activation', values: ['relu', 'tanh', 'sigmoid'] },
    reaches: { steps: 1000, seconds: 10, of: 'accuracy', low: 0.98, high: 1 },
  },
  {
    name: 'dying-relu',
    title: 'Dying ReLUs',
    experiment: 5,
    act: 'Run it and look at the units; then take a tenth of the rate, reset and run again.',
    watch: 'Units that go dead, active on no training point. With a tenth of the rate nearly all of them live.',
    why: 'A step that is too large can push a unit below zero on all points. There its gradient is zero, and nothing moves it again.',
    setup: setupOf(spiral, [hidden(20), hidden(20)], { optimizer: 'momentum', rate: 0.3 }),
    reaches: { steps: 1000, seconds: 10, of: 'dead', low: 30, high: 40 },
  },
  {
    name: 'maxout',
    title: 'Maxout: the larger of two lines',
    experiment: 6,
    act: 'Run it, then choose ReLU and compare the counts of parameters and the losses.',
    watch: 'The pictures of the units: each has a fold of its own, and none is ever dead.',
    why: 'Maxout holds ReLU and leaky ReLU as special cases, and pays for it with twice the weights.',
    setup: setupOf(spiral, [hidden(10, 'maxout')]),
    reaches: { steps: 5000, seconds: 10, of: 'accuracy', low: 0.99, high: 1 },
  },
  {
    name: 'counting',
    title: 'Counting neurons and parameters',
    experiment: 7,
    act: 'Count before you look at the summary: weights are lines of the diagram, biases are units.',
    watch: 'Two layers of 4 and 2 scores: 2·4 + 4·4 + 4·2 = 32 weights and 10 biases.',
    why: 'The input is not counted as a layer, so this one has three.',
    setup: setupOf({ kind: 'moons', classes: 2, noise: 0.1, rows: 200, testShare: 0.2, seed: 1 }, [
      hidden(4),
      hidden(4),
    ]),
    reaches: { steps: 1000, seconds: 10, of: 'accuracy', low: 0.99, high: 1 },
  },
  {
    name: 'approximation',
    title: 'One hidden layer comes near any function',
    experiment: 8,
    act: 'Run it, then type a function of your own, or take units away.',
    watch: 'The curve bends once for each ReLU unit; with fewer units it has fewer bends to spend.',
    why: 'A sum of bent lines comes as near to a continuous function as one likes, if it may have enough of them.',
    setup: setupOf(sine, [hidden(30)]),
    reaches: { steps: 10000, seconds: 10, of: 'supError', low: 0, high: 0.25 },
  },
  {
    name: 'capacity',
    title: 'More units can say more, and overfit',
    experiment: 9,
    act: 'Run it; then again with 6 and with 3 units.',
    watch: 'The loss on the training points beside that on the test points, and islands around single points.',
    why: 'Twenty units have room for the noise too; three can draw broad strokes only.',
    setup: setupOf(moons, [hidden(20)]),
    reaches: { steps: 10000, seconds: 10, of: 'testLoss', low: 0.6, high: 2 },
  },
  {
    name: 'regularization',
    title: 'Regularize, do not shrink',
    experiment: 10,
    act: 'Let it run, and go with λ from 0.001 over 0.01 to 0.1.',
    watch: 'The border becomes smoother, with all twenty units still there.',
    why: 'A penalty on large weights keeps a large network from using all its freedom, and it trains more reliably than a small one.',
    setup: setupOf(moons, [hidden(20)], { l2: 0.001 }),
    reaches: { steps: 10000, seconds: 10, of: 'testLoss', low: 0, high: 0.25 },
  },
  {
    name: 'luck',
    title: 'Small networks depend on luck',
    experiment: 11,
    act: 'Run it from several seeds of the weights; then give it 20 units and do the same.',
    watch: 'Where the loss comes to rest: with 2 units it differs from seed to seed.',
    why: 'A small network has few minima, and bad ones among them; a large one has many, of nearly the same loss.',
    setup: setupOf({ kind: 'xor', classes: 2, noise: 0, rows: 200, testShare: 0.2, seed: 1 }, [hidden(2, 'tanh')]),
    reaches: { steps: 5000, seconds: 10, of: 'accuracy', low: 0.75, high: 0.9 },
  },
  {
    name: 'depth',
    title: 'A second hidden layer',
    experiment: 12,
    act: 'Run it, remove a layer, and bring the parameters back by more units.',
    watch: 'How soon the loss falls at about as many parameters.',
    why: 'A second layer folds what the first has folded. More layers than that seldom pay in fully-connected networks.',
    setup: setupOf(spiral, [hidden(12), hidden(12)]),
    reaches: { steps: 1000, seconds: 10, of: 'accuracy', low: 0.98, high: 1 },
  },
  {
    name: 'neuron-types',
    title: 'What neuron type should I use?',
    experiment: 13,
    act: 'Run the four together, then try 20 seeds of each. Give the third and the fourth a type of your own choice.',
    watch:
      'Three of them fall together. Tanh comes later: with 20 seeds and 50 epochs its dots lie at about three times their loss.',
    why: 'ReLU is the usual choice, with a watch on the rate and on dead units; leaky ReLU and maxout cannot die; tanh is expected to do worse, and the sigmoid is not used.',
    setup: setupOf(spiral, [hidden(20)]),
    variation: { what: 'activation', values: ['relu', 'leaky-relu', 'maxout', 'tanh'] },
    reaches: { steps: 1000, seconds: 10, of: 'accuracy', low: 0.98, high: 1 },
  },
]
