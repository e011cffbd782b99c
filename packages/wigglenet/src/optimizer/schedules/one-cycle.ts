import { schedule } from '../schedule.ts'

/** One cycle: the rate rises to the optimizer's own and falls to almost nothing, both along half a wave of the cosine. The rate may then be larger
 *  than one that stays. Momentum does not change with it.
 *  Formula: from start·rate to rate over the share `rise` of the steps, then from rate to end·rate
 *  Options: rise, a share of the steps, in (0, 1), default 0.3; start and end, shares of the rate, in [0, 1], default 0.04 and 4e-6
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Smith and Topin 2017, arXiv:1708.07120; the form and the defaults are those of torch.optim.lr_scheduler.OneCycleLR  */
export const oneCycle = /* @__PURE__ */ schedule(
  'one-cycle',
  {
    rise: { interval: '(0, 1)', default: 0.3 },
    start: { interval: '[0, 1]', default: 0.04 },
    end: { interval: '[0, 1]', default: 4e-6 },
  },
  `rate * (step < rise * steps ? start + (1 - start) * 0.5 * (1 - cos(${Math.PI} * step / (rise * steps)))
    : end + (1 - end) * 0.5 * (1 + cos(${Math.PI} * (step / steps - rise) / (1 - rise))))`,
)
