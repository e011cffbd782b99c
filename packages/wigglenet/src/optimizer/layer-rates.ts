import { checkObject } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { around } from './declared.ts'
import { optimizer } from './optimizer.ts'
import { rateSlot } from './rates-part.ts'
import { type OptimizerName, resolveOptimizer } from './resolve.ts'
import type { Optimizer } from './types.ts'

/** An optimizer whose rate is another one for some layers: a factor on it for the weights and biases of a layer, and for what its activation learns.
 *  Small factors keep what a layer has learned before, while others learn; 0 leaves it as it is, as `locked` does at less cost. A schedule moves all rates.
 *  Formula: rate·factor in the place of rate, wherever the rule has it
 *  Options: the optimizer; a factor by the name of a layer, no unit, in [0, ∞): 1 for layers that are not named
 *  Throws:  OptionError for a factor outside its range, an optimizer that has such rates already, or one whose `perStep` uses the rate; when training
 *           begins, for a name that is of no layer that learns
 *  Source:  Howard and Ruder 2018, arXiv:1801.06146, section 3.2 ("discriminative fine-tuning")
 *  Example: fit(net, data, { optimizer: layerRates(adam(), { h1: 0.1 }), parameters: model.parameters })  */
export function layerRates(given: OptimizerName | Optimizer, rates: Readonly<Record<string, number>>): Optimizer {
  const where = 'layerRates'
  const { kind, options, ...rule } = resolveOptimizer(given, where)
  checkObject(where, 'rates', rates)
  const refuse = (expected: string, received: string, fix: string) =>
    new OptionError({ where, expected, received, fix })
  if (rule.rates)
    throw refuse('the optimizer must have no rates of layers yet', `those of ${kind}`, 'Give all in one layerRates().')
  const early = Object.entries(rule.perStep).find(([, text]) => /\brate\b/.test(text))
  if (early) throw refuse('no formula in perStep may use rate', early.join(': '), 'Write rate into state or update.')
  const scaled = (text: string) => text.replace(/\brate\b/g, `(rate * ${rateSlot})`)
  const state = Object.fromEntries(Object.entries(rule.state).map(([slot, text]) => [slot, scaled(text)]))
  return optimizer(`layer-rates-${kind}`, around(where, options, {}), {
    ...rule,
    state: { [rateSlot]: rateSlot, ...state },
    update: scaled(rule.update),
    rates,
  })()
}
