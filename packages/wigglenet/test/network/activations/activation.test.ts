import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { activations } from '../../../src/catalogue.ts'
import { activation, activationFromData } from '../../../src/network/activations/activation.ts'
import {
  elu,
  gaussian,
  gelu,
  geluTanh,
  hardSigmoid,
  hardTanh,
  identity,
  leakyRelu,
  prelu,
  relu,
  relu6,
  selu,
  sigmoid,
  sine,
  softplus,
  softsign,
  tanh,
} from '../../../src/network/activations/all.ts'
import { drawParameter } from '../../../src/network/initializers/draw.ts'
import { lecun } from '../../../src/network/initializers/lecun.ts'
import type { Activation } from '../../../src/network/types.ts'
import golden from '../golden.json' with { type: 'json' }

/** Every activation of the catalogue, and some with other options. */
const all: Record<string, Activation> = {
  ...Object.fromEntries(Object.entries(activations).map(([kind, make]) => [kind, make()])),
  'leaky-relu with slope 0.3': leakyRelu({ slope: 0.3 }),
  'elu with alpha 0': elu({ alpha: 0 }),
  'elu with alpha 2.5': elu({ alpha: 2.5 }),
  'sine with frequency 3': sine({ frequency: 3 }),
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
    const most = Number.MAX_VALUE
    for (const z of [1000, -1000, 0, -0, Infinity, -Infinity, 5e-324, -5e-324, most, -most]) {
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

describe('the other activations', () => {
  // golden.json is made by golden.py beside it, from the formulas of the sources in 60 digits.
  test.each(Object.entries(golden.activations))(
    '%s has the values and slopes of its source at 16 sums',
    (kind, must) => {
      const f = activations[kind]!()
      golden.sums.forEach((z, i) => {
        const [value, slope] = must[i] as [number, number]
        expect(Math.abs(f.value(z) - value), `${kind}(${z})`).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(z)))
        expect(Math.abs(f.derivative(z) - slope), `slope at ${z}`).toBeLessThanOrEqual(2e-15)
      })
    },
  )

  test.each(['elu', 'selu', 'mish', 'silu', 'softplus', 'softsign', 'gelu-tanh', 'hard-tanh', 'sine'])(
    '%s keeps 14 digits of sums of a millionth and of a thirty-second',
    (kind) => {
      for (const z of [-1e-6, -0.03125, 0.03125, 1e-6]) {
        const must = golden.activations[kind as 'elu'][golden.sums.indexOf(z)]![0]!
        expect(Math.abs(activations[kind]!().value(z) / must - 1)).toBeLessThan(1e-14)
      }
    },
  )

  test.each([
    ['elu', -1, 0],
    ['selu', -1.7580993408473766, 0],
    ['gelu', 0, 0],
    ['gelu-tanh', 0, 0],
    ['silu', 0, 0],
    ['mish', 0, 0],
    ['softplus', 0, 0],
    ['softsign', -1, 0],
    ['hard-sigmoid', 0, 0],
    ['hard-swish', 0, 0],
    ['hard-tanh', -1, 0],
    ['relu6', 0, 0],
    ['gaussian', 0, 0],
  ])('%s ends on the left at %f with the slope %f', (kind, value, slope) => {
    const f = activations[kind]!()
    for (const z of [-Infinity, -1e300]) {
      expect(f.value(z) + 0).toBeCloseTo(value, 15)
      expect(f.derivative(z) + 0).toBeCloseTo(slope, 15)
    }
  })

  test.each([
    ['elu', Infinity, 1],
    ['selu', Infinity, 1.0507009873554805],
    ['gelu', Infinity, 1],
    ['gelu-tanh', Infinity, 1],
    ['silu', Infinity, 1],
    ['mish', Infinity, 1],
    ['softplus', Infinity, 1],
    ['softsign', 1, 0],
    ['hard-sigmoid', 1, 0],
    ['hard-swish', Infinity, 1],
    ['hard-tanh', 1, 0],
    ['relu6', 6, 0],
    ['gaussian', 0, 0],
  ])('%s ends on the right at %f with the slope %f', (kind, value, slope) => {
    const f = activations[kind]!()
    expect([f.value(Infinity) + 0, f.derivative(Infinity) + 0]).toEqual([value, slope])
  })

  test('the slope at a kink is that of the flat branch: relu6 at 0 and 6, hard tanh at ±1, hard sigmoid at ±3', () => {
    expect([0, 6, 5.999].map((z) => relu6().derivative(z))).toEqual([0, 0, 1])
    expect([-1, 1, 0.999].map((z) => hardTanh().derivative(z))).toEqual([0, 0, 1])
    expect([-3, 3, 0].map((z) => hardSigmoid().derivative(z))).toEqual([0, 0, 1 / 6])
  })

  test('the tanh form of GELU is at most 0.0005 from the exact one', () => {
    let most = 0
    for (let z = -6; z <= 6; z += 0.01) most = Math.max(most, Math.abs(geluTanh().value(z) - gelu().value(z)))
    expect(most).toBeLessThan(0.0005)
    expect(most).toBeGreaterThan(0.0004)
  })

  test('elu with alpha 0 is relu, and softsign of 3 is 0.75', () => {
    for (const z of [-5, -0.5, 0, 2]) expect(elu({ alpha: 0 }).value(z) + 0).toBe(relu().value(z))
    expect(softsign().value(3)).toBe(0.75)
  })

  /** The mean of f(z) over normal sums, by the trapezoid rule. */
  function mean(f: (z: number) => number): number {
    let sum = 0
    for (let z = -9; z <= 9; z += 1 / 256) sum += f(z) * Math.exp((-z * z) / 2)
    return sum / 256 / Math.sqrt(2 * Math.PI)
  }

  test('the weights of elu, gelu, silu, mish, softplus, gaussian and selu keep the mean square of normal sums to 1 in 1000', () => {
    for (const kind of ['elu', 'gelu', 'gelu-tanh', 'silu', 'mish', 'softplus', 'gaussian', 'selu']) {
      const f = activations[kind]!()
      const { gain = 1 } = f.initializer as { gain?: number }
      expect(f.initializer.kind).toBe('lecun')
      expect(Math.abs(gain * gain * mean((z) => f.value(z) ** 2) - 1), kind).toBeLessThan(0.001)
    }
  })

  test('selu of normal sums has the mean 0 and the variance 1', () => {
    const { value } = selu()
    expect(Math.abs(mean(value))).toBeLessThan(1e-6)
    expect(Math.abs(mean((z) => value(z) ** 2) - 1)).toBeLessThan(1e-6)
  })

  test('sine starts as SIREN says: hidden weights fill ±√(6/inputs)/frequency, those of a first layer ±1/inputs', () => {
    const drawn = (initializer: Activation['initializer']) => {
      const shape = { name: 'h1.W', node: 'h1', role: 'weights', shape: [300, 200], initializer } as const
      return drawParameter(shape, 1, 0).reduce((most, w) => Math.max(most, Math.abs(w)), 0)
    }
    expect(drawn(sine({ frequency: 30 }).initializer)).toBeCloseTo(Math.sqrt(6 / 200) / 30, 5)
    expect(drawn(lecun({ distribution: 'uniform', gain: 1 / Math.sqrt(600) }))).toBeCloseTo(1 / 200, 5)
  })

  test('an alpha below 0 and a frequency of 0 are refused', () => {
    expect(() => elu({ alpha: -1 })).toThrow(
      'elu: alpha must be a number in [0, ∞); got -1. Give alpha a value in [0, ∞).',
    )
    expect(() => sine({ frequency: 0 })).toThrow(
      'sine: frequency must be a number in (0, ∞); got 0. Give frequency a value in (0, ∞).',
    )
    expect(() => softplus({ beta: 1 } as object)).toThrow('softplus: no options are taken; got "beta".')
    expect(gaussian().value(0)).toBe(1)
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
