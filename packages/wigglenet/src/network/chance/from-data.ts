// What chance does to a layer in training, from its JSON.
import { checkNames, checkObject, checkOneOf } from '../../check/check.ts'
import type { Dropout, WeightNoise } from '../types.ts'
import { alphaDropout } from './alpha-dropout.ts'
import { weightNoise } from './weight-noise.ts'

/** Dropout of another kind than the plain one.
 *  Throws:  OptionError that says what is wrong with the data */
export function dropoutFromData(data: unknown, where: string): Dropout {
  return alphaDropout(read(where, data, 'a dropout', 'alpha-dropout', 'share'))
}

/** Noise on weights.
 *  Throws:  OptionError that says what is wrong with the data */
export function noiseFromData(data: unknown, where: string): WeightNoise {
  return weightNoise(read(where, data, 'noise', 'weight-noise', 'deviation'))
}

/** The one number of such a part. */
function read(where: string, data: unknown, what: string, kind: string, amount: string): number {
  const fields = checkObject(where, what, data)
  checkNames(where, fields, ['kind', amount])
  checkOneOf(where, 'kind', fields.kind, [kind])
  return fields[amount] as number
}
