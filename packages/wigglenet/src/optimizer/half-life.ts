import { checkNumber } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { log } from '../number/exponential.ts'

/** The steps of plain gradient descent after which L2 regularization alone has halved a weight: how fast the network forgets what the data
 *  no longer say. Each step multiplies it by 1 - rate·λ.
 *  Formula: ln 2 / -ln(1 - rate·λ), near ln 2 / (rate·λ); without regularization ∞
 *  Options: rate, the learning rate, and l2, the strength λ of 0.5·λ·w², no unit, in [0, ∞), with rate·λ in [0, 1]
 *  Throws:  OptionError outside these ranges: beyond 1 a step turns the weight's sign
 *  Source:  CS231n Neural Networks 1, "Regularization interpretation"
 *  Example: weightHalfLife(0.1, 0.001)  // 6931.12…  */
export function weightHalfLife(rate: number, l2: number): number {
  const where = 'weightHalfLife'
  const lost = checkNumber(where, 'rate', rate, '[0, ∞)') * checkNumber(where, 'l2', l2, '[0, ∞)')
  if (lost > 1) {
    throw new OptionError({
      where,
      expected: 'rate·l2, the share lost in a step, must be at most 1',
      received: String(lost),
      fix: 'Lower the rate or l2.',
    })
  }
  // -ln(1 - q) as a series where 1 - q would lose digits.
  const decay = lost < 1e-4 ? lost * (1 + lost * (1 / 2 + lost * (1 / 3 + lost / 4))) : -log(1 - lost)
  return Math.LN2 / decay
}
