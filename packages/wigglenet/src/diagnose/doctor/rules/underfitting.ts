import type { Rule } from '../finding.ts'
import { finalLoss, hiddenLayers, levelOf } from '../readings.ts'
import { percent, short } from '../words.ts'

/** Share of the chance loss that is left on the training rows: by a network of few units, which are then the likely cause, and by others, whose
 *  inputs may just not tell more. A strength of l2 that explains it. */
const [leftByFew, leftByMany] = [0.3, 0.5]
const fewUnits = 10
const strong = 0.03

/** A training loss that stays high though nothing else stands in its way. */
export const underfitting: Rule = {
  name: 'underfitting',
  explainedBy: [
    'loss-does-not-fit-output',
    'labels-out-of-range',
    'unscaled-inputs',
    'initial-weights-too-large',
    'rate-too-high',
    'symmetric-units',
    'linear-collapse',
    'vanishing-gradient',
    'dead-units',
    'saturated-units',
    'rate-too-low',
  ],
  examine(facts) {
    const loss = finalLoss(facts)
    const level = levelOf(facts, loss)
    const hidden = hiddenLayers(facts)
    const units = hidden.map((layer) => layer.units)
    const left = units.every((count) => count < fewUnits) ? leftByFew : leftByMany
    if (!(level > left) || facts.chance === undefined || facts.error !== undefined) return undefined
    const network = hidden.length === 0 ? 'no hidden layer' : `hidden layers of ${units.join(', ')} units`
    const isHeld = facts.l2 >= strong
    return {
      title: 'The network underfits',
      evidence: `The mean loss on the training rows themselves is ${short(loss)}, ${percent(level)} of what a constant answer costs, with ${network}${isHeld ? ` and l2 ${short(facts.l2)}` : ''}.`,
      reason: isHeld
        ? 'Regularization pulls every weight toward 0; at this strength it smooths away what there is to learn.'
        : 'The functions that a network can express grow with its units. A small one can only draw broad strokes, and is also more likely to be caught in a bad local minimum.',
      change: isHeld
        ? `Lower l2 to ${short(facts.l2 / 10)}.`
        : `Use more units (${hidden.length === 0 ? 'a hidden layer of 20 or more' : `${4 * Math.max(...units)} in place of ${Math.max(...units)}`}), and regularization against overfitting. If that changes nothing, the inputs may not tell more.`,
    }
  },
}
