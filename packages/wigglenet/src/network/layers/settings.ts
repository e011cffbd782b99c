// Options that dense and maxout share, checked once for programs and for model files.
import { checkFlag, checkNames, checkNumber, show } from '../../check/check.ts'
import { refuse } from '../../check/errors.ts'
import { checkCarrying } from '../../kernel/part.ts'
import { checkInitializer } from '../initializers/check.ts'
import { zero } from '../initializers/zero.ts'
import type { Constraint, Dense, Dropout, Initializer, WeightNoise } from '../types.ts'

/** Options of a layer with weights. */
export interface LayerSettings {
  /** Its name in the network; left out, h1, h2, … and `scores` for the last one. */
  readonly name?: string
  /** The layer that feeds it, or `x`; left out, the one before it. */
  readonly from?: string
  /** Share of its outputs set to zero in training, in [0, 1), default 0; or another kind of dropout, such as alphaDropout(0.1). */
  readonly dropout?: number | Dropout
  /** Standard deviation of Gaussian noise added to its inputs in training, in their unit, default 0. */
  readonly inputNoise?: number
  /** How its weights start; left out, as fits its activation. */
  readonly weights?: Initializer
  /** How its biases start, normal or constant; default 0. */
  readonly biases?: Initializer
  /** Strengths of 0.5·l2·Σw² and l1·Σ|w| over its weights, which add to those of the run, in [0, ∞), default 0. */
  readonly l2?: number
  readonly l1?: number
  /** What holds for its weights after each update, such as maxNorm(3) or nonNegative(). */
  readonly constraint?: Constraint
  /** What its weights are disturbed by in training, such as weightNoise(0.05). */
  readonly noise?: WeightNoise
  /** Whether training leaves its weights and biases, and what its activation learns, as they are; default false. */
  readonly locked?: boolean
}

/** The options that are in a layer's data only where they are given, and neither 0 nor false. */
export const rare = ['l2', 'l1', 'constraint', 'noise', 'locked'] as const

type Rare = Pick<Dense, (typeof rare)[number]>

/** The largest size of a layer or an input: 2²⁴, up to which float32 counts exactly. */
export const sizes = '[1, 16777216]'

/** The options of a layer with weights, checked, with the defaults for the rest. `suited` are the weights that fit its activation, and
 *  `more` the names of options that the layer has beside these.
 *  Throws:  OptionError for an unknown option or a value outside its range */
export function readSettings(where: string, options: object, suited: Initializer, more: readonly string[] = []) {
  const given = checkNames(where, options, [
    'name',
    'from',
    'dropout',
    'inputNoise',
    'weights',
    'biases',
    ...rare,
    ...more,
  ])
  const { dropout = 0, inputNoise = 0, weights = suited, l2 = 0, l1 = 0, locked = false } = given
  checkNumber(where, 'l2', l2, '[0, ∞)')
  checkNumber(where, 'l1', l1, '[0, ∞)')
  checkFlag(where, 'locked', locked)
  const made = (name: string, maker: string, reader = 'networkFromData') =>
    given[name] === undefined || checkCarrying(where, `the ${name}`, given[name], [maker, reader])
  made('constraint', 'maxNorm() or its like', 'constraintFromData')
  made('noise', 'weightNoise()')
  const isPlain = typeof (dropout ?? 0) !== 'object'
  if (!isPlain) made('dropout', 'alphaDropout()')
  const biases = checkInitializer(`${where}.biases`, given.biases === undefined ? zero() : given.biases)
  if (biases.kind !== 'normal' && biases.kind !== 'constant') {
    refuse(
      where,
      'biases must be normal or constant, since they have no inputs',
      show(biases.kind),
      'Use normal, constant or zero.',
    )
  }
  return {
    ...(given.name === undefined ? {} : { name: checkName(where, given.name) }),
    ...(given.from === undefined ? {} : { from: checkName(where, given.from, 'from') }),
    dropout: isPlain ? checkNumber(where, 'dropout', dropout, '[0, 1)') : (dropout as Dropout),
    inputNoise: checkNumber(where, 'inputNoise', inputNoise, '[0, ∞)'),
    weights: checkInitializer(`${where}.weights`, weights),
    biases,
    ...(Object.fromEntries(rare.filter((name) => given[name]).map((name) => [name, given[name]])) as Rare),
  }
}

/** The value, if it can name a layer.
 *  Throws:  OptionError otherwise */
export function checkName(where: string, value: unknown, role = 'name'): string {
  if (typeof value === 'string' && /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(value)) return value
  refuse(
    where,
    `${role} must be 1 to 64 letters, digits, _ and -, starting with a letter or _`,
    show(value),
    role === 'from' && Array.isArray(value)
      ? 'Give the name of one layer; join several with add or concat.'
      : 'Give it a name such as "h1".',
  )
}
