import { deepFreeze, show } from '../../check/check.ts'
import { OptionError } from '../../check/errors.ts'
import { carrying } from '../../kernel/part.ts'
import type { Loss } from '../types.ts'
import { binarySoftmax } from './binary-softmax.ts'
import { jointCode, partOfJoint } from './joint.ts'

/** Several labels at once, of which any number may hold for a row: one output each, learned as a question of yes or no. The data are of regression,
 *  with a target of 0 or 1 for each label (`labelRows` makes them of lists of names); a model predicts the probability that each label holds,
 *  `labelsAbove` tells their names and `evaluateLabels` how good they are. The names are kept in the model.
 *  Formula: the mean over the labels of log(1 + exp(-s)) where it holds and log(1 + exp(s)) where not
 *  Shapes:  scores (batch, labels), y (batch, labels)
 *  Throws:  OptionError for names that are none or not different; ShapeError or DataError when it meets a network or data that do not fit
 *  Source:  binary cross-entropy for each label, "binary relevance": Tsoumakas and Katakis 2007, Multi-Label Classification: An Overview
 *  Example: fit(network(4, [dense(2)]), examples({ X, y: labelRows(names, lists), task: 'regression' }), { loss: multiLabel(['sea', 'sky']) })  */
export function multiLabel(names: readonly string[]): Extract<Loss, { kind: 'multi-label' }> {
  const where = 'multiLabel'
  const labels: readonly unknown[] = Array.isArray(names) ? names : []
  const good = labels.length > 0 && labels.every((name) => typeof name === 'string' && name !== '')
  if (!good || new Set(labels).size < labels.length) {
    const fix = "Name each label once, as in multiLabel(['sea', 'sky'])."
    const expected = 'labels must be a list of one or more different names'
    throw new OptionError({ where, expected, received: show(names), fix })
  }
  const parts = [partOfJoint(where, { loss: binarySoftmax(), columns: labels.length }, 0)]
  const code = jointCode(parts, labels.length, where, 'one for each label')
  const data = { kind: 'multi-label', target: 'number', link: 'labels', labels: [...names] } as const
  return deepFreeze(carrying(data, code))
}
