import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { activation, activationFromData } from '../../../src/network/activations/activation.ts'
import { identity } from '../../../src/network/activations/identity.ts'
import { leakyRelu } from '../../../src/network/activations/leaky-relu.ts'
import { prelu } from '../../../src/network/activations/prelu.ts'
import { relu } from '../../../src/network/activations/relu.ts'
import { sigmoid } from '../../../src/network/activations/sigmoid.ts'
import { tanh } from '../../../src/network/activations/tanh.ts'
import type { Activation } from '../../../src/network/types.ts'

const all: Record<string, Activation> = {
  identity: identity(),
  sigmoid: sigmoid(),
  tanh: tanh(),
  relu: relu(),
  'leaky-relu': leakyRelu(),
  'leaky-relu with slope 0.3': leakyRelu({ slope: 0.3 }),
  prelu: prelu(),
}

describe.each(Object.entries(all))('%s', (_name, f) => {
  test('its derivative agrees with central differences at 401 points away from the kink', () => {
    for (let i = -200; i <= 200; i++) {
      const z = i / 20 + 0.0123
      const step = 1e-5
      const numeric = (f.value(z + step) - f.value(z - step)) / (2 * step)
      expect(Math.abs(f.derivative(z) - numeric)).toBeLessThan(1e-9)
    }
  })

  test('NaN in gives NaN out, in the value and in the derivative', () => {
    expect(f.value(Number.NaN)).toBeNaN()
    expect(f.derivative(Number.NaN)).toBeNaN()
  })

  test('±1000, ±0, ±∞ and subnormal numbers never give NaN', () => {
    for (const z of [1000, -1000, 0, -0, Infinity, -Infinity, 5e-324, -5e-324, Number.MAX_VALUE]) {
      expect(f.value(z)).not.toBeNaN()
      expect(f.derivative(z)).not.toBeNaN()
    }
  })

  test('JSON there and back gives an equal activation with the same values', () => {
    const copy = activationFromData(JSON.parse(JSON.stringify(f)))
    expect(copy).toEqual(f)
    for (const z of [-2.5, -0.5, 0, 0.5, 2.5]) {
      expect(copy.value(z)).toBe(f.value(z))
      expect(copy.derivative(z)).toBe(f.derivative(z))
    }
  })

  test('`activation` makes the same of its formulas, with what it learns derived', () => {
    const declared = Object.fromEntries(
      Object.entries(f.options).map(([name, value]) => [name, { interval: '(-∞, ∞)', default: value }]),
    )
    const learned = Object.fromEntries(
      Object.entries(f.learned).map(([name, { per, initial }]) => [name, { per, initial }]),
    )
    expect(activation(f.kind, declared, f.formula, { initializer: f.initializer, learned })()).toEqual(f)
  })

  test('it is frozen, and its functions do not show up among its data', () => {
    for (const part of [f, f.formula, f.options, f.learned, f.initializer]) expect(Object.isFrozen(part)).toBe(true)
    expect(Object.keys(f)).toEqual(['kind', 'options', 'learned', 'formula', 'initializer'])
  })
})

