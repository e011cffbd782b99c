import type { Rule } from '../finding.ts'

/** Layers without an activation between them. */
export const linearCollapse: Rule = {
  name: 'linear-collapse',
  examine({ linear }) {
    if (linear.length === 0) return undefined
    return {
      title: 'Layers without an activation between them are one layer',
      evidence: `There is no activation between ${linear.map((pair) => pair.join(' and ')).join(', nor between ')}.`,
      reason:
        'Without a non-linearity between them two matrices multiply out to a single one, so that the scores stay a linear function of what came in: the non-linearity is what bends it.',
      change: 'Give each hidden layer an activation, such as dense(units, relu()).',
    }
  },
}
