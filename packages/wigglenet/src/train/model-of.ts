import type { DataSet } from '../data/types.ts'
import { assembleModel } from '../model/model.ts'
import type { Model } from '../model/types.ts'
import type { Settled } from './options.ts'
import { provenanceOf } from './run-facts.ts'
import type { Runner } from './runner.ts'

/** The model that a runner holds now. */
export function modelOf<Inputs extends number>(
  runner: Runner,
  settled: Settled,
  { task, classes, preprocessing }: DataSet,
  patience: number | undefined,
): Model<Inputs> {
  const parameters = runner.learned()
  const parts = {
    network: runner.network,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, values]) => [name, Float32Array.from(values)]),
    ),
    loss: settled.loss,
    task,
    ...(classes && { classes }),
    ...(preprocessing && { preprocessing }),
    provenance: provenanceOf(settled, runner.cursor(), patience),
  }
  return assembleModel(parts, settled.device) as Model<Inputs>
}
