import type { Rule } from '../finding.ts'
import { percent, short } from '../words.ts'

/** How well a column alone may tell the target, and rows to see it by. */
const score = 0.995
const fewestRows = 50

/** A column that tells the target by itself. */
export const leakingColumn: Rule = {
  name: 'leaking-column',
  examine({ task, data: { best, classes } }) {
    if (!best || best.rows < fewestRows || best.score < score) return undefined
    const all = (classes ?? []).reduce((sum, { rows }) => sum + rows, 0)
    const usual = Math.max(0, ...(classes ?? []).map(({ rows }) => rows / all))
    if (1 - best.score >= 0.02 * (1 - usual)) return undefined
    const how =
      task === 'classification'
        ? `tells the class of ${percent(best.score)} of ${best.rows} rows`
        : `explains the target with R² ${short(best.score)} on ${best.rows} rows`
    return {
      title: `The column ${best.column} may be the target in disguise`,
      evidence: `By itself, of ${best.columns} columns, ${best.column} ${how}.`,
      reason:
        'If the column is only known once the target is, the network learns to copy it, the score is excellent, and of no worth for rows that are truly new.',
      change: `Ask when ${best.column} becomes known. If that is after the target, leave it out.`,
    }
  },
}
