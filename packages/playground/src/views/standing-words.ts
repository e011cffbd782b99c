// How good a network is, in words with numbers.
import type { Standing } from '../session/messages.ts'
import { numberText, percentText } from './ticks.ts'

export const standingWords = (standing: Standing): string =>
  `${numberText(standing.loss)}${standing.accuracy === undefined ? '' : `, ${percentText(standing.accuracy)} right`}${errorWords(standing)}`

/** What regression of a table adds: the root of the mean squared error in the unit of the target, and R². */
export const errorWords = ({ error, rSquared }: Standing): string =>
  error === undefined || rSquared === undefined ? '' : `, RMSE ${numberText(error)}, R² ${shareText(rSquared)}`

/** A share below 1 never reads as 1. */
const shareText = (share: number) => (share >= 0.9995 && share < 1 ? 'over 0.999' : numberText(share))