describe('the activations of the text', () => {
  // Values to 16 digits from a table of exp: sigmoid(1) = 1/(1 + e⁻¹), tanh(1) = (e² - 1)/(e² + 1).
  test('sigmoid of 0, 1 and -1 is 0.5, 0.7310585786300049 and 0.2689414213699951', () => {
    expect(sigmoid().value(0)).toBe(0.5)
    expect(sigmoid().value(1)).toBeCloseTo(0.7310585786300049, 14)
    expect(sigmoid().value(-1)).toBeCloseTo(0.2689414213699951, 14)
    expect(sigmoid().derivative(0)).toBe(0.25)
    expect(sigmoid().derivative(1)).toBeCloseTo(0.19661193324148185, 14)
  })

  test('sigmoid ends at 0 and 1, and its gradient dies there', () => {
    expect([sigmoid().value(1000), sigmoid().value(Infinity)]).toEqual([1, 1])
    expect([sigmoid().value(-1000), sigmoid().value(-Infinity)]).toEqual([0, 0])
    expect([sigmoid().derivative(1000), sigmoid().derivative(-1000)]).toEqual([0, 0])
  })

  test('tanh(1000) is 1 and tanh(1) is 0.7615941559557649', () => {
    expect([tanh().value(1000), tanh().value(-1000)]).toEqual([1, -1])
    expect(tanh().value(1)).toBeCloseTo(0.7615941559557649, 14)
    expect(tanh().derivative(1)).toBeCloseTo(0.41997434161402614, 14)
    expect(tanh().derivative(0)).toBe(1)
    expect(tanh().derivative(1000)).toBe(0)
  })

  test('tanh is 2·sigmoid(2z) - 1', () => {
    for (const z of [-3, -0.7, 0.1, 2]) expect(tanh().value(z)).toBeCloseTo(2 * sigmoid().value(2 * z) - 1, 14)
  })

  test('relu passes 3, stops -3, and has the derivative 0 at 0 and at -0', () => {
    expect([relu().value(3), relu().value(-3), relu().value(-Infinity), relu().value(Infinity)]).toEqual([
      3,
      0,
      0,
      Infinity,
    ])
    expect([3, -3, 0, -0].map((z) => relu().derivative(z))).toEqual([1, 0, 0, 0])
  })

  test('leaky relu multiplies -2 by 0.01 unless told otherwise, and its slope holds at 0', () => {
    expect(leakyRelu().value(-2)).toBe(-0.02)
    expect(leakyRelu({ slope: 0.1 }).value(-2)).toBe(-0.2)
    expect([2, -2, 0, -0].map((z) => leakyRelu().derivative(z))).toEqual([1, 0.01, 0.01, 0.01])
  })

  test('leaky relu with slope 0 is relu', () => {
    for (const z of [-5, -0.5, 0, 0.5, 5]) {
      expect(leakyRelu({ slope: 0 }).value(z) + 0).toBe(relu().value(z))
      expect(leakyRelu({ slope: 0 }).derivative(z)).toBe(relu().derivative(z))
    }
  })

  test('prelu starts at slope 0.25, one for each unit, or one that the layer shares', () => {
    expect(prelu().value(-2)).toBe(-0.5)
    expect(prelu().learned).toEqual({ slope: { per: 'unit', initial: 0.25, derivative: 'z > 0 ? 0 : z' } })
    expect(prelu({ shared: true, initial: 0 }).learned.slope).toMatchObject({ per: 'layer', initial: 0 })
  })

  test('He initialization goes with the relu family, Glorot with sigmoid, tanh and identity', () => {
    expect([relu(), leakyRelu(), prelu()].map((f) => f.initializer.kind)).toEqual(['he', 'he', 'he'])
    expect([sigmoid(), tanh(), identity()].map((f) => f.initializer.kind)).toEqual(['glorot', 'glorot', 'glorot'])
  })

  test('a slope of 1 and an unknown option are refused', () => {
    expect(() => leakyRelu({ slope: 1 })).toThrow(
      'leaky-relu: slope must be a number in [0, 1); got 1. Give slope a value in [0, 1).',
    )
    expect(() => leakyRelu({ slop: 0.1 } as object)).toThrow(
      'leaky-relu: the options are slope; got "slop". Remove slop, or correct its spelling.',
    )
    expect(() => relu({ slope: 0.1 } as object)).toThrow(
      'relu: no options are taken; got "slope". Remove slope, or correct its spelling.',
    )
    expect(() => prelu({ shared: 1 } as unknown as { shared: boolean })).toThrow(
      'prelu: shared must be true or false; got 1. Give shared true or false.',
    )
  })
})

describe("an activation of the user's own", () => {
  test('is derived where no derivative is given', () => {
    const cube = activation('cube', { scale: { interval: '(0, ∞)', default: 2 } }, { value: 'scale * z^3' })
    expect(cube().value(2)).toBe(16)
    expect(cube().derivative(2)).toBe(24)
    expect(cube({ scale: 1 }).derivative(-1)).toBe(3)
  })

  test('keeps the derivative that is given, which may use h', () => {
    const growth = activation('growth', {}, { value: 'exp(z)', derivative: 'h' })()
    expect(growth.formula).toEqual({ value: 'exp(z)', derivative: 'h' })
    expect(growth.derivative(0)).toBe(1)
  })

  test('gives NaN for NaN even where its formula would hide it', () => {
    const step = activation('step', {}, { value: 'z > 0 ? 1 : 0' })()
    expect(step.value(Number.NaN)).toBeNaN()
    expect([step.value(2), step.value(-2)]).toEqual([1, 0])
    expect(activationFromData(JSON.parse(JSON.stringify(step)))).toEqual(step)
  })

  test('is refused when its formula uses a name that it does not declare', () => {
    expect(() => activation('swish', {}, { value: 'z * sigmoid(beta * z)' })()).toThrow(
      'swish.value: the name at column 13 must be one of z; got "beta". Correct the name.',
    )
    expect(() => activation('swish', {}, { value: 'h' })()).toThrow(
      'swish.value: the name at column 1 must be one of z; got "h". Correct the name.',
    )
  })

  test('is refused when an option would hide the sum or a parameter of the layer', () => {
    for (const name of ['z', 'h', 'W', 'max', '__proto__', 'two words']) {
      const declared = JSON.parse(`{"${name}": {"interval": "[0, 1]", "default": 1}}`)
      expect(() => activation('mine', declared, { value: 'z' })()).toThrow('names in formulas must be')
    }
  })

  test('is refused when one name is both an option and a learned parameter', () => {
    const both = activation(
      'mine',
      { a: { interval: '[0, 1]', default: 1 } },
      { value: 'a * z' },
      { learned: { a: { per: 'unit', initial: 0 } } },
    )
    expect(both).toThrow(
      'mine: names in formulas must be 1 to 32 letters and digits, start with a letter, differ, and be neither a function\'s nor z, h, s, y, W, b; got "a". Rename it.',
    )
  })
})

