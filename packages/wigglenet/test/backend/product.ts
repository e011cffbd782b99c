// Small networks in which every two of a layer, an activation, a loss, what holds a layer back, an optimizer, rows
// with weights and a backend meet. The lists are those of the catalogue and of the types, so that a new part is in them by itself or does not compile.
import { activations, losses, optimizers } from '../../src/catalogue.ts'
import type { DataSet } from '../../src/data/types.ts'
import { weighted } from '../../src/data/weighted.ts'
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
import type { LayerSettings } from '../../src/network/layers/settings.ts'
import { network } from '../../src/network/network.ts'
import type { Activation, Layer, Loss } from '../../src/network/types.ts'
import { averaged } from '../../src/optimizer/averaged.ts'
import { clipped } from '../../src/optimizer/clipped.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import type { Optimizer } from '../../src/optimizer/types.ts'
import { type Case, dataFor, losses as further } from './cases.ts'
import { pairwise } from './pairwise.ts'

type Graph = Readonly<Record<string, Layer>>

/** Hidden layers with one of each kind, of 3 inputs and 5 units of that activation. */
const layers: Readonly<Record<Layer['kind'], (f: Activation, settings: LayerSettings) => Graph>> = {
  dense: (f, settings) => ({ a: dense(5, f, settings) }),
  maxout: (f, settings) => ({ a: maxout(5, settings), b: dense(5, f, settings) }),
  add: (f, settings) => ({ a: dense(3, f, settings), b: add({ from: ['x', 'a'] }) }),
  concat: (f, settings) => ({ a: dense(2, f, settings), b: concat({ from: ['x', 'a'] }) }),
  'batch-norm': (f, settings) => ({ a: dense(5, f, settings), b: batchNorm(f) }),
  'layer-norm': (f, settings) => ({ a: dense(5, settings), b: layerNorm(f) }),
  crelu: (f, settings) => ({ a: dense(5, f, settings), b: crelu() }),
  'same-as': (f, settings) => ({ a: dense(3, f, settings), b: sameAs('a') }),
  columns: (f, settings) => ({ a: dense(7, f, settings), b: columns(1, 5) }),
  neurons: (f, settings) => ({
    a: dense(3, f, settings),
    b: neurons(
      // Two of tanh: before a normalization a bias of linear neurons alone would do nothing.
      ['p', 'q', 'r', 's', 't'].map((name) => ({ name, activation: name < 's' ? f : tanh() })),
      [
        ['x0', 'p'],
        ['x1', 'q'],
        ['x2', 'r'],
        ['x0', 'r'],
        ['p', 's'],
        ['x1', 's'],
        ['r', 't'],
        ['q', 't'],
        ['x2', 't'],
      ],
      { outputs: ['t', 'q', 'r', 's', 'p'] },
    ),
  }),
}

/** What holds layers back, for each option of a layer that may. */
const options: Readonly<
  Record<Exclude<keyof LayerSettings, 'name' | 'from' | 'weights' | 'biases'>, readonly LayerSettings[]>
> = {
  dropout: [{ dropout: 0.4 }, { dropout: alphaDropout(0.3) }],
  inputNoise: [{ inputNoise: 0.2 }],
  l2: [{ l2: 0.3 }],
  l1: [{ l1: 0.2 }, { l1: 0.1, l2: 0.2 }],
  constraint: [{ constraint: maxNorm(0.7) }, { constraint: nonNegative() }],
  noise: [{ noise: weightNoise(0.2) }],
  locked: [{ locked: true }],
}

interface Holding {
  readonly settings?: LayerSettings
  readonly behind?: Layer
  readonly run?: { readonly l2?: number; readonly l1?: number }
}
const holdings: Readonly<Record<string, Holding>> = {
  'no regularization': {},
  'l2 and l1 of the run': { run: { l2: 0.2, l1: 0.1 } },
  'batch normalization behind': { behind: batchNorm() },
  'layer normalization behind': { behind: layerNorm() },
  ...Object.fromEntries(
    Object.values(options)
      .flat()
      .map((settings) => [JSON.stringify(settings), { settings }]),
  ),
}

const everyLoss: Readonly<Record<string, { readonly loss: Loss; readonly outputs: number }>> = {
  ...Object.fromEntries(
    Object.values(losses).map((make) => {
      const loss = make()
      return [loss.kind, { loss, outputs: { index: 3, number: 2, 'zero-one': 1, 'plus-minus': 1 }[loss.target] }]
    }),
  ),
  // what the catalogue does not list, or only without its options
  ...Object.fromEntries(
    Object.entries(further).filter(([name]) => /cross-entropy|kl-divergence of 3|joint/.test(name)),
  ),
}

const everyOptimizer: Readonly<Record<string, () => Optimizer>> = {
  ...optimizers,
  clipped: () => clipped(gradientDescent(), { globalNorm: 0.1 }),
  averaged: () => averaged(optimizers.adam!()),
}

const rows = 6
const everyWeighing: Readonly<Record<string, (data: DataSet) => DataSet>> = {
  'rows alike': (data) => data,
  'rows with weights': (data) => weighted(data, [0.3, 2, 0, 1, 5, 0.7]),
}

/** Cases, some of them with the name of a backend beside `wasm`: each of these meets each part. */
export function product(backends: readonly string[]): readonly (Case & { readonly beside: string | undefined })[] {
  const met = new Set<string>()
  const combinations = pairwise({
    layer: Object.keys(layers),
    activation: Object.keys(activations),
    loss: Object.keys(everyLoss),
    holding: Object.keys(holdings),
    optimizer: Object.keys(everyOptimizer),
    weighing: Object.keys(everyWeighing),
    backend: backends,
  })
  return combinations.map(({ backend, ...parts }) => {
    const { layer, activation, holding, optimizer, weighing } = parts
    const { loss, outputs } = everyLoss[parts.loss]!
    const { settings, behind, run } = holdings[holding]!
    const hidden = layers[layer as Layer['kind']](activations[activation]!(), {
      biases: normal({ deviation: 0.4 }),
      ...settings,
    })
    const before = met.size
    for (const part of Object.values(parts)) met.add(`${backend} ${part}`)
    const beside = met.size > before ? backend : undefined
    return {
      name: [...Object.values(parts), ...(beside ? [beside] : [])].join(', '),
      network: network(3, { ...hidden, ...(behind && { behind }), scores: dense(outputs) }),
      loss,
      data: everyWeighing[weighing]!(dataFor({ loss, outputs }, 3, rows)),
      batch: rows,
      optimizer: everyOptimizer[optimizer]!(),
      settings: { shuffle: false, ...run },
      masks: false,
      beside,
    }
  })
}

/** The data with features of ±1000, ±0 and the least numbers that there are. */
export function extreme(data: DataSet): DataSet {
  const values = [1e3, -1e3, 0, -0, 1e-45, -1e-45, 1e-38, -1e-38, 1e-40, 1, -1, 1e3, -0, 1e-45, -1e3, 0, 0, 0]
  return { ...data, X: Float32Array.from(values) }
}
