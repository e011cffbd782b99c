// What the doctor knows of a run: plain JSON, so that a run's folder can keep it.
import type { Score } from '../../train/types.ts'

/** A run as the doctor knows it: what was asked for, how it went, how the layers began and ended, and what the data are like. */
export interface RunFacts {
  readonly task: 'classification' | 'regression'
  readonly loss: string
  readonly optimizer: { readonly kind: string; readonly rate: number }
  readonly l2: number
  readonly l1: number
  readonly batch: number
  /** The most epochs that were asked for. */
  readonly epochs: number
  readonly layers: readonly LayerFacts[]
  /** Pairs of layers without an activation between them. */
  readonly linear: readonly (readonly [string, string])[]
  readonly symmetric: readonly { readonly layer: string; readonly groups: readonly (readonly number[])[] }[]
  /** The mean loss of the best answer that does not look at the inputs; left out for losses of one's own. */
  readonly chance?: number
  readonly curve: readonly EpochFacts[]
  /** The epoch whose weights the model has. */
  readonly kept: number
  /** How good the network was before the first step, on at most 2,048 training rows, and how good the weights are that the model has. */
  readonly scores: {
    readonly start: Score
    readonly training?: Score
    readonly validation?: Score & { readonly rows: number }
    readonly test?: Score & { readonly rows: number }
  }
  readonly data: DataFacts
  /** What ended the run, if it failed. */
  readonly error?: string
}

/** A layer with weights: what it is, how it began, and how it ended. */
export interface LayerFacts {
  readonly layer: string
  readonly units: number
  /** `maxout`, or the kind of its activation. */
  readonly activation: string
  /** What the activation does to large sums. */
  readonly shape: 'identity' | 'rectifier' | 'squashing' | 'other' | 'maxout'
  /** The numbers that a squashing activation tends to. */
  readonly range?: readonly [number, number]
  /** Whether there is a gradient below 0. */
  readonly leaks: boolean
  readonly dropout: number
  readonly inputNoise: number
  readonly weightNoise: number
  readonly start: LayerState
  /** Left out where the run failed. */
  readonly end?: LayerState
  /** ‖w - w at first‖ / ‖w at first‖ */
  readonly moved?: number
}

/** A layer at one time of a run. */
export interface LayerState {
  /** Units of rectifiers, or pieces of maxout, that are active on no training row; at the start on none of at most 2,048. */
  readonly dead?: number
  /** Share of local slopes below a hundredth of the steepest, and of outputs in the tails; on at most 2,048 rows, as are gradients. */
  readonly flat?: number
  readonly tails?: number
  /** The mean over rows of ‖dL/dz‖. */
  readonly gradient: number
}

/** Left out of an epoch: what the run did not measure. */
export interface EpochFacts extends Score {
  readonly epoch: number
  readonly validation?: Score
}

/** What the rules need to know of the examples. */
export interface DataFacts {
  /** Training rows. */
  readonly rows: number
  readonly inputs: number
  /** The root of the mean square of each input as the network sees it: the largest, with its column, and the median. */
  readonly sizes: { readonly column: string; readonly largest: number; readonly median: number }
  /** Rows of each class in training, and in the rows that judge. */
  readonly classes?: readonly { readonly name: string; readonly rows: number; readonly judged: number }[]
  /** Regression: targets as the network sees them. */
  readonly targets?: { readonly least: number; readonly largest: number; readonly size: number }
  /** How well the best single column tells the target: accuracy or R² of each row's neighbours in that column. */
  readonly best?: { readonly column: string; readonly score: number; readonly columns: number; readonly rows: number }
  /** Training rows with inputs of their own: rows with the same inputs count once. */
  readonly distinct: number
  /** Rows for validation and test, and how many of them have the inputs of a training row. */
  readonly repeated: readonly { readonly of: 'validation' | 'test'; readonly rows: number; readonly repeated: number }[]
}
