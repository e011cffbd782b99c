import { builtIn } from './built-in.ts'

/** Rprop: each parameter has a step of its own, which grows while its gradient keeps its sign and shrinks where that turns; the size of the gradient
 *  does not count. For whole batches: with few rows in a step, signs turn by chance.
 *  Formula: a first step of `rate`; then size ← size·grow, at most `most`, where g has the sign of the step before, and size·shrink, at least `least`,
 *           without a step this time, where it has the other; w ← w - size·sign(g). A schedule counts in the first step alone
 *  Options: rate, the unit of the parameters, in [0, ∞), default 0.01; grow, no unit, in [1, 10], default 1.2; shrink, no unit, in (0, 1],
 *           default 0.5; most and least, as rate, in (0, ∞), default 50 and 1e-6
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Riedmiller and Braun 1993, ICNN; in the form of Igel and Hüsken 2000, "iRprop⁻", as torch.optim.Rprop has it  */
export const rprop = /* @__PURE__ */ builtIn(
  'rprop',
  {
    rate: { interval: '[0, ∞)', default: 0.01 },
    grow: { interval: '[1, 10]', default: 1.2 },
    shrink: { interval: '(0, 1]', default: 0.5 },
    most: { interval: '(0, ∞)', default: 50 },
    least: { interval: '(0, ∞)', default: 1e-6 },
  },
  {
    state: {
      // A rate of 0 stays 0.
      size: 't > 1 ? max(min(least, size), min(most, size * (sign(g) * before > 0 ? grow : sign(g) * before < 0 ? shrink : 1))) : rate',
      before: 'sign(g) * before < 0 ? 0 : sign(g)',
    },
    update: 'w - size * before',
  },
)
