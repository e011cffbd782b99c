// What is said between a program and its workers. A worker does what it is told in order: a job is started, then told to go on, each time
// for a while, until it answers with its end. New orders (a step, a rate, parameters to read) are new kinds of `Order`.
import type { DataSet } from '../data/types.ts'
import type { Provenance } from '../model/types.ts'
import type { Loss, Network } from '../network/types.ts'
import type { Checkpoint, FitOptions, TrainingEvent } from '../train/types.ts'

/** A run of `fit` as values that can be cloned. */
export interface Job {
  /** Its activations lose their functions on the way; the worker makes them again. */
  readonly network: Network
  /** Numbers of data sets that the worker was given before. */
  readonly data: number
  readonly validation: number | undefined
  /** The options that are data already. */
  readonly options: Omit<FitOptions, 'device' | 'signal' | 'checkpoint' | 'resume' | 'monitors' | 'revive'> & {
    readonly resume?: Checkpoint
  }
  readonly device: DeviceName
  /** Whether the signal had aborted before. */
  readonly aborted: boolean
  /** Whether checkpoints are to be sent. */
  readonly saves: boolean
}

/** How a worker finds a device: by name, and by the features that decide its bits. */
export interface DeviceName {
  readonly name: string
  readonly features: readonly string[]
  /** Threads that it may use. */
  readonly threads: number
}

/** What a worker is told.
 *  data   keep a data set under a number
 *  start  take up a job; it is made when it first goes on
 *  go     run for at least one event, and on for `ms`; answer with the events if `tell`
 *  leave  the loop was left: answer with what was learned so far
 *  abort  the signal aborted; the run ends by itself, as part of the answer to `go`
 *  saved  the checkpoint that was sent is saved */
export type Order =
  | { readonly kind: 'data'; readonly id: number; readonly data: DataSet }
  | { readonly kind: 'start'; readonly job: Job }
  | { readonly kind: 'go'; readonly ms: number; readonly tell: boolean }
  | { readonly kind: 'leave' }
  | { readonly kind: 'abort' }
  | { readonly kind: 'saved' }

/** What a worker says. */
export type Report =
  | {
      readonly kind: 'answer'
      readonly events: readonly TrainingEvent[]
      readonly end?: End
      readonly failure?: Failure
    }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }

/** What a run has come to: the parts of the model that the program does not know. */
export interface End {
  readonly parameters: Readonly<Record<string, Float32Array>>
  readonly loss: Loss
  readonly provenance: Provenance
}

/** An error as data. */
export interface Failure {
  readonly name: string
  readonly message: string
  /** The fields of an error of this library. */
  readonly complaint?: Readonly<Record<'where' | 'expected' | 'received' | 'fix', string>>
}
