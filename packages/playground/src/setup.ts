// What a visitor has chosen: plain JSON, the whole of it in a link. The worker makes data, network and trainer from it.

/** What the generators of the library draw in two dimensions. */
export const shapes = ['spiral', 'circles', 'moons', 'xor', 'blobs', 'rings'] as const
export const activations = ['relu', 'leaky-relu', 'prelu', 'tanh', 'sigmoid', 'identity', 'maxout'] as const
export const optimizers = ['gradient-descent', 'momentum', 'adam'] as const
export const classLosses = ['softmax', 'svm'] as const

/** Points in classes, drawn by a generator. `classes` counts for those that take it. */
export interface ShapeData {
  readonly kind: (typeof shapes)[number]
  readonly classes: number
  readonly noise: number
  readonly rows: number
  /** Share of the rows that is kept for the test, in [0, 0.9]. */
  readonly testShare: number
  readonly seed: number
}

/** A function of one variable, in the library's formula language, for regression. */
export interface FunctionData {
  readonly kind: 'function'
  readonly formula: string
  readonly range: readonly [low: number, high: number]
  readonly noise: number
  readonly rows: number
  readonly testShare: number
  readonly seed: number
}

/** Points of the visitor's own: clicked, moved, or read from a file. */
export interface OwnData {
  readonly kind: 'points'
  /** (rows, names), row by row. */
  readonly X: readonly number[]
  /** Numbers of classes. */
  readonly y: readonly number[]
  readonly names: readonly string[]
  readonly classes: readonly string[]
  readonly testShare: number
  readonly seed: number
}

export type DataSetup = ShapeData | FunctionData | OwnData

export interface LayerSetup {
  readonly units: number
  readonly activation: (typeof activations)[number]
  /** Share of the units that is left out of each step, in [0, 1). */
  readonly dropout: number
}

export interface TrainingSetup {
  /** Of classes; a function is always learned by its mean squared error. */
  readonly loss: (typeof classLosses)[number]
  readonly optimizer: (typeof optimizers)[number]
  readonly rate: number
  readonly batch: number
  readonly l2: number
  readonly l1: number
  /** Of the first weights and the order of the rows. */
  readonly seed: number
  /** The first weights are those of the initializer times this. */
  readonly scale: number
}

export interface Setup {
  readonly data: DataSetup
  /** Hidden layers, from the input on. */
  readonly layers: readonly LayerSetup[]
  /** Whether the scores read the inputs too, beside the last hidden layer. */
  readonly skip: boolean
  readonly training: TrainingSetup
}

export const firstSetup: Setup = {
  data: { kind: 'spiral', classes: 3, noise: 0.2, rows: 300, testShare: 0.2, seed: 1 },
  layers: [{ units: 20, activation: 'relu', dropout: 0 }],
  skip: false,
  training: { loss: 'softmax', optimizer: 'adam', rate: 0.01, batch: 10, l2: 0.001, l1: 0, seed: 1, scale: 1 },
}
