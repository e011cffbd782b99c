import type { TrainingEvent } from '../train/types.ts'

/** The course of a run, a place in each list for each epoch told; NaN where an epoch did not tell it. */
export interface LearningCurves {
  readonly kind: 'learning-curves'
  readonly epoch: Float64Array
  readonly step: Float64Array
  readonly rate: Float64Array
  readonly loss: Float64Array
  readonly penalty: Float64Array
  readonly seconds: Float64Array
  readonly accuracy?: Float64Array
  readonly rSquared?: Float64Array
  readonly validationLoss?: Float64Array
  readonly validationAccuracy?: Float64Array
  readonly validationRSquared?: Float64Array
  /** The epoch whose weights the model has; known when the run has ended. */
  readonly best?: number
}

type Told = Extract<TrainingEvent, { kind: 'epoch' }>

/** The course of a run from the events that `fit` gives. An epoch that is told again, after a run was resumed, counts as told last.
 *  Shapes:  each (epochs)
 *  Example: learningCurves(events).validationLoss  */
export function learningCurves(events: Iterable<TrainingEvent>): LearningCurves {
  const byEpoch = new Map<number, Told>()
  let best: number | undefined
  for (const event of events) {
    if (event.kind === 'epoch') byEpoch.set(event.epoch, event)
    if (event.kind === 'stop') best = event.best
  }
  const told = [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch)
  const all = (read: (event: Told) => number | undefined) =>
    Float64Array.from(told, (event) => read(event) ?? Number.NaN)
  const some = <Name extends string>(name: Name, read: (event: Told) => number | undefined) =>
    (told.some((event) => read(event) !== undefined) ? { [name]: all(read) } : {}) as {
      readonly [Key in Name]?: Float64Array
    }
  return Object.freeze({
    kind: 'learning-curves',
    epoch: all(({ epoch }) => epoch),
    step: all(({ step }) => step),
    rate: all(({ rate }) => rate),
    loss: all(({ loss }) => loss),
    penalty: all(({ penalty }) => penalty),
    seconds: all(({ seconds }) => seconds),
    ...some('accuracy', ({ accuracy }) => accuracy),
    ...some('rSquared', ({ rSquared }) => rSquared),
    ...some('validationLoss', ({ validation }) => validation?.loss),
    ...some('validationAccuracy', ({ validation }) => validation?.accuracy),
    ...some('validationRSquared', ({ validation }) => validation?.rSquared),
    ...(best !== undefined && { best }),
  })
}
