import { builtIn } from './built-in.ts'

/** Binary softmax with softer labels, and with a class 1 that counts more or less. Its kind is `binary-softmax`: scores mean what they mean there.
 *  Formula: w·(log(1 + exp(s)) - t·s), averaged over rows, with t = y + smoothing·(1/2 - y), w = `weight` for y = 1 and 1 for y = 0; its derivative
 *           is w·(sigmoid(s) - t). Rows are counted, not weights.
 *  Shapes:  scores (batch, 1), y (batch) of 0 and 1
 *  Options: smoothing, no unit, in [0, 1), default 0; weight, no unit, in [0, ∞), default 1
 *  Throws:  OptionError for an option outside its interval
 *  Source:  Szegedy et al. 2016, arXiv:1512.00567, section 7; Goodfellow et al. 2016, Deep Learning, section 6.2.2.2  */
export const binaryCrossEntropy = /* @__PURE__ */ builtIn(
  'binary-softmax',
  { smoothing: { interval: '[0, 1)', default: 0 }, weight: { interval: '[0, ∞)', default: 1 } },
  {
    value: '(1 + (weight - 1) * y) * (max(0, s) - s * (y + smoothing * (0.5 - y)) + log(1 + exp(-abs(s))))',
    derivative: '(1 + (weight - 1) * y) * (sigmoid(s) - y - smoothing * (0.5 - y))',
  },
  'zero-one',
)
