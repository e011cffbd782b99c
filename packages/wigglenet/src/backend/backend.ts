// What a backend is: it prepares a plan, and the execution that it gives runs it. No other part of the library knows which one runs.
import type { DataSet } from '../data/types.ts'
import type { Plan } from '../plan/types.ts'

export interface Backend {
  readonly name: string
  /** Features of the engine that decide bits: models and checkpoints remember them. */
  readonly features: readonly string[]
  /** How many threads it may use, where that is more than one. */
  readonly threads?: number
  /** Compiles the plan and plans its memory once; parameters start at 0, masks at 1.
   *  Throws:  UnsupportedError when this engine cannot run it, or the memory does not suffice */
  prepare(plan: Plan): Execution
}

/** Values that may change between calls; never constants in generated code. */
export interface Settings {
  readonly seed: number
  /** Rows in a step, at most the plan's batch. */
  readonly batch: number
  readonly l2: number
  readonly l1: number
  readonly shuffle: boolean
  /** Deviations and shares, in the order of the plan's streams. */
  readonly noise: readonly number[]
  readonly dropout: readonly number[]
}

/** Where a run stands: steps and epochs done, and rows used of the epoch under way. */
export interface Cursor {
  readonly step: number
  readonly epoch: number
  readonly position: number
}

/** Sums over the rows of some steps: losses (without regularization), rows whose prediction was right, rows. */
export interface Totals {
  readonly loss: number
  readonly hits: number
  readonly rows: number
}

/** Which of its data sets an execution reads. */
export type Slot = 'training' | 'validation'

export interface Execution {
  readonly plan: Plan
  /** How many steps one call of `train` can take. */
  readonly stepsAtOnce: number
  configure(settings: Settings): void
  setData(slot: Slot, data: DataSet): void
  cursor(): Cursor
  seek(cursor: Cursor): void
  /** Runs whole training steps from the cursor on, and adds to the sums in `from`. `table` holds a row for each: rate, t, then the
   *  optimizer's per-step values. */
  train(steps: number, table: Float64Array, from?: Totals): Totals
  /** Loss and hits over all rows of a data set, in order, without dropout or noise. The cursor stays. */
  evaluate(slot: Slot): Totals
  /** Scores of rows (rows, inputs) given as numbers.  Gives:  (rows, outputs), row-major */
  scores(X: Float32Array | Uint8Array, rows: number): Float32Array | Float64Array
  /** Scores of all rows of a data set, in order. */
  scoresOf(slot: Slot): Float32Array | Float64Array
  /** Prepares a single step at the cursor: its rows, and its row of the table. Then `run` may run each part of it alone. */
  begin(slot: Slot, training: boolean, table?: Float64Array): void
  /** Runs one step of the plan alone; its bits are those of the fused run. */
  run(phase: 'forward' | 'backward' | 'update', index: number): void
  /** What the steps run since `begin` have added up. */
  totals(): Totals
  /** A copy of a buffer of the plan without padding, as (rows, columns); of values, the first `rows` rows. */
  read(buffer: string, rows?: number): Float32Array | Float64Array
  /** Writes a buffer of the plan, or its first rows. */
  write(buffer: string, values: ArrayLike<number>): void
}
