// Losses that look at one score at a time are data: a value and a derivative as formulas over `s` and `y`.
import { checkNames, checkObject, checkOneOf, deepFreeze, show } from '../../check/check.ts'
import { readOptions } from '../../check/declarations.ts'
import { OptionError } from '../../check/errors.ts'
import { type Chosen, checkKind, checkNumbers, type Declarations } from '../../check/options.ts'
import { checkFormulaNames } from '../../formula/declared.ts'
import { withErf } from '../../kernel/erf.ts'
import { type FormulaPair, readPair, taken } from '../declared.ts'
import type { ElementLoss, Loss } from '../types.ts'
import { ofCounts } from './counts.ts'
import { crossEntropy } from './cross-entropy.ts'
import { jointFromData } from './joint.ts'
import { klDivergence } from './kl-divergence.ts'
import { multiLabel } from './multi-label.ts'
import { softmax } from './softmax.ts'
import { svm } from './svm.ts'

export type { ElementLoss }

const ofRows = ['softmax', 'svm', 'kl-divergence', 'joint', 'multi-label']
const targets = ['zero-one', 'plus-minus', 'number'] as const

/** Declares an element-wise loss: its name, its options, and its formulas over the score `s`, the target `y` and the options.
 *  It is averaged over rows and outputs. The derivative along `s` is derived where it is left out. NaN in gives NaN out.
 *  `target` says what y is: 'zero-one' or 'plus-minus' for the two classes of one output, 'number' for regression, where `link: 'exp'` says
 *  that a score is the logarithm of the number predicted, and that targets are 0 or more.
 *  Throws:  OptionError for a bad name, option or formula
 *  Example: elementLoss('absolute', {}, { value: 'abs(s - y)' }, 'number')()  */
export function elementLoss<const Declared extends Declarations>(
  kind: string,
  declared: Declared,
  formula: FormulaPair,
  target: ElementLoss['target'],
  more: Pick<ElementLoss, 'link'> = {},
): (options?: Chosen<Declared>) => ElementLoss {
  return (options = {}) => {
    const { link } = checkNames(kind, more, ['link'])
    return build('elementLoss', kind, { target, options: readOptions(kind, declared, options), formula, link }, kind)
  }
}

/** A loss from its JSON, as a model file holds it: a built-in one or a user's own. Everything is checked.
 *  Throws:  OptionError that says what is wrong with the data */
export function lossFromData(data: unknown, where = 'loss'): Loss {
  const fields = checkObject(where, 'a loss', data)
  if (fields.kind === 'softmax' || fields.kind === 'svm') {
    const { kind, target, ...options } = fields
    checkOneOf(where, 'target', target, ['index'])
    checkNames(where, options, kind === 'softmax' ? ['smoothing', 'weights'] : [])
    if (Object.keys(options).length > 0) return crossEntropy(options)
    return kind === 'softmax' ? softmax() : svm()
  }
  if (fields.kind === 'kl-divergence') {
    checkNames(where, fields, ['kind', 'target', 'link'])
    checkOneOf(where, 'target', fields.target, ['number'])
    checkOneOf(where, 'link', fields.link, ['softmax'])
    return klDivergence()
  }
  if (fields.kind === 'joint') {
    checkNames(where, fields, ['kind', 'target', 'link', 'parts'])
    checkOneOf(where, 'target', fields.target, ['number'])
    checkOneOf(where, 'link', fields.link, ['parts'])
    return jointFromData(fields.parts, (part) => lossFromData(part, where))
  }
  if (fields.kind === 'multi-label') {
    const { labels } = checkNames(where, fields, ['kind', 'target', 'link', 'labels'])
    checkOneOf(where, 'target', fields.target, ['number'])
    checkOneOf(where, 'link', fields.link, ['labels'])
    return multiLabel(labels as string[])
  }
  checkNames(where, fields, ['kind', 'target', 'options', 'formula', 'link'])
  return build(where, where, { ...fields, options: checkNumbers(where, fields.options) }, fields.kind)
}

function build(
  at: string,
  where: string,
  parts: Readonly<Record<string, unknown>> & { readonly options: Readonly<Record<string, number>> },
  kind: unknown,
): ElementLoss {
  const name = checkKind(at, kind)
  if (ofRows.includes(name)) {
    throw new OptionError({
      where: at,
      expected: 'softmax, svm, kl-divergence, joint and multi-label are losses of whole rows, not of formulas',
      received: show(name),
      fix: 'Choose another kind.',
    })
  }
  withErf()
  const { options, link } = parts
  const names = Object.keys(options)
  checkFormulaNames(where, names, taken)
  const target = checkOneOf(where, 'target', parts.target, targets)
  const formula = readPair(where, parts.formula, 's', ['s', 'y', ...names])
  const loss: ElementLoss = { kind: name, target, options: { ...options }, formula }
  if (link !== undefined) checkLink(where, link, target)
  return deepFreeze(link === undefined ? loss : ofCounts(loss))
}

function checkLink(where: string, link: unknown, target: ElementLoss['target']): void {
  checkOneOf(where, 'link', link, ['exp'])
  if (target === 'number') return
  throw new OptionError({
    where,
    expected: 'link must be left out where targets are classes',
    received: show(link),
    fix: "Remove it, or set target to 'number'.",
  })
}
