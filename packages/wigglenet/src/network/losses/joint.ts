// Several outputs of one network, each with a loss of its own.
import { checkNames, checkNumber, checkObject, checkWhole, deepFreeze, show } from '../../check/check.ts'
import { DataError, OptionError, ShapeError } from '../../check/errors.ts'
import { carriedBy, carrying } from '../../kernel/part.ts'
import { sigmoid } from '../../number/exponential.ts'
import type { Loss } from '../types.ts'
import type { TargetCheck } from './counts.ts'
import { elementPart, elementRow } from './element-row.ts'
import { emitParts, type PartCode } from './part-code.ts'
import { type LossName, resolveLoss } from './resolve.ts'
import { type RowCode, type RowLoss, rowCodeOf } from './row-code.ts'

/** A part of `joint`. */
export interface JointPart {
  /** A loss by name or as made: of formulas, or `klDivergence()`. */
  readonly loss: LossName | Loss
  /** How many outputs, and as many targets, it takes after those of the parts before; default 1. */
  readonly columns?: number
  /** What its loss counts, in [0, ∞), default 1. */
  readonly weight?: number
}

type Joint = Extract<Loss, { kind: 'joint' }>

/** Losses for several outputs at once: each part takes the next columns of the scores and of the targets. The data are of regression, with as many
 *  targets as outputs; those of a loss for two classes are 0 and 1, so that `joint([{ loss: 'binary-softmax', columns: k }])` learns k labels of which
 *  any number may hold. A model predicts what each part does: the probability that the label holds for `binary-softmax`, probabilities for
 *  `kl-divergence`, counts for `poisson`, else the scores.
 *  Formula: Σ weight·loss of the part over its columns: the mean over them for a loss of formulas, the divergence for `kl-divergence`
 *  Shapes:  scores (batch, outputs), y (batch, outputs), outputs the sum of all columns
 *  Options: columns, no unit, in [1, ∞), default 1; weight, no unit, in [0, ∞), default 1
 *  Throws:  OptionError for a part that is none; ShapeError or DataError when it meets a network or data that do not fit
 *  Source:  Caruana 1997, Multitask Learning
 *  Example: joint([{ loss: 'mean-squared-error' }, { loss: 'binary-softmax', columns: 3, weight: 0.5 }])  */
export function joint(parts: readonly JointPart[]): Joint {
  const where = 'joint'
  if (!Array.isArray(parts) || parts.length === 0) {
    const fix = 'Give a list of { loss, columns, weight }.'
    throw new OptionError({ where, expected: 'there must be a list of 1 or more parts', received: show(parts), fix })
  }
  let first = 0
  const own = (parts as readonly JointPart[]).map((part, i) => {
    const read = partOfJoint(`${where}: parts[${i}]`, part, first)
    first += read.columns
    return read
  })
  const data = own.map(({ loss, columns, weight }) => Object.freeze({ loss, columns, weight }))
  return deepFreeze(
    carrying(
      { kind: where, target: 'number', link: 'parts', parts: data } as const,
      jointCode(own, first, where, "the sum of the parts' columns"),
    ),
  )
}

/** A loss from the JSON of `joint`; `read` makes the losses of its parts.
 *  Throws:  OptionError */
export function jointFromData(parts: unknown, read: (data: unknown) => Loss): Joint {
  if (!Array.isArray(parts)) return joint(parts as never)
  return joint(parts.map((part) => ({ ...checkObject('joint', 'a part', part), loss: read(part?.loss) })))
}

type Code = Pick<PartCode, 'reference' | 'emit'>

