// The key of a scale that goes without steps.
import type { Key } from '../svg/picture.ts'
import { short } from '../svg/plotted.ts'
import type { Colours } from '../theme.ts'

/** Tints by `color-mix` are not known everywhere: boxes of three strengths stand for a scale. */
export const rampKeys = ([low, high]: readonly [number, number], { positive }: Colours): Key[] =>
  [low, (low + high) / 2, high].map((value, k) => ({
    label: short(value),
    colour: positive,
    opacity: [0.08, 0.5, 0.95][k]!,
  }))

/** Below 0, 0, above 0. */
export const signedKeys = (colours: Colours, [below, above]: readonly [string, string]): Key[] => [
  { label: below, colour: colours.negative },
  { label: above, colour: colours.positive },
]
