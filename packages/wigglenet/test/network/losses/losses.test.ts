import { describe, expect, test } from 'vitest'
import { evaluate } from '../../../src/formula/evaluate.ts'
import { parseFormula } from '../../../src/formula/parse.ts'
import { binarySoftmax } from '../../../src/network/losses/binary-softmax.ts'
import { binarySvm } from '../../../src/network/losses/binary-svm.ts'
import { type ElementLoss, elementLoss, lossFromData } from '../../../src/network/losses/element-loss.ts'
import { meanSquaredError } from '../../../src/network/losses/mean-squared-error.ts'
import { checkLoss, type LossName, resolveLoss } from '../../../src/network/losses/resolve.ts'
import { rowCodeOf } from '../../../src/network/losses/row-code.ts'
import { softmax } from '../../../src/network/losses/softmax.ts'
import { svm } from '../../../src/network/losses/svm.ts'

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

  test.each([
    [binarySoftmax(), [0, 1]],
    [binarySvm(), [-1, 1]],
    [meanSquaredError(), [-2.5, 0, 7]],
  ])('the derivative agrees with central differences and NaN gives NaN: $kind', (loss, targets) => {
    for (const y of targets) {
      for (let s = -6.03; s < 6; s += 0.1) {
        const numeric = (at(loss, s + 1e-5, y).value - at(loss, s - 1e-5, y).value) / 2e-5
        expect(Math.abs(at(loss, s, y).derivative - numeric)).toBeLessThan(1e-8)
      }
      expect(at(loss, Number.NaN, y).value).toBeNaN()
    }
  })
})

test.each([binarySoftmax(), binarySvm(), meanSquaredError()])(
  '$kind is what `elementLoss` makes of its formulas, and frozen',
  (loss) => {
    expect(elementLoss(loss.kind, {}, loss.formula, loss.target)()).toEqual(loss)
    for (const part of [loss, loss.options, loss.formula]) expect(Object.isFrozen(part)).toBe(true)
  },
)

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
      'elementLoss: softmax and svm are losses of whole rows, not of formulas; got "svm". Choose another kind.',
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
      'loss: a loss of whole rows must be one that softmax() or its like makes; got { kind, target }. Make it with softmax() or its like, or read it from JSON with lossFromData.',
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
      'loss softmax: the data must be of classification; got data of regression. Use mean-squared-error for numbers.',
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
      'loss mean-squared-error: the data must be of regression; got data of classification. Use softmax for classes.',
    ],
  ])('refuses $0.kind with $1 outputs', (loss, outputs, data, message) => {
    expect(() => checkLoss(loss, outputs, data)).toThrow(expect.objectContaining({ message }))
  })
})
