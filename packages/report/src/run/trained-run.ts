// What the pictures of a run are made from.
import type { DataSet, Evaluation, Model, TrainingEvent } from 'wigglenet'

export interface TrainedRun {
  readonly model: Model
  /** The events that `fit` gave as the model was trained; those that a file has kept will do. */
  readonly events: readonly TrainingEvent[]
  /** The rows that it was trained on; without them there are fewer pictures. */
  readonly training?: DataSet
  /** Rows that it has not seen. */
  readonly test?: DataSet
  /** How often each class was taken for each other, where that is not to be measured on `test`, as after cross-validation. */
  readonly confusion?: Evaluation['confusion']
}
