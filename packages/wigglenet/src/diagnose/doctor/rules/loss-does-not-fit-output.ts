import type { Rule } from '../finding.ts'

const ofScores = ['softmax', 'svm', 'binary-softmax', 'binary-svm', 'squared-hinge', 'kl-divergence']

/** A loss that expects scores of any size, behind an activation that does not let them through. */
export const lossDoesNotFitOutput: Rule = {
  name: 'loss-does-not-fit-output',
  examine({ loss, layers }) {
    const { layer, activation, shape, range, leaks } = layers.at(-1)!
    const bounded = shape === 'squashing' || (shape === 'rectifier' && !leaks)
    if (!ofScores.includes(loss) || !bounded) return undefined
    const limits = range ? `lie between ${range[0]} and ${range[1]}` : 'are never below 0'
    return {
      title: `The loss ${loss} gets ${activation} outputs in place of scores`,
      evidence: `The last layer, ${layer}, has the activation ${activation}: its numbers ${limits}, and ${loss} takes any real number.`,
      reason:
        'The last layer usually has no activation, since its numbers stand for class scores, which may be of any size. Squashed, they can never be as sure as the loss asks for, and their gradient is squashed too.',
      change: `Leave the activation of the last layer out: dense(${layers.at(-1)!.units}).`,
    }
  },
}
