import { builtIn } from './built-in.ts'

/** Leaky ReLU: keeps positive sums, shrinks negative ones, so that no unit dies.
 *  Formula: h = z for z > 0, slope·z elsewhere; its derivative at 0 is `slope`. (h > 0 exactly where z > 0, so z need not be kept.)
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Options: slope, no unit, in [0, 1), default 0.01
 *  Throws:  OptionError when slope is outside [0, 1)
 *  Source:  CS231n Neural Networks 1, "Leaky ReLU"; He's initializer is used as it is for ReLU, since 2/(1 + slope²) is 2 to within 0.02 %
 *           at the default slope
 *  Example: leakyRelu({ slope: 0.1 }).value(-2)  // -0.2  */
export const leakyRelu = /* @__PURE__ */ builtIn(
  'leaky-relu',
  { slope: { interval: '[0, 1)', default: 0.01 } },
  { value: 'z > 0 ? z : slope * z', derivative: 'h > 0 ? 1 : slope' },
)
