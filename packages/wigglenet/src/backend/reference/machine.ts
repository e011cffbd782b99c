// The machine of the reference backend with what only the plan's own steps look at.
import type { Machine } from '../../kernel/machine.ts'
import type { Plan } from '../../plan/types.ts'
import type { Settings } from '../backend.ts'

export interface PlanMachine extends Machine {
  readonly plan: Plan
  settings: Settings
  step: number
  rows: number
  training: boolean
  table: ArrayLike<number>
  /** Gives feature k, or target k, of this step's row. */
  feature(row: number, k: number): number
  target(row: number, k: number): number
  loss: number
  hits: number
  seen: number
}
