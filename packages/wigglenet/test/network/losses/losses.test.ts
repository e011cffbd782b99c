import { describe, expect, test } from 'vitest'
import { losses } from '../../../src/catalogue.ts'
import { evaluate } from '../../../src/formula/evaluate.ts'
import { parseFormula } from '../../../src/formula/parse.ts'
import {
  absoluteError,
  binarySoftmax,
  binarySvm,
  huber,
  logCosh,
  meanSquaredError,
  poisson,
  quantile,
  softmax,
  squaredHinge,
  svm,
} from '../../../src/network/losses/all.ts'
import { type ElementLoss, elementLoss, lossFromData } from '../../../src/network/losses/element-loss.ts'
import { checkLoss, type LossName, resolveLoss } from '../../../src/network/losses/resolve.ts'
import { rowCodeOf } from '../../../src/network/losses/row-code.ts'
import type { Loss } from '../../../src/network/types.ts'
import golden from '../golden.json' with { type: 'json' }

function at({ formula, options }: ElementLoss, s: number, y: number): { value: number; derivative: number } {
  const names = ['s', 'y', ...Object.keys(options)]
  const run = (text: string) => evaluate(parseFormula(text, { where: 'test', names }), { s, y, ...options })
  return { value: run(formula.value), derivative: run(formula.derivative) }
}

describe('losses of one output', () => {
  test('binary softmax of score 0 is log 2 = 0.6931471805599453 for either class', () => {
    expect(at(binarySoftmax(), 0, 1).value).toBeCloseTo(Math.LN2, 14)
    expect(at(binarySoftmax(), 0, 0).value).toBeCloseTo(Math.LN2, 14)
    expect([at(binarySoftmax(), 0, 1).derivative, at(binarySoftmax(), 0, 0).derivative]).toEqual([-0.5, 0.5])
  })

  test('binary softmax of score 2 is -log sigmoid(2) = 0.1269280110429726 for class 1, and 2 more for class 0', () => {
    expect(at(binarySoftmax(), 2, 1).value).toBeCloseTo(0.1269280110429726, 14)
    expect(at(binarySoftmax(), 2, 0).value).toBeCloseTo(2.1269280110429727, 14)
  })

  test('binary softmax of score ±1000 is 0 or 1000, never infinite', () => {
    expect(at(binarySoftmax(), 1000, 1)).toEqual({ value: 0, derivative: 0 })
    expect(at(binarySoftmax(), 1000, 0)).toEqual({ value: 1000, derivative: 1 })
    expect(at(binarySoftmax(), -1000, 1)).toEqual({ value: 1000, derivative: -1 })
  })

  test('the hinge is 1 - y·s up to the margin, and at the margin its derivative is 0', () => {
    expect(at(binarySvm(), 0.25, 1)).toEqual({ value: 0.75, derivative: -1 })
    expect(at(binarySvm(), 0.25, -1)).toEqual({ value: 1.25, derivative: 1 })
    expect(at(binarySvm(), 1, 1)).toEqual({ value: 0, derivative: 0 })
    expect(at(binarySvm(), -3, -1)).toEqual({ value: 0, derivative: 0 })
  })

  test('the squared error of 3 against 5 is 4, with the derivative -4', () => {
    expect(at(meanSquaredError(), 3, 5)).toEqual({ value: 4, derivative: -4 })
  })
})

const isElementLoss = (loss: Loss): loss is ElementLoss => 'formula' in loss
const elementLosses = Object.values(losses)
  .map((make): Loss => make())
  .filter(isElementLoss)
const targetsOf = { 'zero-one': [0, 1], 'plus-minus': [-1, 1], number: [-2.5, 0, 7] }

describe.each(
  [...elementLosses, huber({ delta: 0.3 }), quantile({ share: 0.9 })].map((loss) => [loss.kind, loss] as const),
)('%s', (_kind, loss) => {
  test('its derivative agrees with central differences away from kinks, and NaN gives NaN', () => {
    for (const y of targetsOf[loss.target]) {
      for (let s = -6.03; s < 6; s += 0.1) {
        const numeric = (at(loss, s + 1e-5, y).value - at(loss, s - 1e-5, y).value) / 2e-5
        expect(Math.abs(at(loss, s, y).derivative - numeric)).toBeLessThan(2e-7)
      }
      expect(at(loss, Number.NaN, y).value).toBeNaN()
    }
  })

  test('±1000, ±0 and subnormal scores never give NaN', () => {
    for (const y of targetsOf[loss.target]) {
      for (const s of [1000, -1000, 0, -0, 5e-324, -5e-324]) {
        expect(at(loss, s, y).value).not.toBeNaN()
        expect(at(loss, s, y).derivative).not.toBeNaN()
      }
    }
  })

  test('it is what `elementLoss` makes of its formulas, survives JSON, and is frozen', () => {
    const declared = Object.fromEntries(
      Object.entries(loss.options).map(([name, value]) => [name, { interval: '(-∞, ∞)', default: value }]),
    )
    const more = loss.link ? { link: loss.link } : {}
    expect(elementLoss(loss.kind, declared, loss.formula, loss.target, more)()).toEqual(loss)
    expect(lossFromData(JSON.parse(JSON.stringify(loss)))).toEqual(loss)
    for (const part of [loss, loss.options, loss.formula]) expect(Object.isFrozen(part)).toBe(true)
  })
})

