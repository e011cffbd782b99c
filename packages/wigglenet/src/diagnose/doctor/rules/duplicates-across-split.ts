import type { Rule } from '../finding.ts'
import { listed, percent } from '../words.ts'

/** Share of the rows that judge, and how many of them, that may have the inputs of a training row; share of training rows with inputs of their
 *  own below which repeats are the nature of the data, as where there are only a few categories. */
const share = 0.05
const fewest = 3
const leastDistinct = 0.5

/** Rows that judge and were trained on. */
export const duplicatesAcrossSplit: Rule = {
  name: 'duplicates-across-split',
  examine({ data: { repeated, distinct, rows } }) {
    if (distinct < leastDistinct * rows) return undefined
    const many = repeated.filter((own) => own.repeated >= fewest && own.repeated > share * own.rows)
    if (many.length === 0) return undefined
    const parts = many.map(
      (own) => `${own.repeated} of ${own.rows} ${own.of} rows (${percent(own.repeated / own.rows)})`,
    )
    return {
      title: 'Rows that judge are also in the training rows',
      evidence: `${listed(parts)} have the same inputs as a training row.`,
      reason:
        'A network of enough capacity can fit every row that it is shown, noise too. On rows that it has seen its score says nothing of rows that it has not.',
      change: 'Drop repeated rows before the split, or keep all copies of a row in one part.',
    }
  },
}
