import type { Rule } from '../finding.ts'
import { listed, short } from '../words.ts'

/** Targets that the output can never reach, or classes that no training row has. */
export const labelsOutOfRange: Rule = {
  name: 'labels-out-of-range',
  examine({ data: { targets, classes = [], rows }, layers, loss }) {
    const { layer, activation, range, shape } = layers.at(-1)!
    const low = range?.[0] ?? (shape === 'rectifier' && activation === 'relu' ? 0 : -Infinity)
    const high = range?.[1] ?? Infinity
    if (targets && (targets.least < low || targets.largest > high)) {
      const limits = Number.isFinite(high) ? `between ${short(low)} and ${short(high)}` : `from ${short(low)} on`
      return {
        title: 'Targets lie outside what the output can say',
        evidence: `The targets go from ${short(targets.least)} to ${short(targets.largest)}; the last layer, ${layer}, gives numbers ${limits} (${activation}).`,
        reason:
          'An output that is to be any real number usually has no activation. Toward a target that it cannot reach it is driven into its flat end, where the gradient is almost zero.',
        change: 'Leave the activation of the last layer out, or scale the targets into its range.',
      }
    }
    const missing = classes.filter((own) => own.rows === 0)
    if (missing.length === 0) return undefined
    const judged = missing.reduce((sum, own) => sum + own.judged, 0)
    return {
      title: 'There are classes that no training row has',
      evidence: `${missing.length === 1 ? 'Class' : 'Classes'} ${listed(missing.map(({ name }) => name))}: 0 of ${rows} training rows, and ${judged} of the rows that judge.`,
      reason: `The loss ${loss} only ever pushes the score of such a class down, so that it is never predicted.`,
      change: 'Split the rows so that every class is in the training rows, or leave the class out.',
    }
  },
}
