// The names that the formulas of a declared part may use.
import { show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { functionNames } from './meaning.ts'

/** Refuses names that a formula could not tell apart, or that two things share. `taken` are the names that have a meaning already.
 *  Throws:  OptionError that names the culprit */
export function checkFormulaNames(where: string, names: readonly string[], taken: readonly string[]): void {
  const seen = new Set<string>([...taken, ...functionNames()])
  for (const name of names) {
    const isNew = !seen.has(name)
    seen.add(name)
    if (isNew && /^[A-Za-z][A-Za-z0-9]{0,31}$/.test(name)) continue
    throw new OptionError({
      where,
      expected: `names in formulas must be 1 to 32 letters and digits, start with a letter, differ, and be neither a function's nor ${taken.join(', ')}`,
      received: show(name),
      fix: 'Rename it.',
    })
  }
}
