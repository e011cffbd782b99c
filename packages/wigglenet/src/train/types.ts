// What training is given and what it tells.
import type { Backend, Cursor } from '../backend/backend.ts'
import type { DataSet } from '../data/types.ts'
import type { LossName } from '../network/losses/resolve.ts'
import type { Loss, Network } from '../network/types.ts'
import type { OptimizerName } from '../optimizer/resolve.ts'
import type { Optimizer, Schedule } from '../optimizer/types.ts'

/** Options of `trainer`.
 *  loss        default softmax for classes, mean-squared-error for numbers
 *  optimizer   default adam()
 *  batch       rows a step, whole, in [1, rows], default 32 (or all rows, if fewer); the last batch of an epoch may be shorter
 *  l2, l1      strengths of 0.5·l2·Σw² and l1·Σ|w| over weights, not biases, in [0, ∞), default 0
 *  seed        of weights, order, dropout, noise and the validation split; whole, in [0, 2^53 - 1], default 1
 *  shuffle     a new order of rows in each epoch, default true
 *  validation  a share of the rows in (0, 1), or a data set of their own; default none
 *  schedule    the rate of each step; default the optimizer's rate
 *  epochs      whole, in [1, 2^31 - 1], default 100: where `fit` stops, and what a schedule counts by
 *  parameters  values to start from, in place of drawn ones
 *  device      the backend, default the standard one: wasm, and in Node threads(), whose bits are the same */
export interface TrainerOptions {
  readonly loss?: LossName | Loss
  readonly optimizer?: OptimizerName | Optimizer
  readonly batch?: number
  readonly l2?: number
  readonly l1?: number
  readonly seed?: number
  readonly shuffle?: boolean
  readonly validation?: number | DataSet
  readonly schedule?: Schedule
  readonly epochs?: number
  readonly parameters?: Readonly<Record<string, ArrayLike<number>>>
  readonly device?: Backend
}

/** Options of `fit`: those of `trainer`, and
 *  patience    epochs without a better validation loss after which the run stops and takes its best weights back; default none
 *  signal      stops the run when it aborts
 *  checkpoint  where to save the run's state: at an epoch's end (if that takes under a twentieth of the time) and at least every 30 s
 *  resume      a saved state: the run goes on from it, bit for bit
 *  monitors    what measures the network as it trains, such as deadUnits(); they change no bit of it
 *  revive      what draws the weights of dead units again, as `revive()` does; part of the run, and of what must be the same when it is resumed */
export interface FitOptions extends TrainerOptions {
  readonly patience?: number
  readonly signal?: AbortSignal | undefined
  readonly checkpoint?: CheckpointSink
  readonly resume?: Checkpoint | undefined
  readonly monitors?: readonly Monitor[]
  readonly revive?: Monitor
}

/** A run between two steps, as a monitor may look at it: the options are settled, defaults filled in. A `Trainer` is one. */
export interface RunView {
  readonly network: Network
  readonly training: DataSet
  readonly validation: DataSet | undefined
  readonly options: {
    readonly seed: number
    readonly loss: Loss
    readonly optimizer: Optimizer
    readonly schedule: Schedule
    readonly batch: number
    readonly epochs: number
    readonly l2: number
    readonly l1: number
    readonly device: Backend
  }
  readonly stepsPerEpoch: number
  cursor(): Cursor
  snapshot(): Snapshot
}

/** Looks at a run between two slices of steps; every epoch's end is one of these moments. */
export interface Monitor {
  /** Called at each moment, and decides whether to look. `write` sets a parameter or a state slot by its buffer's name: what only measures
   *  leaves it alone. */
  observe(
    run: RunView,
    write: (buffer: string, values: ArrayLike<number>) => void,
  ): Iterable<Extract<TrainingEvent, { readonly kind: 'monitor' | 'revive' }>>
}

/** What a monitor tells of a layer. */
export interface LayerReading {
  readonly layer: string
  /** One number for each quantity. */
  readonly values: Readonly<Record<string, number>>
  /** Several numbers for a quantity: one for each unit or bin, or the numbers of some units. */
  readonly lists?: Readonly<Record<string, readonly number[]>>
}

export interface CheckpointSink {
  save(checkpoint: Checkpoint): void | Promise<void>
}

type Tensors = Readonly<Record<string, Float32Array | Float64Array>>

/** All that a run needs to go on from where it stands, to the bit. */
export interface Snapshot {
  readonly cursor: Cursor
  readonly parameters: Tensors
  /** The optimizer's state slots. */
  readonly state: Tensors
  /** The state of a schedule that listens. */
  readonly schedule?: Float64Array
}

/** A snapshot, and what `fit` keeps between epochs. */
export interface Checkpoint extends Snapshot {
  /** What must be the same when the run goes on; compared name by name. */
  readonly run: Readonly<Record<string, string>>
  /** Sums of the epoch under way. */
  readonly sums: Sums
  /** The best epoch so far, by validation loss, and its parameters; epoch 0 if there is none. */
  readonly best: { readonly epoch: number; readonly loss: number; readonly parameters: Tensors }
}

/** Sums over rows: of losses (without regularization), and of right predictions. */
export interface Sums {
  readonly loss: number
  readonly hits: number
  readonly rows: number
}

/** How good a network is on some rows; where they have weights, each counts by its own. */
export interface Score {
  /** Mean loss of the rows, without regularization. */
  readonly loss: number
  /** Share of rows whose class is predicted right; classification only. */
  readonly accuracy?: number
  /** 1 - loss / variance of the targets; regression with mean squared error only, where the targets vary. */
  readonly rSquared?: number
}

/** Something that happened in a run. `step` and `epoch` count what is done.
 *  batch       some steps of a longer epoch were run, as many as fit into a slice of time: means over their rows
 *  epoch       every row was used once: means over the epoch as it went; `penalty` is the regularization at its end
 *  monitor     what a monitor of this name has found; `rows` are the training rows that it looked at
 *  revive      the weights of these dead units were drawn again
 *  checkpoint  the state was saved
 *  stop        the run ended; `best` is the epoch whose weights the model has */
export type TrainingEvent =
  | (Score & {
      readonly kind: 'batch'
      readonly step: number
      readonly epoch: number
      readonly steps: number
      readonly rowsPerSecond: number
    })
  | (Score & {
      readonly kind: 'epoch'
      readonly step: number
      readonly epoch: number
      readonly penalty: number
      readonly rate: number
      readonly seconds: number
      readonly validation?: Score
    })
  | {
      readonly kind: 'monitor'
      readonly monitor: string
      readonly step: number
      readonly epoch: number
      readonly rows: number
      readonly layers: readonly LayerReading[]
    }
  | {
      readonly kind: 'revive'
      readonly step: number
      readonly epoch: number
      readonly layer: string
      readonly units: readonly number[]
    }
  | { readonly kind: 'checkpoint'; readonly step: number; readonly epoch: number }
  | {
      readonly kind: 'stop'
      readonly step: number
      readonly epoch: number
      readonly reason: StopReason
      readonly best: number
    }

/** Why a run ended: all epochs done, no better validation loss for `patience` epochs, the signal aborted, or (`fitLbfgs`) a minimum was reached. */
export type StopReason = 'epochs' | 'patience' | 'aborted' | 'converged'
