// From what a user gives to settled options: defaults filled in, everything checked once, before anything is compiled.
import { resolveDevice } from '../backend/resolve.ts'
import { checkFlag, checkNumber, checkWhole } from '../check/check.ts'
import { refuse } from '../check/errors.ts'
import { splitRows } from '../data/split.ts'
import { takeRows } from '../data/take-rows.ts'
import type { DataSet } from '../data/types.ts'
import { checkData } from '../model/check-data.ts'
import { checkEncoder } from '../model/check-parts.ts'
import { checkTensors } from '../model/check-tensors.ts'
import { checkLoss, resolveLoss } from '../network/losses/resolve.ts'
import { parameterShapes } from '../network/parameters.ts'
import type { Network } from '../network/types.ts'
import { adam } from '../optimizer/adam.ts'
import { resolveOptimizer, resolveSchedule } from '../optimizer/resolve.ts'
import type { TrainerOptions } from './types.ts'

export const trainerOptionNames = [
  'loss',
  'optimizer',
  'batch',
  'l2',
  'l1',
  'seed',
  'shuffle',
  'validation',
  'schedule',
  'epochs',
  'parameters',
  'device',
] as const

export type Settled = ReturnType<typeof settle>

/** Every option with its value.
 *  Throws:  OptionError, ShapeError or DataError for what does not fit */
export function settle(where: string, network: Network, data: DataSet, options: TrainerOptions) {
  checkData(where, network, data)
  checkEncoder(where, data.preprocessing)
  const { seed = 1, l2 = 0, l1 = 0, shuffle = true, epochs = 100, parameters } = options
  const { loss: named = data.task === 'classification' ? 'softmax' : 'mean-squared-error', optimizer = adam() } =
    options
  checkWhole(where, 'seed', seed, `[0, ${Number.MAX_SAFE_INTEGER}]`)
  const loss = resolveLoss(named, where)
  checkLoss(loss, network.outputs, data)
  const { training, validation } = splitValidation(where, network, data, options.validation, seed)
  const { batch = Math.min(32, training.rows) } = options
  return {
    training,
    validation,
    seed,
    loss,
    optimizer: resolveOptimizer(optimizer, where),
    batch: checkWhole(where, 'batch', batch, `[1, ${training.rows}]`),
    l2: checkNumber(where, 'l2', l2, '[0, ∞)'),
    l1: checkNumber(where, 'l1', l1, '[0, ∞)'),
    shuffle: checkFlag(where, 'shuffle', shuffle),
    schedule: resolveSchedule(options.schedule, where),
    epochs: checkWhole(where, 'epochs', epochs, '[1, 2147483647]'),
    parameters:
      parameters === undefined ? undefined : checkTensors(where, 'parameters', parameterShapes(network), parameters),
    device: resolveDevice(where, options.device),
  }
}

function splitValidation(
  where: string,
  network: Network,
  data: DataSet,
  given: number | DataSet | undefined,
  seed: number,
) {
  if (given === undefined) return { training: data, validation: undefined }
  if (typeof given === 'number') {
    const share = checkNumber(where, 'validation', given, '(0, 1)')
    const by = data.task === 'classification' ? { by: data.y } : {}
    const { train, validation } = splitRows(data.rows, { validation: share, seed, ...by })
    return { training: takeRows(data, train), validation: takeRows(data, validation) }
  }
  checkData(`${where}.validation`, network, given)
  const same =
    given.task === data.task && given.targets === data.targets && given.classes?.join('\n') === data.classes?.join('\n')
  if (!same) {
    refuse(
      `${where}.validation`,
      'the validation data must have the task, the targets and the classes of the training data',
      `${given.task}, ${given.classes?.join(', ') ?? `${given.targets} targets`}`,
      'Make both from one table, with the same preprocessing.',
    )
  }
  return { training: data, validation: given }
}
