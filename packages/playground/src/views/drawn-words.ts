// What is drawn on demand, in words with numbers.
import type { Bumps, Curve, ExactPicture, Pieces } from '../session/messages.ts'
import { numberText } from './ticks.ts'

export const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

export function exactWords(exact: ExactPicture): string {
  if ('refusal' in exact) return exact.refusal
  const { linearRegions, regions } = exact
  return regions > 0
    ? `${counted(linearRegions, 'linear region')} in the window, and ${counted(regions, 'connected part')} in which one class wins.`
    : `${counted(linearRegions, 'linear piece')} in the window.`
}

export const piecesWords = ({ node, units }: Pieces): string =>
  `${counted(units, 'unit')} of ${node}: each thin line is what one of them adds to the curve.`

export function bumpsWords({ parameters, count, supError }: Bumps, curve: Curve | undefined): string {
  const bumps = `With the network's ${parameters} parameters, ${counted(count, 'bump')} side by side come as near as ${numberText(supError)}`
  return curve?.supError !== undefined
    ? `${bumps}; the network now misses by ${numberText(curve.supError)}.`
    : `${bumps}.`
}
