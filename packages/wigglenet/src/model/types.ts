// What a model is: a network with its parameters, and all that is needed to use them on rows as the user has them.
import type { Preprocessing } from '../data/types.ts'
import type { Loss, Network } from '../network/types.ts'

/** Where a model comes from: enough to train it again. */
export interface Provenance {
  /** Version of the library that trained it. */
  readonly library: string
  readonly seed: number
  /** The options of the training run, as plain JSON. */
  readonly options: Readonly<Record<string, unknown>>
  /** The training data; `ranges`, the least and the largest number of each input, where no preprocessing holds them. */
  readonly data: {
    readonly fingerprint: string
    readonly rows: number
    readonly ranges?: readonly (readonly [least: number, largest: number])[]
  }
  readonly epochs: number
  readonly steps: number
  readonly engine: { readonly backend: string; readonly features: readonly string[] }
}

/** What a model is made of; all of it is saved. */
export interface ModelParts<Inputs extends number = number> {
  readonly network: Network<Inputs>
  /** Names and shapes as `parameterShapes(network)` lists them, row-major. */
  readonly parameters: Readonly<Record<string, Float32Array>>
  readonly loss: Loss
  readonly task: 'classification' | 'regression'
  /** Label names of classification, in the order of their numbers. */
  readonly classes?: readonly string[]
  /** How rows become the network's inputs, with the ranges seen in training; without it, rows are the inputs themselves. */
  readonly preprocessing?: Preprocessing
  readonly provenance: Provenance
}

/** How well a model predicts a data set. The loss is in the unit that it was trained in; errors are in the target's own. */
export interface Evaluation {
  readonly rows: number
  /** Mean loss of the rows, without regularization. */
  readonly loss: number
  /** Classification: the share of rows whose label is right. */
  readonly accuracy?: number
  /** Classification: (classes, classes), a row for each actual class, a column for each predicted one. */
  readonly confusion?: readonly (readonly number[])[]
  /** Regression: R², the mean over the targets. */
  readonly rSquared?: number
  readonly meanAbsoluteError?: number
  readonly rootMeanSquaredError?: number
}

/** Rows as the user has them: objects by column name, or arrays in the order of the features (pixels of 0 to 255 for images). Without a
 *  table's preprocessing also one flat array. Rows of literal width are checked by the compiler. */
export type ModelRows<Row extends object, Inputs extends number> =
  | readonly (Row & OfWidth<Row, Inputs>)[]
  | Float32Array
  | Uint8Array
type OfWidth<Row, Inputs extends number> = Row extends { readonly length: infer Width extends number }
  ? number extends Width | Inputs
    ? unknown
    : { readonly length: Inputs }
  : unknown

interface TrainedModel<Inputs extends number> extends ModelParts<Inputs> {
  /** Raw outputs of the network.
   *  Shapes:  rows → (rows, outputs)
   *  Throws:  ShapeError or DataError that names the row and the column at fault */
  scores<const Row extends object>(rows: ModelRows<Row, Inputs>): number[][]
  /** Raw outputs for inputs that are already encoded, written into `out`: nothing is checked but the lengths.
   *  Shapes:  X (rows, inputs), out (rows, outputs), row-major
   *  Throws:  ShapeError when the lengths do not fit */
  scoresInto(X: Float32Array, out: Float32Array): void
  /** The probability of each class.
   *  Shapes:  rows → (rows, classes), each row sums to 1
   *  Throws:  UnsupportedError when the loss gives no probabilities: only softmax and binary-softmax do */
  probabilities<const Row extends object>(rows: ModelRows<Row, Inputs>): number[][]
}

/** A model that names a class for each row. */
export interface Classifier<Inputs extends number = number> extends TrainedModel<Inputs> {
  readonly task: 'classification'
  readonly classes: readonly string[]
  /** The label of each row: of the largest score, the first if several are equal; with one output, class 1 where it is above 0. */
  predict<const Row extends object>(rows: ModelRows<Row, Inputs>): string[]
}

/** A model that gives numbers for each row. */
export interface Regressor<Inputs extends number = number> extends TrainedModel<Inputs> {
  readonly task: 'regression'
  /** The target of each row in its own unit; where there are several, a list of them for each row. */
  predict<const Row extends object>(rows: ModelRows<Row, Inputs>): number[] | number[][]
}

/** A trained network, frozen: its parts, and what can be asked of it. `task` tells the two kinds apart. */
export type Model<Inputs extends number = number> = Classifier<Inputs> | Regressor<Inputs>

/** A network that is being trained, as something to explore: the parts of a model as they were when it was asked for, and answers of the
 *  network as it stands at each call. */
export interface LiveModel<Inputs extends number = number>
  extends ModelParts<Inputs>,
    Pick<TrainedModel<Inputs>, 'scoresInto'> {
  /** Outputs of any layer for inputs that are already encoded, written into `out`.
   *  Shapes:  X (rows, inputs), out (rows, units of the layer), row-major
   *  Throws:  OptionError for a name that is no layer's; ShapeError when the lengths do not fit */
  answersInto(node: string, X: Float32Array, out: Float32Array): void
}
