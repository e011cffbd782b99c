import type { RunFacts } from '../facts.ts'
import type { Rule } from '../finding.ts'
import { gapOf, isRegularized } from '../readings.ts'
import { percent, short } from '../words.ts'

/** How much larger than at its best epoch the validation loss of the weights may be. */
const worse = 1.3

/** Training that went on after the validation loss was lowest, or a gap that regularization has not closed. */
export const overfitting: Rule = {
  name: 'overfitting',
  explainedBy: ['rate-too-high', 'labels-out-of-range'],
  examine(facts) {
    const evidence = pastTheBest(facts) ?? (isRegularized(facts) ? gapIn(facts) : undefined)
    if (!evidence) return undefined
    return {
      title: 'The network overfits',
      evidence,
      reason:
        'A network of high capacity fits the noise of the training rows as well as what lies beneath them. Regularization is the way to hold that back, rather than fewer units.',
      change: `${isRegularized(facts) ? `Regularize more: l2 ${short(Math.max(3 * facts.l2, 0.001))}, or dropout` : 'Add l2 0.001 or dropout'}; stop early with patience; or get more rows. Keep the units.`,
    }
  },
}

function pastTheBest({ curve, kept, data }: RunFacts): string | undefined {
  const at = curve.find(({ epoch }) => epoch === kept)
  const judged = curve.filter(({ validation }) => validation)
  if (!at?.validation || judged.length < 2) return undefined
  const best = judged.reduce((low, own) => (own.validation!.loss < low.validation!.loss ? own : low))
  if (best.epoch > 0.8 * kept || at.validation.loss < worse * best.validation!.loss || at.loss >= best.loss)
    return undefined
  const of = data.repeated.find((own) => own.of === 'validation')
  return `From epoch ${best.epoch} to ${kept} the validation loss${of ? ` (${of.rows} rows)` : ''} rose from ${short(best.validation!.loss)} to ${short(at.validation.loss)}, while the training loss fell from ${short(best.loss)} to ${short(at.loss)}.`
}

/** The gap between training rows and others, in words, if it is a real one. */
export function gapIn(facts: RunFacts): string | undefined {
  const gap = gapOf(facts)
  if (!gap?.isReal) return undefined
  const say = (score: number) => (gap.measure === 'accuracy' ? percent(score) : short(score))
  return `The ${gap.measure} is ${say(gap.inside)} on the training rows and ${say(gap.outside)} on ${gap.rows} ${gap.of} rows.`
}
