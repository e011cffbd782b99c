// Whether the parts of a model fit together.
import { checkOneOf, show } from '../check/check.ts'
import { DataError, ShapeError } from '../check/errors.ts'
import { inputsOf } from '../data/encode-features.ts'
import type { Preprocessing } from '../data/types.ts'
import { checkLoss } from '../network/losses/resolve.ts'
import { parameterShapes } from '../network/parameters.ts'
import type { Network } from '../network/types.ts'
import { checkTensors } from './check-tensors.ts'
import type { ModelParts } from './types.ts'

/** Refuses a loss, classes or preprocessing that do not fit the network or each other.
 *  Throws:  ShapeError or DataError that names what does not fit */
export function checkParts(where: string, parts: ModelParts): void {
  const { network, loss, classes, preprocessing } = parts
  const task = checkOneOf(where, 'task', parts.task, ['classification', 'regression'])
  const targets = preprocessing ? 1 : network.outputs
  checkLoss(loss, network.outputs, { task, targets, ...(classes && { classes }) })
  const target = preprocessing?.kind === 'table' ? preprocessing.target : preprocessing
  const told = target ? ('classes' in target ? target.classes : undefined) : task === 'regression' ? undefined : classes
  if (JSON.stringify(classes) !== JSON.stringify(told)) {
    throw new DataError({
      where,
      expected: `classes must be ${told ? `${show(told)}, those of the preprocessing` : 'left out in regression'}`,
      received: show(classes),
      fix: 'Give the classes of the training data.',
    })
  }
  if (preprocessing && inputsOf(preprocessing) !== network.inputs) {
    throw new ShapeError({
      where,
      expected: `the network must have ${inputsOf(preprocessing)} inputs, as many as the preprocessing gives`,
      received: String(network.inputs),
      fix: 'Give the preprocessing of the training data.',
    })
  }
  checkEncoder(where, preprocessing)
}

/** Refuses a preprocessing that lost its `encode` on the way through JSON or to another thread.
 *  Throws:  DataError */
export function checkEncoder(where: string, preprocessing: Preprocessing | undefined): void {
  if (preprocessing && typeof preprocessing.encode !== 'function') {
    throw new DataError({
      where,
      expected: 'the preprocessing must be one that fitPreprocessing or images makes',
      received: show(preprocessing),
      fix: 'Read it from JSON with preprocessingFromData.',
    })
  }
}

/** A copy of every parameter of the network, in the order of `parameterShapes`.
 *  Throws:  as checkTensors */
export function copyParameters(
  where: string,
  network: Network,
  parameters: Readonly<Record<string, ArrayLike<number>>>,
): Readonly<Record<string, Float32Array>> {
  const shapes = parameterShapes(network)
  const values = checkTensors(where, 'parameters', shapes, parameters)
  return Object.freeze(Object.fromEntries(shapes.map(({ name }) => [name, Float32Array.from(values[name]!)])))
}
