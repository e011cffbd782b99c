import type { Rule } from '../finding.ts'
import { isRegularized } from '../readings.ts'
import { gapIn } from './overfitting.ts'

/** A gap between training rows and others, and nothing that holds it back. */
export const tooLittleRegularization: Rule = {
  name: 'too-little-regularization',
  explainedBy: ['rate-too-high', 'labels-out-of-range'],
  examine(facts) {
    const evidence = isRegularized(facts) ? undefined : gapIn(facts)
    if (!evidence) return undefined
    return {
      title: 'There is too little regularization: none',
      evidence: `${evidence} l2, l1, dropout and noise are all 0.`,
      reason:
        'Without regularization a network that is large enough bends around single rows and learns their noise. The strength of regularization is the preferred way to control that; smaller networks are harder to train.',
      change:
        'Add l2 0.001, then 0.01, or dropout 0.2, and keep what does best on the validation rows. Keep the units.',
    }
  },
}
