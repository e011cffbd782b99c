// What the reference backend's steps look at: matrices in float64 and the state of the run.
import type { Plan, Step } from '../../plan/types.ts'
import type { Settings } from '../backend.ts'

export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array // (rows, columns), row-major
}

/** All that a step may look at. */
export interface Machine {
  readonly plan: Plan
  readonly buffers: ReadonlyMap<string, Matrix>
  settings: Settings
  /** Steps done: the counter of noise and dropout. */
  step: number
  /** Rows of this step. */
  rows: number
  training: boolean
  /** rate, t, then the optimizer's per-step values. */
  table: ArrayLike<number>
  /** Gives feature k, or target k, of this step's row. */
  feature(row: number, k: number): number
  target(row: number, k: number): number
  loss: number
  hits: number
  seen: number
}

export type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>
export type Run = () => void
