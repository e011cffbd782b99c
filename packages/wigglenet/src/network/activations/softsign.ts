import { glorot } from '../initializers/glorot.ts'
import { builtIn } from './built-in.ts'

/** Softsign: squashes a sum to the range from -1 to 1, and comes near its ends more slowly than tanh.
 *  Formula: h = z/(1 + |z|), where sums beyond ±1e30 count as ±1e30, so that ∞/∞ never comes up; its derivative is 1/(1 + |z|)²
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Glorot and Bengio 2010, section 3.2
 *  Example: softsign().value(3)  // 0.75  */
export const softsign = /* @__PURE__ */ builtIn(
  'softsign',
  {},
  {
    value: 'max(-1e+30, min(z, 1e+30)) / (1 + abs(max(-1e+30, min(z, 1e+30))))',
    derivative: '(1 / (1 + abs(z)))^2',
  },
  /* @__PURE__ */ glorot(),
)
