// Whether the parts of a model fit together.
import { checkOneOf, show } from '../check/check.ts'
import { DataError, NumberError, ShapeError } from '../check/errors.ts'
import { inputsOf } from '../data/encode.ts'
import type { Preprocessing } from '../data/types.ts'
import { checkLoss } from '../network/losses/resolve.ts'
import { parameterShapes } from '../network/parameters.ts'
import type { Network } from '../network/types.ts'
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
 *  Throws:  ShapeError when one is missing, unknown or of another length; NumberError when a value is NaN or infinite */
export function copyParameters(
  where: string,
  network: Network,
  parameters: Readonly<Record<string, ArrayLike<number>>>,
): Readonly<Record<string, Float32Array>> {
  const copies: Record<string, Float32Array> = {}
  for (const { name, shape } of parameterShapes(network)) {
    const copy = new Float32Array(checkParameter(where, name, shape, parameters[name]))
    const wrong = copy.findIndex((value) => !Number.isFinite(value))
    if (wrong >= 0) {
      throw new NumberError({
        where,
        expected: `parameters['${name}'] must be finite`,
        received: `${copy[wrong]} at index ${wrong}`,
        fix: 'Train again with a smaller rate.',
      })
    }
    copies[name] = copy
  }
  const extra = Object.keys(parameters).find((name) => !Object.hasOwn(copies, name))
  if (extra === undefined) return Object.freeze(copies)
  throw new ShapeError({
    where,
    expected: 'parameters must be those that parameterShapes lists for the network',
    received: `${show(extra)} too`,
    fix: 'Remove it.',
  })
}

/** The values of a parameter, if there are as many as its shape asks for.
 *  Throws:  ShapeError otherwise */
export function checkParameter(
  where: string,
  name: string,
  shape: readonly number[],
  values: ArrayLike<number> | undefined,
): ArrayLike<number> {
  const count = shape.reduce((product, size) => product * size, 1)
  if (values?.length === count) return values
  throw new ShapeError({
    where,
    expected: `parameters['${name}'] must hold ${count} numbers, shape (${shape.join(', ')})`,
    received: values === undefined ? 'none' : `${values.length}`,
    fix: 'Give every parameter that parameterShapes lists, in its shape.',
  })
}
