// What add and concat share.
import { checkNames, deepFreeze, show } from '../../check/check.ts'
import { OptionError } from '../../check/errors.ts'
import { checkName } from './settings.ts'

/** Options of a layer that joins others. */
export interface JoinSettings {
  readonly name?: string
  /** Names of the layers to join, two or more; `x` is the input. */
  readonly from: readonly string[]
}

/** A join of that kind, its options checked.
 *  Throws:  OptionError for bad options */
export function join<Kind extends 'add' | 'concat'>(kind: Kind, options: JoinSettings): JoinSettings & { kind: Kind } {
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
  return deepFreeze({
    kind,
    ...(given.name === undefined ? {} : { name: checkName(kind, given.name) }),
    from: names,
  })
}
