// What an optimizer may carry beside its data, steps of its own around the updates; and what a schedule carries.
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

export interface SchedulePart {
  /** Follows the schedule through a run; `base` gives the rate that it starts from, now. */
  follow(base: () => number, steps: number, epochs: number): Course
}

export interface Course {
  /** The rate of a step, before it runs. */
  rate(step: number, epoch: number): number
  /** What a schedule that listens remembers. */
  readonly memory?: {
    /** Takes in the loss of the epoch that has ended. */
    hear(loss: number, step: number, epoch: number): void
    save(): Float64Array
    /** Takes back what was saved.
     *  Throws:  OptionError when it is not of this schedule */
    load(where: string, saved: ArrayLike<number> | undefined): void
  }
}
