import type { RunFacts } from '../facts.ts'
import type { Rule } from '../finding.ts'
import { hiddenLayers } from '../readings.ts'
import { percent, short } from '../words.ts'

/** Share of flat slopes before the first step, and how many times the loss of scores that are all 0 the first loss may be. */
const flatShare = 0.5
const times = 20

/** Units that are saturated, or scores that are huge, before anything was learned. */
export const initialWeightsTooLarge: Rule = {
  name: 'initial-weights-too-large',
  explainedBy: ['unscaled-inputs'],
  examine(facts) {
    const flat = hiddenLayers(facts).find(({ start }) => (start.flat ?? 0) > flatShare)
    const { loss } = facts.scores.start
    const usual = lossOfZeros(facts)
    const wild = usual !== undefined && loss > times * usual
    if (!flat && !wild) return undefined
    const saturated = `Before the first step ${percent(flat?.start.flat ?? 0)} of the local slopes in ${flat?.layer} were below a hundredth of the steepest.`
    const wildly = `Before the first step the mean loss was ${short(loss)}; an answer of ${facts.data.targets ? 'zeros' : 'equal scores'} costs about ${short(usual ?? 0)}.`
    return {
      title: 'The initial weights are too large',
      evidence: flat ? saturated : wildly,
      reason:
        'With first weights that are too large most sigmoid or tanh units begin saturated, where almost no gradient passes, and the network barely learns; the scores of others begin as wild guesses that must first be unlearned.',
      change:
        'Use the initializer that fits the activation: leave `weights` out, or take he() for ReLU and glorot() for tanh and sigmoid.',
    }
  },
}

/** The mean loss of scores that are all 0; nothing for losses of one's own. Small targets make any first scores look wild: numbers are held
 *  against 1, the size of the first scores, too. */
function lossOfZeros({ loss, data: { targets, classes = [] } }: RunFacts): number | undefined {
  switch (loss) {
    case 'softmax':
    case 'binary-softmax':
      return Math.log(classes.length)
    case 'svm':
    case 'binary-svm':
      return classes.length - 1
    case 'mean-squared-error':
      return Math.max(1, targets!.size * targets!.size)
    default:
      return undefined
  }
}
