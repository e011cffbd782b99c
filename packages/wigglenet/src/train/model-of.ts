import { assembleModel } from '../model/model.ts'
import type { Model, Provenance } from '../model/types.ts'
import type { Network } from '../network/types.ts'
import type { Settled } from './options.ts'
import type { Snapshot } from './types.ts'

/** The model of a run that has learned these parameters. */
export function modelOf<Inputs extends number>(
  network: Network<Inputs>,
  { training, loss, device }: Pick<Settled, 'training' | 'loss' | 'device'>,
  learned: Snapshot['parameters'],
  provenance: Provenance,
): Model<Inputs> {
  const { task, classes, preprocessing } = training
  const parts = {
    network,
    parameters: Object.fromEntries(Object.entries(learned).map(([name, values]) => [name, Float32Array.from(values)])),
    loss,
    task,
    ...(classes && { classes }),
    ...(preprocessing && { preprocessing }),
    provenance,
  }
  return assembleModel(parts, device)
}
