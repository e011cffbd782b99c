import { builtIn } from './built-in.ts'

/** Huber loss: squared for small errors, linear for large ones, so that outliers pull with a bounded force.
 *  Formula: (s - y)²/2 for |s - y| ≤ delta, delta·(|s - y| - delta/2) elsewhere, averaged over rows and outputs
 *  Shapes:  scores (batch, targets), y (batch, targets)
 *  Options: delta, the targets' unit (deviations where they are standardized), in (0, ∞), default 1
 *  Throws:  OptionError when delta is outside (0, ∞)
 *  Source:  Huber 1964, "Robust Estimation of a Location Parameter"  */
export const huber = /* @__PURE__ */ builtIn(
  'huber',
  { delta: { interval: '(0, ∞)', default: 1 } },
  {
    value: 'abs(s - y) <= delta ? 0.5 * (s - y)^2 : delta * (abs(s - y) - 0.5 * delta)',
    derivative: 'max(-delta, min(s - y, delta))',
  },
  'number',
)
