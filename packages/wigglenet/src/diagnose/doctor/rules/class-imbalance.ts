import type { Rule } from '../finding.ts'
import { percent } from '../words.ts'

/** How many times as many rows as the rarest the most frequent class may have. */
const times = 8

/** Classes of very different numbers of rows. */
export const classImbalance: Rule = {
  name: 'class-imbalance',
  examine({ data: { classes = [], rows } }) {
    const present = classes.filter((own) => own.rows > 0).toSorted((a, b) => b.rows - a.rows)
    const [most, least] = [present[0], present.at(-1)]
    if (!most || !least || most.rows < times * least.rows) return undefined
    return {
      title: 'The classes have very different numbers of rows',
      evidence: `Class ${most.name} has ${most.rows} of ${rows} training rows, class ${least.name} has ${least.rows}: always answering ${most.name} gives an accuracy of ${percent(most.rows / rows)}.`,
      reason:
        'The loss is a mean over rows, so that the frequent class decides most of every gradient, and the accuracy hides how the rare one fares.',
      change: `Look at the confusion matrix. Get more rows of class ${least.name}, or repeat the ones in training (not in the rows that judge).`,
    }
  },
}
