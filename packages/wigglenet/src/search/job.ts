// From what a user gives to `fit` to a job that can be sent to a worker: checked here as far as it can be, so that a wrong option is
// refused at once and not in the middle of a long run.
import { resolveDevice } from '../backend/resolve.ts'
import { checkNames, checkNumber, show } from '../check/check.ts'
import { OptionError, UnsupportedError } from '../check/errors.ts'
import type { DataSet } from '../data/types.ts'
import { assembleModel } from '../model/model.ts'
import type { Model } from '../model/types.ts'
import { lossFromData } from '../network/losses/element-loss.ts'
import type { Network } from '../network/types.ts'
import { settle, trainerOptionNames } from '../train/options.ts'
import type { FitOptions } from '../train/types.ts'
import type { End, Job } from './messages.ts'

const fitNames = [...trainerOptionNames, 'patience', 'signal', 'checkpoint', 'resume', 'monitors', 'revive']

/** A job, but for the numbers of its data sets. */
export interface PlainJob {
  readonly network: Network
  readonly data: DataSet
  readonly validation: DataSet | undefined
  readonly options: Job['options']
  readonly device: Job['device']
}

/** Checks a run and packs it for a worker; with a share as `validation`, the split and the rows of a batch are left to the worker.
 *  Throws:  as `fit` does; UnsupportedError for a device that a worker does not have, and for an option that holds functions */
export function packJob(where: string, network: Network, data: DataSet, given: FitOptions): PlainJob {
  checkNames(where, given, fitNames)
  const { device: _device, signal: _signal, checkpoint, validation, ...options } = given
  const share = typeof validation === 'number'
  if (share) checkNumber(where, 'validation', validation, '(0, 1)')
  const { device } = settle(where, network, data, {
    ...given,
    validation: share ? undefined : validation,
  } as FitOptions)
  if (checkpoint !== undefined && typeof checkpoint?.save !== 'function') {
    throw new OptionError({
      where,
      expected: 'checkpoint must have a function save',
      received: show(checkpoint),
      fix: 'Give it one, which keeps the run.',
    })
  }
  const { name, features } = resolveDevice(where, device)
  if (name !== 'wasm' && name !== 'reference') {
    throw new UnsupportedError({
      where,
      expected: 'device must be wasm, fast() or reference, which a worker has too',
      received: show(name),
      fix: 'Leave device out, or train with fit.',
    })
  }
  for (const [option, value] of Object.entries(options)) {
    if (!holdsFunction(value)) continue
    throw new UnsupportedError({
      where,
      expected: `${option} must be data to go to a worker`,
      received: show(value),
      fix: `Leave ${option} out, or train with fit.`,
    })
  }
  return {
    network,
    data,
    validation: share ? undefined : validation,
    options: { ...options, ...(share && { validation }) } as Job['options'],
    device: { name, features, threads: 1 },
  }
}

const holdsFunction = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' &&
    value !== null &&
    !ArrayBuffer.isView(value) &&
    Object.values(value).some(holdsFunction))

/** The model that `fit` would have given. */
export function modelOf<Inputs extends number>(
  network: Network<Inputs>,
  { task, classes, preprocessing }: DataSet,
  device: FitOptions['device'],
  { parameters, loss, provenance }: End,
): Model<Inputs> {
  const parts = {
    network,
    parameters: { ...parameters },
    loss: lossFromData(loss),
    task,
    ...(classes && { classes }),
    ...(preprocessing && { preprocessing }),
    provenance,
  }
  return assembleModel(parts, resolveDevice('fit', device))
}
