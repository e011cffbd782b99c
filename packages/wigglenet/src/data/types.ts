// A set of examples, ready to train on: numbers in flat typed arrays.

/** Bytes become numbers as they are gathered into a batch: x[k] = scale[k]·byte[k] + shift[k]. */
export interface ByteScaling {
  readonly scale: Float32Array // (inputs)
  readonly shift: Float32Array // (inputs)
}

/** Examples and their targets.
 *  Shapes:  X (rows, inputs), row-major; y (rows, targets), where a class is its number in `classes` */
export interface DataSet<Inputs extends number = number> {
  readonly kind: 'data'
  readonly task: 'classification' | 'regression'
  readonly inputs: Inputs
  readonly rows: number
  /** Float32Array as the network sees it, or bytes with `scaling`. */
  readonly X: Float32Array | Uint8Array
  readonly scaling?: ByteScaling
  /** Class numbers, or regression targets as the network sees them (standardized where `preprocessing` says so). */
  readonly y: Float32Array
  /** Numbers in `y` for each row: 1 for classification. */
  readonly targets: number
  /** What each row counts in training and in scores, 0 or more, with the mean 1: see `weighted`. Left out, each counts alike. */
  readonly weights?: Float32Array
  /** Label names of classification, in the order of their numbers. */
  readonly classes?: readonly string[]
  /** How rows as the user has them become rows of X; a model keeps it. */
  readonly preprocessing?: Preprocessing
  /** Of rows that stream, `rows` counts all, X and y hold some of them, and this is known of all. */
  readonly streamed?: StreamFacts
}

/** What is known of rows that are not all in memory. */
export interface StreamFacts {
  readonly fingerprint: string
  /** Of the targets in `y`; 0 for classes. */
  readonly variance: number
}

/** Holds data of a literal width to a network's; where either width is only known at run time, it is checked there. */
export type OfWidth<Width extends number, Inputs extends number> = number extends Width | Inputs
  ? unknown
  : { readonly inputs: Inputs }

/** A table as it was read: named columns of texts, numbers already parsed where the column is a number. */
export interface Table {
  readonly kind: 'table'
  readonly rows: number
  readonly columns: readonly Column[]
  /** Line of each row in its file, from 1, for error messages. */
  readonly lines?: Uint32Array
}
export type Column =
  | { readonly name: string; readonly kind: 'number'; readonly values: Float64Array } // NaN where missing
  | { readonly name: string; readonly kind: 'category'; readonly values: readonly (string | null)[] } // null where missing

/** A row as the user has it: values by column name, or in the order of the features (pixels for images). */
export type Row = Readonly<Record<string, unknown>> | ArrayLike<unknown>

/** What turns a row as the user has it into a row of X, fitted on the training rows only; plain JSON, but for `encode`. */
export type Preprocessing = TablePreprocessing | ImagePreprocessing
/** A preprocessing as its JSON holds it. */
export type PreprocessingData = Omit<TablePreprocessing, 'encode'> | Omit<ImagePreprocessing, 'encode'>

interface Encoder {
  /** `encodeRows` for this preprocessing: not enumerable, so that JSON holds the data alone. A model without a preprocessing loads none of it. */
  encode(rows: readonly Row[], where?: string): Float32Array
}

export interface TablePreprocessing extends Encoder {
  readonly kind: 'table'
  readonly features: readonly FeatureRecipe[]
  readonly target: TargetRecipe
}
export type FeatureRecipe =
  | {
      readonly kind: 'number'
      readonly name: string
      readonly mean: number
      readonly deviation: number
      /** The range of the training rows, in the column's unit. */
      readonly range: readonly [number, number]
      /** What stands in for a missing value: the training rows' median, or 'refuse'. */
      readonly missing: number | 'refuse'
    }
  | {
      readonly kind: 'category'
      readonly name: string
      readonly categories: readonly string[]
      /** A category not seen in training: all zeros, or refused. */
      readonly unseen: 'zeros' | 'refuse'
      /** What stands in for a missing value: the training rows' most frequent category, or 'refuse' (as { refuse: true }). */
      readonly missing: { readonly category: string } | { readonly refuse: true }
    }
export type TargetRecipe =
  | { readonly kind: 'class'; readonly name: string; readonly classes: readonly string[] }
  | {
      readonly kind: 'number'
      readonly name: string
      readonly mean: number
      readonly deviation: number
      readonly range: readonly [number, number]
    }

export interface ImagePreprocessing extends Encoder {
  readonly kind: 'image'
  /** Pixels of a row in order: channels, then rows, then columns. */
  readonly shape: readonly [channels: number, height: number, width: number]
  /** x[k] = scale[k]·pixel[k] + shift[k]; one number each where all pixels share it. */
  readonly scale: readonly number[]
  readonly shift: readonly number[]
  readonly classes: readonly string[]
}
