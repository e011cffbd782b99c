import { checkNames, checkObject, checkOneOf } from '../../check/check.ts'
import type { Constraint } from '../types.ts'
import { maxNorm } from './max-norm.ts'
import { nonNegative } from './non-negative.ts'

/** A constraint from its JSON, as a model file holds it. Everything is checked.
 *  Throws:  OptionError that says what is wrong with the data */
export function constraintFromData(data: unknown, where = 'constraint'): Constraint {
  const fields = checkObject(where, 'a constraint', data)
  const kind = checkOneOf(where, 'kind', fields.kind, ['max-norm', 'non-negative'])
  checkNames(where, fields, kind === 'max-norm' ? ['kind', 'limit'] : ['kind'])
  return kind === 'max-norm' ? maxNorm(fields.limit as number) : nonNegative()
}
