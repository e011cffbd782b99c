// What an initializer is as data, checked: from a program's options or from a model file.
import { checkNames, checkNumber, checkObject, checkOneOf } from '../../check/check.ts'
import type { Initializer } from '../types.ts'

const distributions = ['normal', 'uniform'] as const

/** An initializer that scales with the layer's size. */
export interface FanInitializer<Kind extends 'he' | 'glorot' | 'lecun'> {
  readonly kind: Kind
  readonly distribution: 'normal' | 'uniform'
  /** A factor on the deviation; left out where it is 1. */
  readonly gain?: number
}
/** Options of he, glorot and lecun. */
export interface FanOptions {
  readonly distribution?: 'normal' | 'uniform'
  readonly gain?: number
}

/** An initializer that scales with the layer's size, from its options.
 *  Throws:  OptionError for an unknown option or distribution, or a gain that is not above 0 */
export function checkDistribution<Kind extends 'he' | 'glorot' | 'lecun'>(
  kind: Kind,
  options: object,
  standard?: 'normal' | 'uniform',
  where: string = kind,
): FanInitializer<Kind> {
  const { distribution = standard, gain: given = 1 } = checkNames(where, options, ['distribution', 'gain'])
  const gain = checkNumber(where, 'gain', given, '(0, ∞)')
  return Object.freeze({
    kind,
    distribution: checkOneOf(where, 'distribution', distribution, distributions),
    ...(gain !== 1 && { gain }),
  })
}

/** An initializer from its data, every field checked.
 *  Throws:  OptionError that says what is wrong */
export function checkInitializer(where: string, data: unknown): Initializer {
  const { kind: given, ...options } = checkObject(where, 'an initializer', data)
  const kind = checkOneOf(where, 'kind', given, ['he', 'glorot', 'lecun', 'normal', 'constant'])
  const only = (name: 'deviation' | 'value', interval: string) =>
    checkNumber(where, name, checkNames(where, options, [name])[name], interval)
  if (kind === 'normal') return Object.freeze({ kind, deviation: only('deviation', '[0, ∞)') })
  if (kind === 'constant') return Object.freeze({ kind, value: only('value', '(-∞, ∞)') })
  return checkDistribution(kind, options, undefined, where)
}
