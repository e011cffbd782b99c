import { checkNames } from '../check/check.ts'
import { around } from './declared.ts'
import { optimizer } from './optimizer.ts'
import { type OptimizerName, resolveOptimizer } from './resolve.ts'
import type { Optimizer } from './types.ts'

/** An optimizer that also keeps an exponential moving average of every parameter, which the model of `fit` then has. Training goes on with the
 *  parameters themselves, and so do monitors; evaluation, validation and the best epoch are of the averages.
 *  Formula: average ← average + (1 - decay)/(1 - decay^t)·(w - average), with w as it is updated: the mean of the parameters after each step, those
 *           n steps ago with the weight decay^n. A constraint of a layer holds for w and for its average
 *  Options: the optimizer; decay, no unit, in [0, 1), default 0.999: about 1/(1 - decay) steps count
 *  Throws:  OptionError for another decay, or an optimizer that averages already
 *  Source:  Kingma and Ba 2015, arXiv:1412.6980, section 7.2; Polyak and Juditsky 1992
 *  Example: fit(net, data, { optimizer: averaged(adam(), { decay: 0.99 }) })  */
export function averaged(given: OptimizerName | Optimizer, options: { readonly decay?: number } = {}): Optimizer {
  const { decay } = checkNames('averaged', options, ['decay']) as typeof options
  const { kind, options: own, ...rule } = resolveOptimizer(given, 'averaged')
  return optimizer(
    `averaged-${kind}`,
    around('averaged', own, { averageDecay: { interval: '[0, 1)', default: 0.999 } }),
    {
      ...rule,
      perStep: { ...rule.perStep, averageShare: '(1 - averageDecay) / (1 - averageDecay^t)' },
      state: { ...rule.state, average: `average + averageShare * ((${rule.update}) - average)` },
      result: 'average',
    },
  )(decay === undefined ? {} : { averageDecay: decay })
}
