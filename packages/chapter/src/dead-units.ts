// Units that are active on no training row, counted in a full pass.
import { type DataSet, evaluate, inspect, type Model, softmax } from 'wigglenet'

/** What a learning rate has made of a network with two hidden layers; nothing where its numbers left their range. */
export interface Health {
  readonly accuracy?: number
  readonly dead?: readonly [first: number, second: number]
  /** Of all hidden units. */
  readonly share?: number
}

/** Dead units of both hidden layers over all training rows, and accuracy on test rows. */
export function healthOf(model: Model | undefined, training: DataSet, test: DataSet): Health {
  if (!model) return {}
  const [first, second] = deadIn(model, training) as [Dead, Dead]
  return {
    dead: [first.dead.length, second.dead.length],
    share: (first.dead.length + second.dead.length) / (first.of + second.of),
    accuracy: evaluate(model, test).accuracy!,
  }
}

interface Dead {
  readonly dead: readonly number[]
  readonly of: number
}

const found = new WeakMap<Model, readonly Dead[]>()

/** The dead units of each hidden layer; a full pass, done once for a model. */
function deadIn(model: Model, data: DataSet): readonly Dead[] {
  const known = found.get(model)
  if (known) return known
  const { layers } = inspect(model.network, model.parameters, { data, loss: softmax(), batch: 256 })
  const counted = layers.flatMap(({ activity }) =>
    activity ? [{ dead: activity.dead, of: activity.active.length }] : [],
  )
  found.set(model, counted)
  return counted
}

export type Units = readonly number[]
/** Dead units of the first hidden layer. */
export const deadFirst = (model: Model | undefined, data: DataSet): Units => (model ? deadIn(model, data)[0]!.dead : [])
