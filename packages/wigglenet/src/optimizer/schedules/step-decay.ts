import { schedule } from '../schedule.ts'

/** A rate that falls by a factor every so many epochs.
 *  Formula: rate·factor^⌊epoch/every⌋
 *  Options: factor, no unit, in (0, 1], default 0.1; every, epochs, in [1, ∞), default 30
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  CS231n Neural Networks 3, "Step decay"; the defaults are those of He et al. 2016, arXiv:1512.03385
 *  Example: fit(net, data, { schedule: stepDecay({ every: 20 }), epochs: 60 })  */
export const stepDecay = /* @__PURE__ */ schedule(
  'step',
  { factor: { interval: '(0, 1]', default: 0.1 }, every: { interval: '[1, ∞)', default: 30 } },
  'rate * factor^floor(epoch / every)',
)
