// The declarations of a user's own parts: those of the library's are known to be right.
import { show } from './check.ts'
import { OptionError } from './errors.ts'
import type { Declarations } from './options.ts'

const form = /^[[(]\s*(-?∞|[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)\s*,\s*(-?∞|[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)\s*[\])]$/i

/** The declarations, if every interval is one.
 *  Throws:  OptionError that names the option */
export function checkDeclarations<Declared extends Declarations>(where: string, declared: Declared): Declared {
  for (const [name, { interval }] of Object.entries(declared)) {
    if (typeof interval === 'string' && form.test(interval)) continue
    throw new OptionError({
      where,
      expected: `the interval of ${name} must look like [0, 1) or (0, ∞)`,
      received: show(interval),
      fix: 'Write it with two bounds and brackets.',
    })
  }
  return declared
}
