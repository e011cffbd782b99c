import { checkNames, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { around } from './declared.ts'
import { optimizer } from './optimizer.ts'
import { type OptimizerName, resolveOptimizer } from './resolve.ts'
import type { Optimizer } from './types.ts'

/** Where `clipped` cuts; one of them. */
export interface ClipOptions {
  /** Each number of a gradient to [-value, value]. */
  readonly value?: number
  /** The gradient of each tensor (the weights of a layer, its biases …) to this Euclidean norm, its direction kept. */
  readonly norm?: number
  /** All gradients together to this norm, as one long vector. */
  readonly globalNorm?: number
}

/** An optimizer whose gradients are not longer than they may be, so that a steep place does not throw the parameters away. The gradients are those of
 *  the loss with its regularization; what AdamW and Lion decay by is no gradient. Norms are cut before values where both are, one around the other.
 *  Formula: g ← max(-value, min(value, g)), or g·min(1, norm/‖g‖)
 *  Options: the optimizer; one of value, norm and globalNorm, the gradient's unit, in (0, ∞)
 *  Throws:  OptionError for another number, none or several of them, or an optimizer that is clipped so already
 *  Source:  Pascanu, Mikolov and Bengio 2013, arXiv:1211.5063, algorithm 1
 *  Example: fit(net, data, { optimizer: clipped(adam(), { globalNorm: 1 }) })  */
export function clipped(given: OptimizerName | Optimizer, options: ClipOptions): Optimizer {
  const where = 'clipped'
  checkNames(where, options, ['value', 'norm', 'globalNorm'])
  const { kind, options: own, ...rule } = resolveOptimizer(given, where)
  const chosen = Object.entries(options).filter(([, most]) => most !== undefined)
  if (chosen.length !== 1) {
    throw new OptionError({
      where,
      expected: 'one of value, norm and globalNorm must be given',
      received: show(options),
      fix: 'Give one; for values and norms, put one clipped() around the other.',
    })
  }
  const [name, most] = chosen[0]!
  const option = name === 'value' ? 'clipValue' : 'clipNorm'
  const declared = around(where, own, { [option]: { interval: '(0, ∞)', default: 1 } })
  const cut = (text: string) => text.replace(/\bg\b/g, '(max(-clipValue, min(clipValue, g)))')
  const changed =
    name === 'value'
      ? {
          state: Object.fromEntries(Object.entries(rule.state).map(([slot, text]) => [slot, cut(text)])),
          update: cut(rule.update),
        }
      : { clips: name === 'norm' ? ('each' as const) : ('all' as const) }
  return optimizer(`clipped-${kind}`, declared, { ...rule, ...changed })({ [option]: most })
}
