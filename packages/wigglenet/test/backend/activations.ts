// Every activation of the catalogue, and formulas of a user that take in every function of the language.
import { activations as catalogue } from '../../src/catalogue.ts'
import { activation } from '../../src/network/activations/activation.ts'
import { leakyRelu } from '../../src/network/activations/leaky-relu.ts'
import { prelu } from '../../src/network/activations/prelu.ts'
import type { Activation } from '../../src/network/types.ts'

const own = (kind: string, value: string) => activation(kind, {}, { value })()

/** Formulas of a user: between them every function, operator and comparison of the language. */
export const formulas: Readonly<Record<string, Activation>> = {
  'exp and log: softplus': own('softplus', 'log(1 + exp(z))'),
  'erf: GELU': own('gelu', '0.5 * z * (1 + erf(z / sqrt(2)))'),
  'sin and cos': own('waves', 'sin(3 * z) + 0.5 * cos(2 * z)'),
  'sqrt and abs': own('root', 'z / sqrt(1 + abs(z))'),
  'sign, max and min': own('clipped', 'max(-1, min(1, z)) + 0.1 * sign(z) * z'),
  'powers by multiplication': own('powers', 'z^3 / (1 + z^2) + (1 + z^2)^-0.5'),
  'powers in general': own('power', '(0.1 + abs(z))^1.3 + 2^z'),
  'choose and comparisons': own(
    'steps',
    'z > 1 ? z : z >= 0.5 ? 2 * z - 1 : z < -1 ? -1 : z <= -0.5 ? 0.5 * z - 0.5 : (z == 0) + (z != 0) * z * z',
  ),
  'tanh and sigmoid in one, with an option': activation(
    'gate',
    { slope: { interval: '(0, 9]', default: 1.7 } },
    { value: 'tanh(slope * z) * sigmoid(z)' },
  )(),
  'two learned parameters': activation(
    'bend',
    {},
    { value: 'z > 0 ? rise * z : fall * tanh(z)' },
    { learned: { rise: { per: 'layer', initial: 1.2 }, fall: { per: 'unit', initial: 0.5 } } },
  )(),
}

export const activations: Readonly<Record<string, Activation>> = {
  ...Object.fromEntries(Object.entries(catalogue).map(([kind, make]) => [kind, make()])),
  'leaky-relu': leakyRelu({ slope: 0.1 }),
  'prelu shared': prelu({ shared: true }),
  'floor: a staircase on a slope': own('stairs', '0.5 * z + 0.2 * floor(2 * z)'),
  ...formulas,
}
