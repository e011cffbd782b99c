// How good a way to train is, told by rows that each network has not seen: folds, and what comes out along sizes and options.
import { checkNames, checkWhole, deepFreeze, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { applyPreprocessing } from '../data/apply-preprocessing.ts'
import { columnOf, columnTexts, labelledRows, taskOf } from '../data/columns.ts'
import { askedTask, fitPreprocessing, type PreprocessingOptions } from '../data/fit-preprocessing.ts'
import { folds as foldsOf } from '../data/split.ts'
import { checkColumnNames } from '../data/table-from-texts.ts'
import { takeRows } from '../data/take-rows.ts'
import type { DataSet, Table } from '../data/types.ts'
import { rowWeights, weighted } from '../data/weighted.ts'
import { evaluate } from '../model/evaluate.ts'
import type { Evaluation } from '../model/types.ts'
import type { Network } from '../network/types.ts'
import { randomStream, streams } from '../number/random.ts'
import { mean, sampleDeviation } from '../number/statistics.ts'
import { fit } from '../train/fit.ts'
import { trainerOptionNames } from '../train/options.ts'
import type { FitOptions } from '../train/types.ts'

/** Rows that are ready, or a table whose preprocessing is fitted anew on the training rows of each fold, so that none leaks. */
export type FoldSource =
  | DataSet
  | {
      readonly table: Table
      readonly preprocessing: PreprocessingOptions
      /** The column with what each row counts. It is no feature. */
      readonly weights?: string
    }

/** A network, or what makes one for data of some width. */
export type NetworkFor = Network | ((data: DataSet) => Network)

/** Options of `fit` for each fold, and
 *  folds   how many, whole, in [2, rows], default 5; the seed draws them too
 *  signal  when it aborts, the promise is rejected with its reason */
export interface FoldOptions extends Omit<FitOptions, 'checkpoint' | 'resume' | 'monitors' | 'revive' | 'validation'> {
  readonly folds?: number
  /** Share of a fold's training rows that tells when to stop, for `patience`. */
  readonly validation?: number
}

/** Mean and sample deviation over folds. */
export interface Spread {
  readonly mean: number
  readonly deviation: number
}

export interface CrossValidation {
  readonly kind: 'cross-validation'
  /** Each fold's network on the rows that it was trained on, and on those that it was not. */
  readonly folds: readonly { readonly train: Evaluation; readonly test: Evaluation }[]
  /** Accuracy or R² on the rows not seen. */
  readonly score: Spread
  readonly trainScore: Spread
  readonly loss: Spread
  readonly trainLoss: Spread
}

/** Trains a network for each fold on the others and judges it on that fold. With classes, each is spread evenly over the folds.
 *  Throws:  OptionError, ShapeError or DataError as `folds`, `fit` and `fitPreprocessing` do
 *  Example: (await crossValidate(net, data, { folds: 5, epochs: 50 })).score.mean  */
export async function crossValidate(
  network: NetworkFor,
  source: FoldSource,
  options: FoldOptions = {},
): Promise<CrossValidation> {
  const { splits, fitting, signal } = prepare('crossValidate', source, options)
  const results: CrossValidation['folds'][number][] = []
  for (const split of splits) {
    results.push(await judgeFold(network, split(), fitting))
    signal?.throwIfAborted()
  }
  return joined(results)
}

/** How good a way to train is along something: by training rows, or by an option's value. */
export interface CrossValidationCurve {
  readonly kind: 'cross-validation-curve'
  /** Numbers of training rows, or the values that were given. */
  readonly x: readonly unknown[]
  readonly points: readonly CrossValidation[]
}

/** The learning curve by size: what more rows would bring. Each fold's network is trained on the first so many of its training rows, drawn
 *  at random; a test score that still rises at the end asks for more data, one far below the training score for more regularization.
 *  Options: those of crossValidate, and sizes, numbers of rows, rising, each in [2, a fold's training rows]; default five even steps
 *  Throws:  OptionError for a bad size; else as crossValidate; DataError where so few rows lack a class
 *  Example: (await sizeCurve(net, data, { sizes: [50, 100, 200] })).points.map((point) => point.score.mean)  */
export async function sizeCurve(
  network: NetworkFor,
  source: FoldSource,
  { sizes, ...options }: FoldOptions & { readonly sizes?: readonly number[] } = {},
): Promise<CrossValidationCurve> {
  const where = 'sizeCurve'
  const { splits, least, fitting, signal } = prepare(where, source, options)
  const steps = sizes ?? [1, 2, 3, 4, 5].map((fifth) => Math.max(2, Math.floor((least * fifth) / 5)))
  steps.forEach((size, i) => checkWhole(where, `sizes[${i}]`, size, `[2, ${least}]`))
  const points: CrossValidation[] = []
  for (const size of steps) {
    const results: CrossValidation['folds'][number][] = []
    for (const split of splits) {
      results.push(await judgeFold(network, split(size), fitting))
      signal?.throwIfAborted()
    }
    points.push(joined(results))
  }
  return deepFreeze({ kind: 'cross-validation-curve', x: [...steps], points })
}

/** The validation curve of an option: how train and test scores go with its value; where they part, it overfits.
 *  Options: those of crossValidate, and values, and `vary`, which gives what is other than the rest for a value: a network, options of `fit`
 *  Throws:  OptionError for no values; else as crossValidate
 *  Example: await validationCurve(net, data, { values: [0, 0.01, 0.1], vary: (l2) => ({ l2 }) })  */
export async function validationCurve<Value>(
  network: NetworkFor,
  source: FoldSource,
  options: FoldOptions & {
    readonly values: readonly Value[]
    readonly vary: (value: Value) => Partial<FoldOptions> & { readonly network?: NetworkFor }
  },
): Promise<CrossValidationCurve> {
  const { values, vary, ...rest } = options
  if (!Array.isArray(values) || values.length === 0 || typeof vary !== 'function') {
    throw new OptionError({
      where: 'validationCurve',
      expected: 'there must be values, and a function vary that says what each changes',
      received: `values ${show(values)}, vary ${typeof vary}`,
      fix: 'Give them as in { values: [0, 0.01], vary: (l2) => ({ l2 }) }.',
    })
  }
  const points: CrossValidation[] = []
  for (const value of values) {
    const { network: other = network, ...changed } = vary(value)
    points.push(await crossValidate(other, source, { ...rest, ...changed }))
  }
  return deepFreeze({ kind: 'cross-validation-curve', x: [...values], points })
}

interface Fold {
  readonly train: DataSet
  readonly test: DataSet
}

function prepare(where: string, source: FoldSource, options: FoldOptions) {
  checkNames(where, options, [...trainerOptionNames, 'patience', 'signal', 'folds'])
  const { folds = 5, ...fitting } = options
  const { seed = 1, signal } = fitting
  const { rows, by, take } = rowsOf(where, source)
  const parts = foldsOf(rows.length, folds, { seed, ...(by && { by }) })
  const own = (places: Uint32Array) => places.map((place) => rows[place]!)
  // Folds list their rows in the order of the file, of which the first are no fair share.
  const splits = parts.map(({ train, test }, fold) => (size = train.length): Fold => {
    if (size === train.length) return take(own(train), own(test))
    const mixed = randomStream(seed, streams.split, 4 + fold).shuffle(train.slice()) // lower steps split, bootstrap and permute
    return take(own(mixed.slice(0, size)), own(test))
  })
  return { splits, least: Math.min(...parts.map(({ train }) => train.length)), fitting: fitting as FitOptions, signal }
}

/** The rows that can be judged, their labels, and how a split of them becomes examples. */
function rowsOf(where: string, source: FoldSource) {
  if ('kind' in source) {
    const rows = Uint32Array.from({ length: source.rows }, (_, row) => row)
    const by = source.task === 'classification' ? source.y : undefined
    const take = (train: Uint32Array, test: Uint32Array): Fold => ({
      train: takeRows(source, train),
      test: takeRows(source, test),
    })
    return { rows, by, take }
  }
  const { table, preprocessing, weights } = source
  if (weights !== undefined) checkWeightsColumn(where, table, weights, preprocessing.target)
  const given =
    weights === undefined ? preprocessing : { ...preprocessing, drop: [...(preprocessing.drop ?? []), weights] }
  // Settled before any split, so that a fold with few labels cannot change it.
  const task = taskOf(where, table, given.target, askedTask(given))
  const rows = labelledRows(table, given.target)
  const texts = columnTexts(columnOf(where, table, given.target))
  const by = task === 'classification' ? Array.from(rows, (row) => texts[row]!) : undefined
  const take = (train: Uint32Array, test: Uint32Array): Fold => {
    const { preprocessing } = fitPreprocessing(table, train, { ...given, task, where })
    const applied = (part: Uint32Array) => {
      const data = applyPreprocessing(preprocessing, table, part, where)
      return weights === undefined ? data : weighted(data, rowWeights(table, weights, part, where))
    }
    return { train: applied(train), test: applied(test) }
  }
  return { rows, by, take }
}

/** Throws:  OptionError for a column that is not there, or is the target */
function checkWeightsColumn(where: string, { columns }: Table, weights: string, target: string): void {
  const others = columns.map(({ name }) => name).filter((name) => name !== target)
  checkColumnNames(where, 'weights', [weights], others)
}

async function judgeFold(network: NetworkFor, { train, test }: Fold, options: FitOptions) {
  const net = typeof network === 'function' ? network(train) : network
  const { batch } = options
  const fitting = batch !== undefined && batch > train.rows ? { ...options, batch: train.rows } : options
  const model = await fit(net, train, fitting).model
  const device = options.device === undefined ? {} : { device: options.device }
  return { train: evaluate(model, train, device), test: evaluate(model, test, device) }
}

function joined(folds: CrossValidation['folds']): CrossValidation {
  const spread = (values: readonly number[]): Spread => ({ mean: mean(values), deviation: sampleDeviation(values) })
  const score = ({ accuracy, rSquared }: Evaluation) => accuracy ?? rSquared!
  return deepFreeze({
    kind: 'cross-validation',
    folds,
    score: spread(folds.map(({ test }) => score(test))),
    trainScore: spread(folds.map(({ train }) => score(train))),
    loss: spread(folds.map(({ test }) => test.loss)),
    trainLoss: spread(folds.map(({ train }) => train.loss)),
  })
}
