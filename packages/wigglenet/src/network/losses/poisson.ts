import { checkNames, deepFreeze } from '../../check/check.ts'
import type { ElementLoss } from '../types.ts'
import { ofCounts } from './counts.ts'

/** Poisson loss, for counts: the score is the logarithm of the expected count, and a model predicts the count.
 *  Formula: exp(s) - y·s, averaged over rows and outputs: the negative log-likelihood without log(y!), which no score changes; its derivative is
 *           exp(s) - y
 *  Shapes:  scores (batch, targets), y (batch, targets) in [0, ∞), in their own unit: counts that are not standardized
 *  Source:  McCullagh and Nelder 1989, Generalized Linear Models, chapter 6  */
export function poisson(options: Readonly<Record<string, never>> = {}): ElementLoss {
  checkNames('poisson', options, [])
  const formula = { value: 'exp(s) - y * s', derivative: 'exp(s) - y' }
  return deepFreeze(ofCounts({ kind: 'poisson', target: 'number', options: {}, formula }))
}
