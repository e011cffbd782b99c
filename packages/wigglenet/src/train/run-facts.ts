// What identifies a run: what must be the same when it is resumed, and what a model remembers of how it was made.
import type { Cursor } from '../backend/backend.ts'
import { checkObject } from '../check/check.ts'
import { refuse } from '../check/errors.ts'
import { version } from '../check/version.ts'
import type { DataSet } from '../data/types.ts'
import { checkTensors } from '../model/check-tensors.ts'
import type { Provenance } from '../model/types.ts'
import { parameterShapes } from '../network/parameters.ts'
import type { Network } from '../network/types.ts'
import { fingerprint } from '../number/hash.ts'
import type { Settled } from './options.ts'
import type { Checkpoint, Monitor } from './types.ts'

type Facts = Readonly<Record<string, string>>

/** The facts that settle every bit of a run. Epochs count only where the schedule or reviving looks at them; patience never does. */
export function describeRun(network: Network, settled: Settled, revive: Monitor | undefined): Facts {
  const { training, validation, epochs, parameters, device, ...rest } = settled
  const facts = Object.entries({ network, classes: training.classes, ...rest, revive }).map(([name, value]) => [
    name,
    JSON.stringify(value),
  ])
  const usesEpochs = revive || /\b(step|epoch)s\b/.test(settled.schedule.rate)
  return {
    library: version,
    device: [device.name, ...device.features].join(' '),
    ...Object.fromEntries(facts),
    ...(usesEpochs && { epochs: String(epochs) }),
    data: dataFingerprint(training),
    validation: validation ? dataFingerprint(validation) : 'none',
    start: parameters ? fingerprint(...Object.values(parameters).map((values) => Float64Array.from(values))) : 'drawn',
  }
}

/** Refuses to go on from a run that was another one, or whose best weights are not those of the network.
 *  Throws:  OptionError that names the first fact that differs */
export function checkResume(where: string, { run, best }: Checkpoint, now: Facts, network: Network): void {
  const saved = checkObject(where, 'resume.run', run) as Facts
  for (const name of Object.keys({ ...saved, ...now })) {
    if (saved[name] === now[name]) continue
    const short = (text = 'none') => (text.length > 80 ? `${text.slice(0, 77)}...` : text)
    refuse(
      where,
      `${name} must be as in the saved run, ${short(saved[name])}`,
      short(now[name]),
      'Resume with the same data and options, or start a new run.',
    )
  }
  if (best.epoch > 0) checkTensors(where, 'best', parameterShapes(network), best.parameters)
}

/** A hash of all numbers of a data set. */
export const dataFingerprint = ({ X, y, scaling, weights, streamed }: DataSet): string =>
  streamed?.fingerprint ??
  fingerprint(...[X, y, scaling?.scale, scaling?.shift, weights].filter((values) => values !== undefined))

/** How a model was made by a run that stands at this cursor. */
export function provenanceOf(
  settled: Omit<Settled, 'schedule' | 'shuffle'>,
  { step, epoch }: Cursor,
  patience: number | undefined,
): Provenance {
  const { training, validation, parameters: _, seed, device, ...rest } = settled
  return {
    library: version,
    seed,
    options: {
      ...rest,
      loss: rest.loss.kind,
      ...(patience && { patience }),
      ...(validation && { validationRows: validation.rows }),
    },
    data: {
      fingerprint: dataFingerprint(training),
      rows: training.rows,
      ...(!training.preprocessing && { ranges: rangesOf(training) }),
    },
    epochs: epoch,
    steps: step,
    engine: { backend: device.name, features: device.features },
  }
}

/** The least and the largest number of each input. */
function rangesOf({ X, inputs }: DataSet): [number, number][] {
  const ranges = Array.from({ length: inputs }, (): [number, number] => [Infinity, -Infinity])
  for (let row = 0; row < X.length; row += inputs) {
    for (let k = 0; k < inputs; k++) {
      const range = ranges[k]!
      range[0] = Math.min(range[0], X[row + k]!)
      range[1] = Math.max(range[1], X[row + k]!)
    }
  }
  return ranges
}
