// From the name of a loss to the loss, and whether a loss fits the network and the data.
import { checkOneOf } from '../../check/check.ts'
import { DataError, refuse, ShapeError } from '../../check/errors.ts'
import { checkMade } from '../../check/options.ts'
import { carriedBy } from '../../kernel/part.ts'
import type { ElementLoss, Loss } from '../types.ts'
import { binarySoftmax } from './binary-softmax.ts'
import { binarySvm } from './binary-svm.ts'
import type { TargetCheck } from './counts.ts'
import { meanSquaredError } from './mean-squared-error.ts'
import { softmax } from './softmax.ts'
import { svm } from './svm.ts'

const losses = {
  softmax,
  svm,
  'binary-softmax': binarySoftmax,
  'binary-svm': binarySvm,
  'mean-squared-error': meanSquaredError,
} satisfies Record<string, () => Loss>

/** The names that `resolveLoss` knows. */
export type LossName = keyof typeof losses

/** The loss of that name, or the loss that was given.
 *  Throws:  OptionError for an unknown name (it lists the names), or for an object that is no loss
 *  Example: resolveLoss('softmax')  // { kind: 'softmax', target: 'index' }  */
export function resolveLoss(loss: LossName | Loss, where = 'loss'): Loss {
  if (typeof loss === 'object' && loss !== null) {
    if (carriedBy(loss) !== undefined) return loss
    const fields = { kind: 'string', target: 'string', options: 'object', formula: 'object' } as const
    return checkMade<ElementLoss>(where, 'the loss', loss, fields, ['softmax() or elementLoss()', 'lossFromData'])
  }
  return losses[checkOneOf(where, 'loss', loss, Object.keys(losses) as LossName[])]()
}

/** What a loss must know about a data set. */
export interface LossData {
  readonly task: 'classification' | 'regression'
  readonly targets: number
  readonly classes?: readonly string[]
  readonly y?: Float32Array
}

/** Checks that the loss fits the number of outputs and what the data hold.
 *  Throws:  DataError when the loss is for the other task; ShapeError when the outputs do not fit */
export function checkLoss(loss: Loss, outputs: number, data: LossData): void {
  const where = `loss ${loss.kind}`
  const task = loss.target === 'number' ? 'regression' : 'classification'
  const need = (fits: boolean, expected: string, received: unknown, fix: string, Kind = ShapeError) => {
    if (!fits) refuse(where, expected, `${received}`, fix, Kind)
  }
  const fix = 'Use softmax for classes, mean-squared-error for numbers.'
  need(data.task === task, `the data must be of ${task}`, `data of ${data.task}`, fix, DataError)
  const needOutputs = (what: string, number: number) => {
    const expected = `the network must have as many outputs as the data have ${what}, ${number}`
    need(outputs === number, expected, outputs, `Give the last layer ${number} unit${number === 1 ? '' : 's'}.`)
  }
  const classes = data.classes?.length ?? 0
  if (loss.target === 'number') {
    needOutputs('targets', data.targets)
    if (data.y) (carriedBy(loss) as TargetCheck | undefined)?.checkTargets(where, data as Required<LossData>)
  } else if (loss.target === 'index') {
    need(classes >= 2, 'the data must have at least 2 classes', classes, 'Give data of several classes.')
    needOutputs('classes', classes)
  } else {
    need(classes === 2, 'the data must have 2 classes', classes, 'Use softmax for more classes than two.')
    need(outputs === 1, 'the network must have 1 output', outputs, 'Give the last layer 1 unit, or use softmax.')
  }
}
