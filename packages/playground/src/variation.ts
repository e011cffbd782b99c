// Two to four networks that differ in one thing: what it is, and its values.
import { limits } from './limits.ts'
import { partName } from './part-words.ts'
import { activations, type LayerSetup, lossesFor, optimizers, type Setup, type TrainingSetup } from './setup.ts'

export type Value = number | string

export interface Variation {
  readonly what: Varied
  /** Two to four. */
  readonly values: readonly Value[]
}

export const mostVariants = 4

type Kind =
  /** Numbers in an interval, both ends included. */
  | { readonly low: number; readonly high: number; readonly whole?: boolean }
  /** One of some names. */
  | { names(setup: Setup): readonly string[] }

type Entry = Kind & {
  readonly title: string
  /** The values to begin with. */
  readonly first: readonly Value[]
  /** A network in a few words. */
  label(value: Value): string
  apply(setup: Setup, value: Value): Setup
}

const inTraining =
  (name: keyof TrainingSetup) =>
  (setup: Setup, value: Value): Setup => ({ ...setup, training: { ...setup.training, [name]: value } })

const inLayers =
  (name: keyof LayerSetup) =>
  (setup: Setup, value: Value): Setup => {
    const layers = setup.layers.length > 0 ? setup.layers : [firstLayer]
    return { ...setup, layers: layers.map((layer) => ({ ...layer, [name]: value })) }
  }

const firstLayer: LayerSetup = { units: 20, activation: 'relu', dropout: 0 }
const { units, layers, rows } = limits
const seeds = { low: 0, high: Number.MAX_SAFE_INTEGER, whole: true }

/** All that networks can differ in. */
export const variations = {
  units: {
    ...{ title: 'units of each layer', low: 1, high: units, whole: true, first: [3, 6, 20] },
    label: (value) => `${value} ${value === 1 ? 'unit' : 'units'}`,
    apply: inLayers('units'),
  },
  layers: {
    ...{ title: 'number of hidden layers', low: 0, high: layers, whole: true, first: [1, 2, 3] },
    label: (value) => `${value} hidden ${value === 1 ? 'layer' : 'layers'}`,
    apply: (setup, value) => ({
      ...setup,
      layers: Array.from({ length: Number(value) }, (_, k) => setup.layers[k] ?? setup.layers.at(-1) ?? firstLayer),
    }),
  },
  activation: {
    ...{ title: 'activation', first: ['relu', 'tanh', 'sigmoid'] },
    names: () => activations,
    label: (value) => partName(String(value)),
    apply: inLayers('activation'),
  },
  dropout: {
    ...{ title: 'dropout', low: 0, high: 0.95, first: [0, 0.2, 0.5] },
    label: (value) => `dropout ${value}`,
    apply: inLayers('dropout'),
  },
  l2: {
    ...{ title: 'L2 strength λ', low: 0, high: 100, first: [0.001, 0.01, 0.1] },
    label: (value) => `λ = ${value}`,
    apply: inTraining('l2'),
  },
  l1: {
    ...{ title: 'L1 strength', low: 0, high: 100, first: [0, 0.001, 0.01] },
    label: (value) => `L1 ${value}`,
    apply: inTraining('l1'),
  },
  optimizer: {
    ...{ title: 'optimizer', first: ['gradient-descent', 'momentum', 'adam'] },
    names: () => optimizers,
    label: (value) => partName(String(value)),
    apply: inTraining('optimizer'),
  },
  rate: {
    ...{ title: 'rate', low: 0, high: 1000, first: [0.001, 0.01, 0.1] },
    label: (value) => `rate ${value}`,
    apply: inTraining('rate'),
  },
  batch: {
    ...{ title: 'batch', low: 1, high: rows, whole: true, first: [1, 10, 100] },
    label: (value) => `batch ${value}`,
    apply: inTraining('batch'),
  },
  scale: {
    ...{ title: 'size of the first weights', low: 0, high: 1000, first: [0.1, 1, 5] },
    label: (value) => `first weights × ${value}`,
    apply: inTraining('scale'),
  },
  loss: {
    ...{ title: 'loss', first: ['softmax', 'svm', 'mean-squared-error'] },
    names: (setup) => lossesFor(setup.data),
    label: (value) => partName(String(value)),
    apply: inTraining('loss'),
  },
  seed: {
    ...{ title: 'seed of the weights', ...seeds, first: [1, 2, 3, 4] },
    label: (value) => `seed ${value}`,
    apply: inTraining('seed'),
  },
} satisfies Record<string, Entry>

export type Varied = keyof typeof variations

export const entryOf = (what: Varied): Entry => variations[what]

/** What a comparison begins with: the usual values, and of names those that the data allow. */
export function firstVariation(what: Varied, setup: Setup): Variation {
  const entry = entryOf(what)
  if (!('names' in entry)) return { what, values: entry.first }
  const names = entry.names(setup)
  const fitting = entry.first.filter((value) => names.includes(String(value)))
  const others = names.filter((name) => !fitting.includes(name))
  return { what, values: fitting.length >= 2 ? fitting : [...fitting, ...others].slice(0, 3) }
}

/** The networks of a comparison. */
export const variantsOf = (setup: Setup, { what, values }: Variation): Setup[] =>
  values.map((value) => entryOf(what).apply(setup, value))
