import { schedule } from '../schedule.ts'

/** A rate that falls by the same factor each epoch.
 *  Formula: rate·factor^epoch
 *  Options: factor, no unit, in (0, 1], default 0.95
 *  Throws:  OptionError when factor is outside its interval
 *  Source:  CS231n Neural Networks 3, "Exponential decay", with factor for e^-k  */
export const exponentialDecay = /* @__PURE__ */ schedule(
  'exponential',
  { factor: { interval: '(0, 1]', default: 0.95 } },
  'rate * factor^epoch',
)
