import type { PlanBuilder } from '../part.ts'
import { stateOf } from '../steps.ts'

/** The buffers that a constraint on weights holds for: the weights, and what the model gets in their place, where the optimizer keeps an average. */
export const heldBuffers = ({ updates }: PlanBuilder, W: string): readonly string[] =>
  updates?.result === undefined ? [W] : [W, stateOf(W, updates.result)]
