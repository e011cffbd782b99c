import type { Rule } from '../finding.ts'
import { hiddenLayers } from '../readings.ts'
import { percent } from '../words.ts'

/** Share of flat slopes in a layer. */
const share = 0.5

/** Sigmoid or tanh units that training has driven into their flat ends. */
export const saturatedUnits: Rule = {
  name: 'saturated-units',
  explainedBy: ['initial-weights-too-large'],
  examine(facts) {
    const layer = hiddenLayers(facts).find(({ end, start }) => (end?.flat ?? 0) > share && (start.flat ?? 0) <= share)
    if (!layer) return undefined
    return {
      title: `The ${layer.activation} units of ${layer.layer} are saturated`,
      evidence: `${percent(layer.end!.flat!)} of their local slopes are below a hundredth of the steepest; before the first step it was ${percent(layer.start.flat!)}.`,
      reason:
        'In its flat ends such a unit has a local slope of almost zero, which is multiplied into the gradient: almost no signal flows through it to its weights and to the layers below.',
      change: 'Lower the rate, add l2 to keep the weights small, or use ReLU, which does not saturate above 0.',
    }
  },
}
