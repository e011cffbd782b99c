// A stream of rows as `fit` sees it: a data set whose rows come into memory some at a time. What makes one is elsewhere.
import type { DataSet } from '../data/types.ts'
import type { Controls } from './runner.ts'
import type { FitOptions } from './types.ts'

/** Rows that do not fit into memory, in place of a data set for `fit`.
 *  Shapes:  rows (rows, inputs) and targets (rows, targets), as of a DataSet */
export interface DataStream<Inputs extends number = number>
  extends Pick<DataSet<Inputs>, 'task' | 'inputs' | 'rows' | 'targets' | 'classes' | 'preprocessing'> {
  readonly kind: 'stream'
  /** Rows that do not train, in memory: what `fit` validates on, and what judges at the end. */
  readonly validation?: DataSet<Inputs>
  readonly test?: DataSet<Inputs>
  /** A hash of all that was read, and of how it was divided. */
  readonly fingerprint: string
  /** What was chosen, filled in and left out: a sentence each, to be printed. */
  readonly notes: readonly string[]
  /** Training rows in memory at a time. */
  readonly buffer: number
  /** Makes the stream ready for one run with these options.
   *  Throws:  OptionError for options that a stream cannot have */
  connect(where: string, options: FitOptions): Connection<Inputs>
}

/** One run's end of a stream. */
export interface Connection<Inputs extends number = number> {
  /** The rows to train on: their count, and what is known of all of them. */
  readonly data: DataSet<Inputs>
  /** The options for the run: its validation rows are in them, and a device that knows which rows are in memory. */
  readonly options: FitOptions
  readonly feed: Feed
}

/** Brings the rows at the cursor into memory, if they are not there, and tells for how many steps they suffice.
 *  Throws:  DataError when the rows cannot be read, or are others than before */
export type Feed = (controls: Controls) => Promise<number>