describe('activationFromData', () => {
  const good = JSON.parse(JSON.stringify(prelu()))
  test.each([
    [null, 'model: an activation must be an object; got null. Write it in braces.'],
    [[], 'model: an activation must be an object; got []. Write it in braces.'],
    [
      { ...good, kind: '../x' },
      'model: kind must be 1 to 64 letters, digits and hyphens, starting with a letter; got "../x". Give it a name such as "soft-step".',
    ],
    [
      { ...good, code: 'z' },
      'model: the options are kind, options, learned, formula, initializer; got "code". Remove code, or correct its spelling.',
    ],
    [{ ...good, formula: 'z' }, 'model: formula must be an object; got "z". Write it in braces.'],
    [
      { ...good, options: { a: '1' } },
      'model.options: a must be a number in (-∞, ∞); got "1". Give a a value in (-∞, ∞).',
    ],
    [
      { ...good, learned: { slope: { per: 'row', initial: 0 } } },
      'model.learned.slope: per must be one of unit, layer; got "row". Choose a name from the list.',
    ],
    [
      { ...good, learned: { slope: { per: 'unit', initial: null } } },
      'model.learned.slope: initial must be a number in (-∞, ∞); got null. Give initial a value in (-∞, ∞).',
    ],
    [
      { ...good, initializer: { kind: 'magic' } },
      'model.initializer: kind must be one of he, glorot, lecun, normal, constant; got "magic". Choose a name from the list.',
    ],
  ])('refuses %j', (data, message) => {
    expect(() => activationFromData(data, 'model')).toThrow(expect.objectContaining({ name: 'OptionError', message }))
  })

  test('refuses a formula that is not text, is missing, or is too long', () => {
    const withValue = (value: unknown) => ({ ...good, formula: { value, derivative: '1' } })
    for (const value of [
      undefined,
      3,
      null,
      ['z'],
      `z${' + z'.repeat(1000)}`,
      `${'('.repeat(200)}z${')'.repeat(200)}`,
    ]) {
      expect(() => activationFromData(withValue(value), 'model')).toThrow(/^model\.value: /)
    }
  })

  test('any JSON gives an activation or an OptionError, never another error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(good)), (junk, field) => {
        try {
          activationFromData({ ...good, [field]: junk })
        } catch (error) {
          expect((error as Error).name).toBe('OptionError')
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a misspelt part of an activation is refused, never passed over:', () => {
  test('a formula', () => {
    const misspelt = activation('mine', {}, { value: 'z * z', derivitive: '2 * z' } as never)
    expect(() => misspelt()).toThrow(
      'mine: the options are value, derivative; got "derivitive". Remove derivitive, or correct its spelling.',
    )
  })

  test('what stands beside the formulas', () => {
    const misspelt = activation('mine', {}, { value: 'z * z' }, { lerned: {} } as never)
    expect(() => misspelt()).toThrow(
      'mine: the options are initializer, learned; got "lerned". Remove lerned, or correct its spelling.',
    )
  })

  test('a default outside its own interval', () => {
    const odd = activation('mine', { steep: { interval: '[0, 1]', default: 2 } }, { value: 'steep * z' })
    expect(() => odd()).toThrow('mine: steep must be a number in [0, 1]; got 2. Give steep a value in [0, 1].')
  })
})
