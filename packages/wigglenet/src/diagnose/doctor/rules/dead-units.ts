import type { Rule } from '../finding.ts'
import { hiddenLayers, stepsByRate } from '../readings.ts'
import { listed, percent, short } from '../words.ts'

/** Share of a layer's units that may be dead. */
const share = 0.2

/** ReLU units that no training row activates. */
export const deadUnits: Rule = {
  name: 'dead-units',
  examine(facts) {
    const dying = hiddenLayers(facts).filter(
      ({ shape, leaks, units, end }) => shape === 'rectifier' && !leaks && (end?.dead ?? 0) >= share * units,
    )
    if (dying.length === 0) return undefined
    const parts = dying.map(
      ({ end, units, layer }) => `${end!.dead} of ${units} units of ${layer} (${percent(end!.dead! / units)})`,
    )
    const { rate, kind } = facts.optimizer
    const atFirst = dying.reduce((sum, { start }) => sum + start.dead!, 0)
    return {
      title: 'Many ReLU units are dead',
      evidence: `${listed(parts)} are active on none of the ${facts.data.rows} training rows; ${atFirst} were so on a sample of them before the first step.`,
      reason:
        'Where a ReLU gives 0 it passes no gradient. A unit that gives 0 on every row is never changed again; a step that is too large can push it that far from the data.',
      change: stepsByRate(facts)
        ? `Lower the rate (${kind}, now ${short(rate)}), use leaky ReLU or maxout, or have dead units drawn again: --revive 1, in code revive: revive().`
        : 'Use leaky ReLU or maxout.',
    }
  },
}
