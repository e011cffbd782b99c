// What a visitor has chosen: plain JSON, the whole of it in a link. The worker makes data, network and trainer from it.
import * as parts from 'wigglenet/catalogue'

/** What the generators of the library draw in two dimensions. */
export const shapes = ['spiral', 'circles', 'moons', 'xor', 'blobs', 'rings'] as const
/** The shapes that come in any number of classes; the others have two. */
export const withClasses: readonly string[] = ['spiral', 'blobs', 'rings']
/** What a hidden layer can be: each activation of the library, and maxout, whose units are the largest of some sums. */
export const activations: readonly string[] = [...Object.keys(parts.activations), 'maxout']
export const optimizers: readonly string[] = Object.keys(parts.optimizers)
export const losses: readonly string[] = Object.keys(parts.losses)

/** The losses that fit the data. Numbers of a table are standardized, so that losses of counts do not fit them. */
export function lossesFor(data: DataSetup): string[] {
  const classes = classCount(data)
  return Object.entries(parts.losses).flatMap(([kind, make]) => {
    const loss = make()
    const isOfCounts = 'link' in loss
    const fits =
      classes === undefined
        ? loss.target === 'number' && !(isOfCounts && data.kind === 'values')
        : loss.target === 'index' || (loss.target !== 'number' && classes === 2)
    return fits ? [kind] : []
  })
}

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

interface OwnRows {
  /** (rows, names), row by row. */
  readonly X: readonly number[]
  readonly y: readonly number[]
  readonly names: readonly string[]
  readonly testShare: number
  readonly seed: number
}

/** Which two columns are drawn; or the two directions in which the rows differ most. */
export type DrawnPlane = readonly [x: number, y: number] | 'projection'

/** Points of the visitor's own in classes, whose numbers are `y`: clicked, moved, or read from a file. */
export interface OwnData extends OwnRows {
  readonly kind: 'points'
  readonly classes: readonly string[]
  readonly drawn: DrawnPlane
}

/** Rows of the visitor's own with a number to predict, read from a file: regression. */
export interface ValueData extends OwnRows {
  readonly kind: 'values'
  /** What `y` is called. */
  readonly target: string
  /** Of a single column there is no plane: it goes across, and the target up. */
  readonly drawn: DrawnPlane | 'target'
}

export type DataSetup = ShapeData | FunctionData | OwnData | ValueData

/** Whether rows are the visitor's own, in units of their own. */
export const isOwn = (data: DataSetup): data is OwnData | ValueData => data.kind === 'points' || data.kind === 'values'

export interface LayerSetup {
  readonly units: number
  /** One of `activations`. */
  readonly activation: string
  /** Share of the units that is left out of each step, in [0, 1). */
  readonly dropout: number
  /** How many sums a unit of maxout takes the largest of, in [2, 4]; the library's number where it is left out. */
  readonly pieces?: number
}

export interface TrainingSetup {
  /** One of `lossesFor` the data. */
  readonly loss: string
  /** One of `optimizers`. */
  readonly optimizer: string
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

/** What may change while a run goes on: nothing learned is lost. Another optimizer starts with a state of its own. */
export interface Changes extends Partial<Pick<TrainingSetup, 'rate' | 'l2' | 'l1' | 'batch' | 'optimizer'>> {
  /** A share for each hidden layer. */
  readonly dropout?: readonly number[]
}

export function changedSetup(setup: Setup, { dropout, ...training }: Changes): Setup {
  const layers = setup.layers.map((layer, k) => ({ ...layer, dropout: dropout?.[k] ?? layer.dropout }))
  return { ...setup, layers, training: { ...setup.training, ...training } }
}

export const firstSetup: Setup = {
  data: { kind: 'spiral', classes: 3, noise: 0.2, rows: 300, testShare: 0.2, seed: 1 },
  layers: [{ units: 20, activation: 'relu', dropout: 0 }],
  skip: false,
  training: { loss: 'softmax', optimizer: 'adam', rate: 0.01, batch: 10, l2: 0.001, l1: 0, seed: 1, scale: 1 },
}

/** How many classes the data have; undefined for numbers. */
export function classCount(data: DataSetup): number | undefined {
  switch (data.kind) {
    case 'function':
    case 'values':
      return undefined
    case 'points':
      return data.classes.length
    default:
      return withClasses.includes(data.kind) ? data.classes : 2
  }
}

/** The setup on other data, with a loss that fits them: the same one where it does. */
export function withData(setup: Setup, data: DataSetup): Setup {
  const { training } = setup
  if (lossesFor(data).includes(training.loss)) return { ...setup, data }
  const loss = classCount(data) === undefined ? 'mean-squared-error' : 'softmax'
  return { ...setup, data, training: { ...training, loss } }
}
