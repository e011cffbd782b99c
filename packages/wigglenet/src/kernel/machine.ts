// What the reference backend's steps look at: matrices in float64 and the state of the run.

export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array // (rows, columns), row-major
}

/** All that a step may look at. */
export interface Machine {
  readonly buffers: ReadonlyMap<string, Matrix>
  readonly settings: {
    readonly seed: number
    readonly l2: number
    readonly l1: number
    readonly noise: readonly number[]
    readonly dropout: readonly number[]
  }
  /** Steps done: the counter of noise and dropout. */
  readonly step: number
  /** Rows of this step. */
  readonly rows: number
  readonly training: boolean
  /** rate, t, then the optimizer's per-step values. */
  readonly table: ArrayLike<number>
}

export type Run = () => void
