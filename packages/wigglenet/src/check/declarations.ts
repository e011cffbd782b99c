// The declarations of a user's own parts: those of the library's are known to be right.
import { show } from './check.ts'
import { OptionError } from './errors.ts'
import { type Declarations, readOptions as readDeclared } from './options.ts'

const form = /^[[(]\s*(-?∞|[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)\s*,\s*(-?∞|[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)\s*[\])]$/i

/** As `readOptions` of options.ts, for what a user declares: the intervals are checked first.
 *  Throws:  OptionError for an interval that is none, an unknown option or a value outside its interval */
export function readOptions(where: string, declared: Declarations, given: object): Record<string, number> {
  for (const [name, { interval }] of Object.entries(declared)) {
    if (typeof interval === 'string' && form.test(interval)) continue
    throw new OptionError({
      where,
      expected: `the interval of ${name} must look like [0, 1) or (0, ∞)`,
      received: show(interval),
      fix: 'Write it with two bounds and brackets.',
    })
  }
  return readDeclared(where, declared, given)
}