describe('the losses of the catalogue', () => {
  // golden.json is made by golden.py beside it, from the formulas of the sources in 60 digits.
  test.each(Object.entries(golden.losses))('%s has the values and slopes of its source', (kind, cases) => {
    for (const { y, values } of cases) {
      golden.scores.forEach((s, i) => {
        const [value, slope] = values[i] as [number, number]
        const is = at(losses[kind]!() as ElementLoss, s, y)
        const told = `${kind} of ${s} for ${y}`
        expect(Math.abs(is.value - value), told).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(value)))
        expect(Math.abs(is.derivative - slope), told).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(slope)))
      })
    }
  })

  test('every element-wise loss of the catalogue is among them', () => {
    expect(Object.keys(golden.losses).sort()).toEqual(elementLosses.map(({ kind }) => kind).sort())
  })

  test('huber of an error of 3 is 2.5, with delta 2 it is 4, and its slope is cut off at delta', () => {
    expect(at(huber(), 3, 0)).toEqual({ value: 2.5, derivative: 1 })
    expect(at(huber({ delta: 2 }), -3, 0)).toEqual({ value: 4, derivative: -2 })
  })

  test('quantile of share 0.9 charges 0.9 for a target above the score and 0.1 for one below', () => {
    expect(at(quantile({ share: 0.9 }), 1, 3)).toEqual({ value: 1.8, derivative: -0.9 })
    expect(at(quantile({ share: 0.9 }), 3, 1).value).toBeCloseTo(0.2, 15)
  })

  test('log-cosh keeps 12 digits of an error of a millionth: half its square', () => {
    expect(at(logCosh(), 1e-6, 0).value / 5e-13).toBeCloseTo(1, 12)
  })

  test('the kinks take the branch at hand: absolute error 0 at 0, squared hinge 0 at the margin', () => {
    expect(at(absoluteError(), 2, 2)).toEqual({ value: 0, derivative: 0 })
    expect(at(squaredHinge(), 1, 1).derivative + 0).toBe(0)
    expect(at(squaredHinge(), 0.5, 1)).toEqual({ value: 0.25, derivative: -1 })
  })

  test('a delta of 0 and a share of 1 are refused', () => {
    expect(() => huber({ delta: 0 })).toThrow(
      'huber: delta must be a number in (0, ∞); got 0. Give delta a value in (0, ∞).',
    )
    expect(() => quantile({ share: 1 })).toThrow(
      'quantile: share must be a number in (0, 1); got 1. Give share a value in (0, 1).',
    )
  })

  test('poisson asks for targets that are 0 or more; its link is refused for classes', () => {
    const y = Float32Array.of(3, 0, -0.5)
    const counts = { task: 'regression', targets: 1, y } as const
    expect(() => checkLoss(poisson(), 1, counts)).toThrow(
      'loss poisson: every target must be 0 or more, such as a count that is not standardized; got -0.5. Give counts in their own unit, or use huber().',
    )
    expect(checkLoss(poisson(), 1, { ...counts, y: Float32Array.of(3, 0) })).toBeUndefined()
    expect(elementLoss('mine', {}, { value: 's' }, 'zero-one', { link: 'exp' })).toThrow(
      'mine: link must be left out where targets are classes; got "exp". Remove it, or set target to \'number\'.',
    )
  })
})

