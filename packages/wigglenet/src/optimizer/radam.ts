import { builtIn } from './built-in.ts'

/** RAdam: Adam that scales its steps only once enough gradients were seen to trust their mean square, and by how much it may be trusted: a warm-up
 *  of its own.
 *  Formula: m and v as Adam has them, m̂ = m/(1 - beta1^t), v̂ = v/(1 - beta2^t); ρ∞ = 2/(1 - beta2) - 1, ρ = ρ∞ - 2t·beta2^t/(1 - beta2^t);
 *           w ← w - rate·r·m̂/(√v̂ + epsilon), r = √((ρ-4)(ρ-2)ρ∞/((ρ∞-4)(ρ∞-2)ρ)), where ρ > 5, else w ← w - rate·m̂
 *  Options: rate, no unit, in [0, ∞), default 0.001; beta1 and beta2, no unit, in [0, 1), default 0.9 and 0.999; epsilon, the gradient's
 *           unit, in [1e-30, 1], default 1e-8
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Liu et al. 2020, arXiv:1908.03265, algorithm 2, with Adam's epsilon and the threshold 5 of the authors' program for the paper's 4  */
export const radam = /* @__PURE__ */ builtIn(
  'radam',
  {
    rate: { interval: '[0, ∞)', default: 1e-3 },
    beta1: { interval: '[0, 1)', default: 0.9 },
    beta2: { interval: '[0, 1)', default: 0.999 },
    epsilon: { interval: '[1e-30, 1]', default: 1e-8 },
  },
  {
    perStep: {
      new1: '1 - beta1',
      new2: '1 - beta2',
      c1: '1 / (1 - beta1^t)',
      c2: '1 / sqrt(1 - beta2^t)',
      most: '2 / new2 - 1',
      rho: 'most - 2 * t * beta2^t / (1 - beta2^t)',
      r: 'rho > 5 ? sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho)) : 0',
    },
    state: { m: 'beta1 * m + new1 * g', v: 'beta2 * v + new2 * (abs(g) > 1e-17 ? g : 0)^2' }, // why 1e-17: adam.ts
    update: 'w - rate * c1 * (r > 0 ? r * m / (sqrt(v) * c2 + epsilon) : m)',
  },
)
