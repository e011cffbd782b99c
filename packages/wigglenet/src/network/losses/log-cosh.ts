import { builtIn } from './built-in.ts'

/** Log-cosh loss: a Huber loss without a kink in its slope.
 *  Formula: log(cosh(e)) with e = s - y, averaged over rows and outputs: |e| + log(1 + exp(-2|e|)) - log 2, which cannot overflow, and for
 *           |e| < 1, where its digits would cancel, -log(1 - tanh²(e))/2 with log(1 - u) as log(v)·u/(1 - v), v = 1 - u rounded. Its
 *           derivative is tanh(e).
 *  Shapes:  scores (batch, targets), y (batch, targets)
 *  Source:  Saleh and Saleh 2022, arXiv:2208.04564; the logarithm by Goldberg 1991, theorem 4  */
export const logCosh = /* @__PURE__ */ builtIn(
  'log-cosh',
  {},
  {
    value:
      'abs(s - y) < 1 ? 1 - tanh(s - y)^2 == 1 ? 0.5 * tanh(s - y)^2 : 0.5 * log(1 - tanh(s - y)^2) * tanh(s - y)^2 / (1 - tanh(s - y)^2 - 1) : abs(s - y) + log(1 + exp(-2 * abs(s - y))) - 0.6931471805599453',
    derivative: 'tanh(s - y)',
  },
  'number',
)