describe("a loss of the user's own", () => {
  test('is derived, takes options, and survives JSON', () => {
    const huber = elementLoss(
      'huber',
      { delta: { interval: '(0, ∞)', default: 1 } },
      { value: 'abs(s - y) <= delta ? 0.5*(s - y)^2 : delta*(abs(s - y) - 0.5*delta)' },
      'number',
    )
    expect(at(huber(), 0.5, 0)).toEqual({ value: 0.125, derivative: 0.5 })
    expect(at(huber({ delta: 2 }), -5, 0)).toEqual({ value: 8, derivative: -2 })
    expect(lossFromData(JSON.parse(JSON.stringify(huber({ delta: 2 }))))).toEqual(huber({ delta: 2 }))
  })

  test('cannot take the name of a row loss', () => {
    expect(elementLoss('svm', {}, { value: 's' }, 'number')).toThrow(
      'elementLoss: softmax, svm, kl-divergence, joint and multi-label are losses of whole rows, not of formulas; got "svm". Choose another kind.',
    )
  })

  test('cannot use h or z', () => {
    expect(elementLoss('mine', {}, { value: 'h' }, 'number')).toThrow(
      'mine.value: the name at column 1 must be one of s, y; got "h". Correct the name.',
    )
  })
})

describe('resolveLoss', () => {
  test('gives the loss of each name', () => {
    const names: LossName[] = ['softmax', 'svm', 'binary-softmax', 'binary-svm', 'mean-squared-error']
    expect(names.map((name) => resolveLoss(name))).toEqual([
      softmax(),
      svm(),
      binarySoftmax(),
      binarySvm(),
      meanSquaredError(),
    ])
  })

  test('passes a loss through, and refuses what is none', () => {
    expect(resolveLoss(binarySvm())).toEqual(binarySvm())
    expect(resolveLoss(softmax())).toEqual({ kind: 'softmax', target: 'index' })
    expect(() => rowCodeOf({ ...softmax() })).toThrow(
      'loss: the loss must be one that softmax() or its like makes; got { kind, target }. Make it with softmax() or its like, or read it from JSON with lossFromData.',
    )
    expect(() => resolveLoss({ kind: 'svm', target: 'number' } as never)).toThrow(
      'loss: the loss must be one that softmax() or elementLoss() makes; got { kind, target }. Make it with softmax() or elementLoss(), or read it from JSON with lossFromData.',
    )
    expect(() => resolveLoss({ ...binarySvm(), formula: null } as never, 'fit')).toThrow(
      /^fit: the loss must be one that softmax\(\) or elementLoss\(\) makes; got { kind, target, options, formula }\. /,
    )
  })

  test('an unknown name is an error that lists the names', () => {
    expect(() => resolveLoss('cross-entropy' as LossName)).toThrow(
      'loss: loss must be one of softmax, svm, binary-softmax, binary-svm, mean-squared-error; got "cross-entropy". Choose a name from the list.',
    )
  })
})

describe('checkLoss', () => {
  const classes = (count: number) => ({
    task: 'classification' as const,
    targets: 1,
    classes: Array.from({ length: count }, (_, i) => `${i}`),
  })
  const numbers = (targets: number) => ({ task: 'regression' as const, targets })

  test('accepts what fits', () => {
    checkLoss(softmax(), 3, classes(3))
    checkLoss(svm(), 2, classes(2))
    checkLoss(binarySoftmax(), 1, classes(2))
    checkLoss(binarySvm(), 1, classes(2))
    expect(checkLoss(meanSquaredError(), 2, numbers(2))).toBeUndefined()
  })

  test.each([
    [
      softmax(),
      4,
      classes(3),
      'loss softmax: the network must have as many outputs as the data have classes, 3; got 4. Give the last layer 3 units.',
    ],
    [svm(), 1, classes(1), 'loss svm: the data must have at least 2 classes; got 1. Give data of several classes.'],
    [
      softmax(),
      1,
      classes(2),
      'loss softmax: the network must have as many outputs as the data have classes, 2; got 1. Give the last layer 2 units.',
    ],
    [
      softmax(),
      3,
      numbers(1),
      'loss softmax: the data must be of classification; got data of regression. Use softmax for classes, mean-squared-error for numbers.',
    ],
    [
      binarySoftmax(),
      1,
      classes(3),
      'loss binary-softmax: the data must have 2 classes; got 3. Use softmax for more classes than two.',
    ],
    [
      binarySvm(),
      2,
      classes(2),
      'loss binary-svm: the network must have 1 output; got 2. Give the last layer 1 unit, or use softmax.',
    ],
    [
      meanSquaredError(),
      3,
      numbers(1),
      'loss mean-squared-error: the network must have as many outputs as the data have targets, 1; got 3. Give the last layer 1 unit.',
    ],
    [
      meanSquaredError(),
      1,
      classes(2),
      'loss mean-squared-error: the data must be of regression; got data of classification. Use softmax for classes, mean-squared-error for numbers.',
    ],
  ])('refuses $0.kind with $1 outputs', (loss, outputs, data, message) => {
    expect(() => checkLoss(loss, outputs, data)).toThrow(expect.objectContaining({ message }))
  })
})
