import { builtIn } from './built-in.ts'

/** Centred RMSProp: each parameter's step is divided by the deviation of its gradients about their running mean, not by their size; with a momentum
 *  of the steps. Where a gradient hardly changes, steps are long.
 *  Formula: u ← rho·u + (1 - rho)·g, v ← rho·v + (1 - rho)·g², d ← momentum·d + g/(√(v - u²) + epsilon), w ← w - rate·d. v - u² is
 *           kept in place of v, as rho·(v - u² + (1 - rho)·(g - u)²) with the u of before, which is the same and cannot fall below 0
 *  Options: rate, no unit, in [0, ∞), default 0.001; rho and momentum, no unit, in [0, 1), default 0.9 and 0; epsilon, the gradient's unit, in
 *           [1e-30, 1], default 1e-8
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Graves 2013, arXiv:1308.0850, equations 38 to 41; in this form torch.optim.RMSprop(centered=True), whose rho is 0.99  */
export const centeredRmsprop = /* @__PURE__ */ builtIn(
  'centered-rmsprop',
  {
    rate: { interval: '[0, ∞)', default: 1e-3 },
    rho: { interval: '[0, 1)', default: 0.9 },
    momentum: { interval: '[0, 1)', default: 0 },
    epsilon: { interval: '[1e-30, 1]', default: 1e-8 },
  },
  {
    perStep: { fresh: '1 - rho' },
    state: {
      variance: 'rho * (variance + fresh * (abs(g - mean) > 1e-17 ? g - mean : 0)^2)', // why 1e-17: adam.ts
      mean: 'rho * mean + fresh * g',
      step: 'momentum * step + g / (sqrt(variance) + epsilon)',
    },
    update: 'w - rate * step',
  },
)
