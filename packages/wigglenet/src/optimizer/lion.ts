import { builtIn } from './built-in.ts'

/** Lion: every parameter moves by the rate, in the direction of a mean of its gradients; one slot of memory. Weights may also shrink, as in AdamW.
 *  Formula: w ← w - rate·(sign(beta1·m + (1 - beta1)·g) + decay·w), then m ← beta2·m + (1 - beta2)·g; the decay acts on weights only
 *  Options: rate, no unit, in [0, ∞), default 1e-4: a tenth of Adam's, or less; decay, no unit, in [0, ∞), default 0; beta1, no unit, in [0, 1),
 *           default 0.9; beta2, no unit, in (0, 1), default 0.99
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Chen et al. 2023, arXiv:2302.06675, algorithm 2  */
export const lion = /* @__PURE__ */ builtIn(
  'lion',
  {
    rate: { interval: '[0, ∞)', default: 1e-4 },
    decay: { interval: '[0, ∞)', default: 0 },
    beta1: { interval: '[0, 1)', default: 0.9 },
    beta2: { interval: '(0, 1)', default: 0.99 },
  },
  {
    // The direction is written with the new m, which the update sees: beta1·m + (1 - beta1)·g = share·m' + (1 - share)·g.
    perStep: { fresh: '1 - beta2', share: 'beta1 / beta2', rest: '1 - share' },
    state: { m: 'beta2 * m + fresh * g' },
    update: 'w - rate * (sign(share * m + rest * g) + decays * decay * w)',
  },
)
