import type { Rule } from '../finding.ts'
import { hiddenLayers } from '../readings.ts'
import { short } from '../words.ts'

/** By how much the gradient may change from the last hidden layer to the first, either way. */
const times = 1000

/** A gradient that is lost, or blown up, on its way back to the first layer. */
export const vanishingGradient: Rule = {
  name: 'vanishing-gradient',
  explainedBy: ['initial-weights-too-large', 'unscaled-inputs'],
  examine(facts) {
    const hidden = hiddenLayers(facts)
    if (hidden.length < 2) return undefined
    const [first, last] = [hidden[0]!, hidden.at(-1)!]
    const ratio = first.start.gradient / last.start.gradient
    if (!(ratio < 1 / times || ratio > times)) return undefined
    const vanishes = ratio < 1
    return {
      title: vanishes
        ? 'The gradient vanishes on its way to the first layer'
        : 'The gradient explodes on its way to the first layer',
      evidence: `Before the first step its mean norm was ${short(last.start.gradient)} in ${last.layer} and ${short(first.start.gradient)} in ${first.layer}, ${short(vanishes ? 1 / ratio : ratio)} times as ${vanishes ? 'small' : 'large'}.`,
      reason:
        'On its way back the gradient is multiplied by the local slope of every layer. Sigmoid’s is at most a quarter, so that hardly any signal gets through many of them; weights that are too large do the opposite.',
      change: vanishes
        ? 'Use ReLU, or fewer layers: two or three usually do for data like these.'
        : 'Use the initializer that fits the activation: leave `weights` out.',
    }
  },
}
