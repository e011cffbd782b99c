// What `train` does when it is not told: a network and a way to train it that fit the kind of data and how much there is of it.
// Found by the table of docs/accuracy.md: with few rows smooth units and more regularization did best, with more rows ReLU.
import type { ImageChanges } from './augmentation.ts'
import { lbfgsName } from './lbfgs.ts'

/** Everything that settles a training run but the data; plain JSON, kept in the run's folder. */
export interface Settings {
  readonly hidden: readonly number[]
  readonly activation: string
  /** Pieces of maxout layers; 0: hidden layers are dense. */
  readonly maxout: number
  /** Left out: what fits the task. */
  readonly loss?: string
  /** Left out: each row of any class counts alike. */
  readonly classWeights?: string
  /** The share of the target that goes to all classes; left out: none. */
  readonly labelSmoothing?: number
  /** How images are changed in each epoch; left out: not at all. */
  readonly augment?: ImageChanges
  readonly optimizer: string
  /** Left out: the optimizer's own. */
  readonly rate?: number
  /** Left out: the rate stays. */
  readonly schedule?: string
  /** Steps in which the rate grows to its own; left out: none. */
  readonly warmUp?: number
  /** The largest norm of all gradients together; left out: any. */
  readonly clip?: number
  /** The decay of the average of the weights that the model has; left out: the weights of the last step. */
  readonly average?: number
  readonly l2: number
  readonly l1: number
  readonly dropout: number
  /** Left out: none. */
  readonly alphaDropout?: number
  /** Left out: none. */
  readonly weightNoise?: number
  /** Left out: weights of any length. */
  readonly maxNorm?: number
  /** Epochs after which dead ReLU units are drawn again, each time; left out, they stay dead. */
  readonly revive?: number
  /** Left out: no normalization. */
  readonly batchNorm?: boolean
  readonly epochs: number
  /** No more than there are training rows. */
  readonly batch: number
  readonly validation: number
  readonly test: number
  /** 0: no folds, one split. */
  readonly folds: number
  readonly patience: number
  readonly seed: number
  readonly device: string
  /** Fused multiply-adds, where the device has them. */
  readonly fast: boolean
}

interface Kind {
  readonly kind: 'table' | 'points' | 'images'
  /** Rows that there are for training, validation and test; of a stream about as many. */
  readonly rows: number
  /** Rows of a stream in memory at a time. */
  readonly buffer?: number
}

/** All processors where the products are large enough, with the bits of one thread. */
const device = 'threads'

/** Tables with fewer rows count as small. */
const FEW_ROWS = 1000

/** The settings for what is not said.
 *  Example: settingsFor({ kind: 'table', rows: 150 }, { seed: 3 }).activation  // 'tanh'  */
export function settingsFor(kind: Kind, given: Partial<Settings>): Settings {
  // All rows at once, and no rows that would tell when to stop: it stops in a minimum.
  const own = given.optimizer === lbfgsName ? { batch: kind.rows, validation: 0, patience: 0 } : {}
  return usualFor(kind, { ...own, ...given })
}

function usualFor({ kind, rows, buffer }: Kind, given: Partial<Settings>): Settings {
  const common = { maxout: 0, optimizer: 'adam', l1: 0, dropout: 0, test: 0.2, folds: 0, seed: 1, device, fast: false }
  const table = { ...common, hidden: [64, 64], epochs: 200, validation: 0.2, patience: 20 }
  if (kind === 'images') {
    const images = { ...common, hidden: [128], activation: 'relu', l2: 0, batch: 64, epochs: 5, validation: 0.1 }
    return { ...images, patience: 5, ...given }
  }
  if (kind === 'points') {
    const rate = (given.optimizer ?? 'adam') === 'adam' ? { rate: 0.01 } : {}
    return { ...table, activation: 'tanh', l2: 1e-4, batch: 16, ...rate, ...given }
  }
  if (buffer !== undefined) {
    // Of rows that judge there are no more than the buffer has; a larger share would leave rows unused.
    const share = Number(Math.min(0.2, (0.8 * buffer) / rows).toPrecision(2))
    const few = { epochs: 20, patience: 5, validation: share, test: share, l2: 0, batch: Math.min(128, buffer) }
    return { ...table, activation: 'relu', ...few, ...given }
  }
  if (rows < FEW_ROWS) return { ...table, activation: 'tanh', l2: 0.003, batch: 16, ...given }
  return { ...table, activation: 'relu', l2: 0.001, batch: rows < 10 * FEW_ROWS ? 32 : 128, ...given }
}
