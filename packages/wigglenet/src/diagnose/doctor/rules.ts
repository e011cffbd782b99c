// All rules, the most important first: what keeps a network from learning at all, what makes its score untrue, what would make it better.
import type { Rule } from './finding.ts'
import { classImbalance } from './rules/class-imbalance.ts'
import { deadUnits } from './rules/dead-units.ts'
import { duplicatesAcrossSplit } from './rules/duplicates-across-split.ts'
import { initialWeightsTooLarge } from './rules/initial-weights-too-large.ts'
import { labelsOutOfRange } from './rules/labels-out-of-range.ts'
import { leakingColumn } from './rules/leaking-column.ts'
import { linearCollapse } from './rules/linear-collapse.ts'
import { lossDoesNotFitOutput } from './rules/loss-does-not-fit-output.ts'
import { overfitting } from './rules/overfitting.ts'
import { rateTooHigh } from './rules/rate-too-high.ts'
import { rateTooLow } from './rules/rate-too-low.ts'
import { saturatedUnits } from './rules/saturated-units.ts'
import { symmetricUnits } from './rules/symmetric-units.ts'
import { tooLittleRegularization } from './rules/too-little-regularization.ts'
import { underfitting } from './rules/underfitting.ts'
import { unscaledInputs } from './rules/unscaled-inputs.ts'
import { vanishingGradient } from './rules/vanishing-gradient.ts'

export const rules: readonly Rule[] = [
  lossDoesNotFitOutput,
  labelsOutOfRange,
  unscaledInputs,
  initialWeightsTooLarge,
  rateTooHigh,
  symmetricUnits,
  linearCollapse,
  vanishingGradient,
  deadUnits,
  saturatedUnits,
  rateTooLow,
  leakingColumn,
  duplicatesAcrossSplit,
  overfitting,
  tooLittleRegularization,
  underfitting,
  classImbalance,
]
