// What an initializer is as data, checked: from a program's options or from a model file.
import { checkNames, checkNumber, checkObject, checkOneOf } from '../../check/check.ts'
import type { Initializer } from '../types.ts'

const distributions = ['normal', 'uniform'] as const

/** An initializer that scales with the layer's size. */
export interface FanInitializer<Kind extends 'he' | 'glorot' | 'lecun'> {
  readonly kind: Kind
  readonly distribution: 'normal' | 'uniform'
}
/** Options of he, glorot and lecun. */
export interface FanOptions {
  readonly distribution?: 'normal' | 'uniform'
}

/** An initializer that scales with the layer's size, from its options.
 *  Throws:  OptionError for an unknown option or distribution */
export function checkDistribution<Kind extends 'he' | 'glorot' | 'lecun'>(
  kind: Kind,
  options: object,
  standard: 'normal' | 'uniform',
): FanInitializer<Kind> {
  const { distribution = standard } = checkNames(kind, options, ['distribution'])
  return Object.freeze({ kind, distribution: checkOneOf(kind, 'distribution', distribution, distributions) })
}

/** An initializer from its data, every field checked.
 *  Throws:  OptionError that says what is wrong */
export function checkInitializer(where: string, data: unknown): Initializer {
  const fields = checkObject(where, 'an initializer', data)
  const kind = checkOneOf(where, 'kind', fields.kind, ['he', 'glorot', 'lecun', 'normal', 'constant'])
  if (kind === 'normal') {
    checkNames(where, fields, ['kind', 'deviation'])
    return Object.freeze({ kind, deviation: checkNumber(where, 'deviation', fields.deviation, '[0, ∞)') })
  }
  if (kind === 'constant') {
    checkNames(where, fields, ['kind', 'value'])
    return Object.freeze({ kind, value: checkNumber(where, 'value', fields.value, '(-∞, ∞)') })
  }
  checkNames(where, fields, ['kind', 'distribution'])
  return Object.freeze({ kind, distribution: checkOneOf(where, 'distribution', fields.distribution, distributions) })
}
