import type { Kernel } from '../../kernel/kernel.ts'
import type { StepOf } from '../../network/steps.ts'
import type { Plan } from '../../plan/types.ts'
import type { Workspace } from './tiles.ts'

/** What the generators of a plan's steps share. */
export interface PlanKernel extends Kernel {
  readonly plan: Plan
  readonly workspace: Workspace
  /** The function that brings the rows of a step, where those of bytes lie outside of the memory. */
  readonly bring?: number | undefined
  /** Defines a function for an update that is not done in one go. */
  readonly updates?:
    | ((
        kernel: PlanKernel,
        step: StepOf<'update'>,
        regularized: StepOf<'regularize'> | undefined,
      ) => number | undefined)
    | undefined
}
