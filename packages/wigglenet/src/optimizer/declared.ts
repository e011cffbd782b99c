// What update rules and schedules share: the checks of their formulas, and of options where one is built around another.
import { OptionError } from '../check/errors.ts'
import type { Declarations, OptionDeclaration } from '../check/options.ts'
import { parseFormula } from '../formula/parse.ts'

/** Checks that each formula parses over `names`; a formula sees the names of those before it too.
 *  Returns: the names with those of all formulas
 *  Throws:  OptionError with the place in the text where a formula is at fault */
export function checkFormulas(
  where: string,
  formulas: Readonly<Record<string, unknown>>,
  names: readonly string[],
): string[] {
  const known = [...names]
  for (const [name, text] of Object.entries(formulas)) {
    parseFormula(text as string, { where: `${where}.${name}`, names: known })
    if (!known.includes(name)) known.push(name)
  }
  return known
}

/** The options of a part as they were chosen, and those that a part built around it adds.
 *  Throws:  OptionError when it has one of them already, since it is built around it already */
export function around<const Added extends Declarations>(
  where: string,
  chosen: Readonly<Record<string, number>>,
  added: Added,
): Added & { readonly rate: OptionDeclaration } {
  const twice = Object.keys(added).find((name) => Object.hasOwn(chosen, name))
  if (twice !== undefined) {
    throw new OptionError({
      where,
      expected: `what it is put around must not have ${twice} already`,
      received: `${twice} ${chosen[twice]}`,
      fix: 'Use it once.',
    })
  }
  const own = Object.entries(chosen).map(([name, value]) => [name, { interval: '(-∞, ∞)', default: value }])
  return { ...Object.fromEntries(own), ...added }
}
