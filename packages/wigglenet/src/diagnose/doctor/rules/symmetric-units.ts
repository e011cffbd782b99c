import type { Rule } from '../finding.ts'
import { listed } from '../words.ts'

/** Units of a layer with the same incoming weights, which therefore say the same. */
export const symmetricUnits: Rule = {
  name: 'symmetric-units',
  examine({ symmetric, layers }) {
    if (symmetric.length === 0) return undefined
    const parts = symmetric.map(({ layer, groups }) => {
      const { units } = layers.find((own) => own.layer === layer)!
      const different = units - groups.reduce((sum, group) => sum + group.length - 1, 0)
      return `the ${units} units of ${layer} have only ${different} different set${different === 1 ? '' : 's'} of incoming weights`
    })
    const evidence = `After training ${listed(parts)}.`
    return {
      title: 'Units of a layer are the same unit several times',
      evidence,
      reason:
        'Units with equal weights give equal outputs, and where their outgoing weights are equal too they get equal gradients: they stay one unit, however many there are.',
      change: 'Draw the first weights at random: leave `weights` out, or use he() or glorot() in place of a constant.',
    }
  },
}
