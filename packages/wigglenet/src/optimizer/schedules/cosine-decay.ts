import { schedule } from '../schedule.ts'

/** A rate that falls from step to step along half a wave of the cosine, to a share of itself at the end of the run.
 *  Formula: rate·(end + (1 - end)·(1 + cos(π·step/steps))/2)
 *  Options: end, the share that is left, in [0, 1], default 0
 *  Throws:  OptionError when end is outside its interval
 *  Source:  Loshchilov and Hutter 2017, arXiv:1608.03983, equation 5 with one cycle  */
export const cosineDecay = /* @__PURE__ */ schedule(
  'cosine',
  { end: { interval: '[0, 1]', default: 0 } },
  `rate * (end + (1 - end) * 0.5 * (1 + cos(${Math.PI} * step / steps)))`,
)
