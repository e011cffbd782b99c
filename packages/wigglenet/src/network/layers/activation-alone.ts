import { show } from '../../check/check.ts'
import { refuse } from '../../check/errors.ts'
import { identity } from '../activations/identity.ts'
import type { Activation } from '../types.ts'

/** An activation and options, of which each may be left out: options alone stand in the activation's place.
 *  Throws:  OptionError for what is no activation */
export function activationAlone(where: string, second: unknown = {}, third?: unknown): [Activation, object] {
  const alone = third === undefined && typeof second === 'object' && second !== null && !('formula' in second)
  return alone ? [identity(), second] : [checkActivation(where, second), (third ?? {}) as object]
}

/** The value, if it is an activation.
 *  Throws:  OptionError otherwise */
export function checkActivation(where: string, given: unknown): Activation {
  const { value, derivative } = (given ?? {}) as Partial<Activation>
  if (typeof given === 'object' && typeof value === 'function' && typeof derivative === 'function') {
    return given as Activation
  }
  refuse(
    where,
    'the activation must be one such as relu()',
    show(given),
    typeof given === 'function'
      ? 'Call it: relu() instead of relu.'
      : 'Import one from wigglenet, or make your own with activation().',
  )
}
