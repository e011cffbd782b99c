import { schedule } from '../schedule.ts'

/** A rate that falls from step to step, to a share of itself at the end of the run: in a straight line, or bent by a power.
 *  Formula: rate·(end + (1 - end)·(1 - step/steps)^power)
 *  Options: power, no unit, in (0, ∞), default 1; end, the share that is left, in [0, 1], default 0
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  tf.keras.optimizers.schedules.PolynomialDecay, over the whole run and with a share for the end rate  */
export const polynomialDecay = /* @__PURE__ */ schedule(
  'polynomial',
  { power: { interval: '(0, ∞)', default: 1 }, end: { interval: '[0, 1]', default: 0 } },
  'rate * (end + (1 - end) * (1 - step / steps)^power)',
)
