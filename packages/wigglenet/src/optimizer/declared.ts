// What update rules and schedules share: the checks of their formulas.
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
