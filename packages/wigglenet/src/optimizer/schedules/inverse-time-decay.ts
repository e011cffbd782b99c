import { schedule } from '../schedule.ts'

/** A rate that falls like one over the time: to a half after 1/decay epochs, to a third after twice as many.
 *  Formula: rate/(1 + decay·epoch)
 *  Options: decay, per epoch, in [0, ∞), default 0.1
 *  Throws:  OptionError when decay is outside its interval
 *  Source:  CS231n Neural Networks 3, "1/t decay"  */
export const inverseTimeDecay = /* @__PURE__ */ schedule(
  'inverse-time',
  { decay: { interval: '[0, ∞)', default: 0.1 } },
  'rate / (1 + decay * epoch)',
)
