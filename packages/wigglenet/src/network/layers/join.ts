// The options that add and concat share.
import { checkNames, deepFreeze, show } from '../../check/check.ts'
import { OptionError } from '../../check/errors.ts'
import { carrying } from '../../kernel/part.ts'
import type { LayerPart } from '../part.ts'
import type { Add, Concat } from '../types.ts'
import { checkName } from './settings.ts'

/** Options of a layer that joins others. */
export interface JoinSettings {
  readonly name?: string
  /** Names of the layers to join, two or more; `x` is the input. */
  readonly from: readonly string[]
}

/** A join of that kind, its options checked; `part` is what it carries.
 *  Throws:  OptionError for bad options */
export function join<Join extends Add | Concat>(
  kind: Join['kind'],
  options: JoinSettings,
  part: LayerPart<Join>,
): Join {
  const given = checkNames(kind, options, ['name', 'from'])
  const { from } = given
  if (!Array.isArray(from) || from.length < 2 || new Set(from).size < from.length) {
    throw new OptionError({
      where: kind,
      expected: 'from must be a list of two or more different names',
      received: show(from),
      fix: `Name the layers to join, as in ${kind}({ from: ['x', 'h1'] }).`,
    })
  }
  const names = from.map((name) => checkName(kind, name, 'each name in from'))
  const name = given.name === undefined ? {} : { name: checkName(kind, given.name) }
  return deepFreeze(carrying({ kind, ...name, from: names } as unknown as Join, part))
}