function codeOf(where: string, loss: Loss): Code {
  if ('formula' in loss) {
    const row = elementRow(loss)
    const signed: RowLoss = (s, y, d) =>
      row(
        s,
        y.map((target) => 2 * target - 1),
        d,
      )
    return { reference: loss.target === 'plus-minus' ? signed : row, emit: elementPart(loss) }
  }
  const code = rowCodeOf<Partial<PartCode>>(loss)
  if (code.emit) return code as Code
  throw new OptionError({
    where,
    expected: 'the loss must be of formulas, or klDivergence()',
    received: loss.kind,
    fix: 'For classes give klDivergence(), whose targets are columns: 1 for the class, 0 for the others.',
  })
}

interface Part extends Required<JointPart> {
  readonly loss: Loss
  readonly first: number
  readonly code: Code
}

/** A part, checked, whose columns begin at `first`.
 *  Throws:  OptionError */
export function partOfJoint(where: string, part: JointPart, first: number): Part {
  const { loss: given, columns = 1, weight = 1 } = checkNames(where, part, ['loss', 'columns', 'weight'])
  const loss = resolveLoss(given as LossName | Loss, where)
  return {
    loss,
    code: codeOf(where, loss),
    columns: checkWhole(where, 'columns', columns, '[1, ∞)'),
    weight: checkNumber(where, 'weight', weight, '[0, ∞)'),
    first,
  }
}

/** What a loss of these parts carries; `where` and `told`, what the outputs are, stand in its errors. */
export function jointCode(parts: readonly Part[], outputs: number, where: string, told: string): RowCode & TargetCheck {
  const checkOutputs = (received: number) => {
    if (received === outputs) return
    const expected = `the network must have ${outputs} output${outputs === 1 ? '' : 's'}, ${told}`
    throw new ShapeError({
      where,
      expected,
      received: `${received}`,
      fix: `Give the last layer ${outputs} unit${outputs === 1 ? '' : 's'}.`,
    })
  }
  return {
    reference(s, y, d) {
      checkOutputs(s.length)
      let sum = 0
      for (const { code, first, columns, weight } of parts) {
        const [own, target, slope] = [s, y, d].map((row) => row.subarray(first, first + columns)) as [
          typeof s,
          typeof y,
          typeof d,
        ]
        sum += weight * code.reference!(own, target, slope)
        for (let k = 0; k < columns; k++) slope[k]! *= weight
      }
      return sum
    },
    wasm(e, _kernel, places, sums) {
      checkOutputs(places.scores.storedColumns)
      emitParts(
        e,
        places,
        sums,
        parts.map(({ code, first, columns, weight }) => ({ first, count: columns, weight, emit: code.emit })),
      )
    },
    checkTargets(at, { y, targets }) {
      checkOutputs(targets)
      for (const { loss, first, columns } of parts) {
        const own = columnsOf(y, targets, first, columns) as Float32Array
        if (loss.target !== 'number') checkLabels(`${at}, ${loss.kind}`, own)
        else
          (carriedBy(loss) as TargetCheck | undefined)?.checkTargets(`${at}, ${loss.kind}`, {
            y: own,
            targets: columns,
          })
      }
    },
    predicted(scores) {
      const result = Float64Array.from(scores)
      for (const { loss, first, columns } of parts) {
        const own = columnsOf(scores, outputs, first, columns)
        const values = 'link' in loss ? rowCodeOf<TargetCheck>(loss).predicted(own, columns) : own
        for (let i = 0; i < own.length; i++) {
          const value = values[i]!
          const at = Math.floor(i / columns) * outputs + first + (i % columns)
          result[at] = loss.kind === 'binary-softmax' ? sigmoid(value) : value
        }
      }
      return result
    },
  }
}

const columnsOf = (values: Float32Array | Float64Array, width: number, first: number, columns: number) =>
  values.filter((_, i) => i % width >= first && i % width < first + columns)

function checkLabels(where: string, y: Float32Array): void {
  const wrong = y.find((target) => target !== 0 && target !== 1)
  if (wrong === undefined) return
  throw new DataError({
    where,
    expected: 'every target must be 0 or 1',
    received: `${wrong}`,
    fix: 'Give 1 where the label holds, else 0.',
  })
}
