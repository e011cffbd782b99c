import { schedule } from '../schedule.ts'

const epochs = 'epochs * step / steps' // with its fraction, within an epoch too
const cycle = `(growth > 1 ? floor(log(1 + (growth - 1) * ${epochs} / period) / log(growth) + 1e-9) : floor(${epochs} / period))`
const start = `(growth > 1 ? period * (growth^${cycle} - 1) / (growth - 1) : period * ${cycle})`

/** Cosine decay that starts again and again, each cycle longer than the one before.
 *  Formula: rate·(end + (1 - end)·(1 + cos(π·p))/2), p in [0, 1) the place in the cycle; cycle i lasts period·growth^i epochs
 *  Options: period, epochs of the first cycle, in (0, ∞), default 10; growth, no unit, in [1, ∞), default 2; end, the share that is left at a
 *           cycle's end, in [0, 1], default 0
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Loshchilov and Hutter 2017, arXiv:1608.03983, equation 5  */
export const warmRestarts = /* @__PURE__ */ schedule(
  'warm-restarts',
  {
    period: { interval: '(0, ∞)', default: 10 },
    growth: { interval: '[1, ∞)', default: 2 },
    end: { interval: '[0, 1]', default: 0 },
  },
  `rate * (end + (1 - end) * 0.5 * (1 + cos(${Math.PI} * (${epochs} - ${start}) / (period * growth^${cycle}))))`,
)
