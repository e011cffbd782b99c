// What an optimizer may carry beside its data: steps of its own around the updates.
import type { OwnStep } from '../kernel/step.ts'

/** The buffers of a tensor that is learned: its numbers, their gradient, and the optimizer's state by slot. */
export interface LearnedTensor {
  readonly role: 'weights' | 'biases' | 'learned'
  readonly parameter: string
  readonly gradient: string
  readonly state: Readonly<Record<string, string>>
  /** The layer's own strengths of regularization. */
  readonly l2: number
  readonly l1: number
}

export interface OptimizerPart {
  /** Steps between the gradients, regularization added, and the updates: they may change gradients. */
  before?(tensors: readonly LearnedTensor[]): readonly OwnStep[]
  /** Steps after all updates. */
  after?(tensors: readonly LearnedTensor[]): readonly OwnStep[]
}
