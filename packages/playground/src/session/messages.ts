// What the page and its worker say to each other. The worker answers in the order of the orders.
// It holds one network, or several that learn from the same data and are trained together, step by step (the comparison); they are told
// apart by `index`, their place in `open.setups`, which is 0 where it is left out. Beside them it can train setups over many seeds.
import type { SliceOptions } from 'wigglenet'
import type { Changes, Setup } from '../setup.ts'

/** What the page tells the worker.
 *  open    make data, networks and trainers anew, at step 0, not running; answered by one `opened`, or by `refused` and nothing changes.
 *          The data are those of the first setup: the others must have the same
 *  set     change the run from where it stands; of all networks, or of one
 *  run     train all networks until told to pause, each at most so many steps a second; Infinity for as fast as it goes
 *  step    train so many steps, then stand still
 *  epoch   train to the end of the epoch under way, then stand still
 *  mask    switch a unit off, or on again
 *  write   set one number of a parameter
 *  load    take these numbers in place of all that was learned; refused where they are not those of the network's parameters
 *  look    answered by one `view`: sizes are those of the region's picture and of each unit's; `units` and `health` only where they are
 *          asked for, and so is what is drawn on demand
 *  save    answered by `saved`: the model as a file
 *  seeds   train each setup from `count` seeds, its own and those after it, for so many epochs, beside what runs; each network that is
 *          done is told by a `seed`. It ends what was asked for before; a count of 0 asks for nothing more */
export type Order =
  | { readonly kind: 'open'; readonly setups: readonly Setup[] }
  | { readonly kind: 'set'; readonly changes: Changes; readonly index?: number }
  | { readonly kind: 'run'; readonly stepsPerSecond: number }
  | { readonly kind: 'pause' }
  | { readonly kind: 'step'; readonly count: number }
  | { readonly kind: 'epoch' }
  | {
      readonly kind: 'mask'
      readonly node: string
      readonly unit: number
      readonly on: boolean
      readonly index?: number
    }
  | {
      readonly kind: 'write'
      readonly parameter: string
      readonly at: number
      readonly value: number
      readonly index?: number
    }
  | {
      readonly kind: 'load'
      readonly parameters: Readonly<Record<string, Float32Array>>
      readonly index?: number
    }
  | {
      readonly kind: 'look'
      readonly size: number
      readonly units?: number
      readonly health?: boolean
      readonly draw?: Drawing
      readonly index?: number
    }
  | { readonly kind: 'save'; readonly index?: number }
  | { readonly kind: 'seeds'; readonly setups: readonly Setup[]; readonly count: number; readonly epochs: number }

export type Report =
  | { readonly kind: 'opened'; readonly networks: readonly Opened[] }
  | View
  /** An order that cannot be followed: all stays as it was. */
  | { readonly kind: 'refused'; readonly order: Order['kind']; readonly message: string }
  /** A number that went bad, with step, layer and quantity, and what to try: this network stands at its last good state until it is told
   *  to run again; others go on. */
  | { readonly kind: 'failed'; readonly index: number; readonly message: string; readonly fix: string }
  | { readonly kind: 'saved'; readonly index: number; readonly bytes: Uint8Array }
  | SeedResult

/** What came of one seed of one of the setups in `seeds`. */
export interface SeedResult {
  readonly kind: 'seed'
  readonly index: number
  readonly seed: number
  /** After the last epoch; left out of a run that failed, and said why. */
  readonly train?: Standing
  readonly test?: Standing
  readonly failure?: string
}

/** What was made of a setup. */
export interface Opened {
  /** The network in the text's way of counting. */
  readonly summary: string
  readonly nodes: readonly NodeView[]
  readonly classes: readonly string[] | undefined
  readonly names: readonly string[]
  /** What the axes of the picture are called. */
  readonly axes: readonly [string, string]
  readonly train: Points
  readonly test: Points
  /** What the picture shows: low and high of both axes; of one input, of it and of the target. */
  readonly window: readonly [readonly [number, number], readonly [number, number]]
  /** How the library finds the plane that is drawn; empty where one input goes across and the target up. */
  readonly plane: Pick<SliceOptions, 'axes' | 'plane'>
  /** Regression of a table: what is predicted, and from where to where the rows have it. */
  readonly target?: { readonly name: string; readonly range: readonly [low: number, high: number] }
  readonly stepsPerEpoch: number
}

/** A layer: what it is called and what it reads, 'x' for the inputs. Its parameters are `name.W`, `name.b`, and so on. */
export interface NodeView {
  readonly name: string
  readonly from: readonly string[]
  readonly units: number
  readonly activation: string
}

/** In the units of the data. */
export interface Points {
  readonly rows: number
  readonly X: Float64Array // (rows, inputs)
  readonly y: Float64Array // (rows)
  /** Where they lie in the picture: of one input, it and the target. */
  readonly at: Float64Array // (rows, 2)
}

/** How a run stands. */
export interface View {
  readonly kind: 'view'
  readonly index: number
  readonly step: number
  readonly epoch: number
  readonly running: boolean
  /** Steps a second, of late; 0 while it stands still. */
  readonly speed: number
  readonly train: Standing
  /** Left out where no rows are kept for it. */
  readonly test?: Standing
  readonly parameters: Readonly<Record<string, Float32Array>>
  /** Classification: the picture of the region, its first row at the low end of the second axis. */
  readonly regions?: Regions
  /** Regression over one input: the fitted curve. */
  readonly curve?: Curve
  /** Regression over several: what is predicted in the plane that is drawn. */
  readonly surface?: Surface
  /** By layer, each unit's answer over the window as a small square picture; over one input a row. */
  readonly units?: readonly UnitPictures[]
  readonly health?: Health
  /** What was asked for in `draw`. */
  readonly drawn?: Drawn
}

/** What is drawn on demand. */
export interface Drawing {
  /** The linear regions of a piecewise-linear network, and the boundary between classes, exactly. */
  readonly exact?: boolean
  /** The window's grid as two units of a layer see it, and the training points. */
  readonly warped?: { readonly node: string; readonly units: readonly [number, number] }
  /** Regression: what each unit of the last hidden layer adds to the curve. */
  readonly pieces?: boolean
  /** Regression: the nearest sum of bumps with as many parameters. */
  readonly bumps?: boolean
}

export interface Drawn {
  readonly exact?: ExactPicture
  readonly warped?: Warped
  /** Left out where there is no hidden layer. */
  readonly pieces?: Pieces | undefined
  readonly bumps?: Bumps
}

export type ExactPicture =
  | {
      readonly kinks: Float64Array // (segments, 4): x1, y1, x2, y2
      readonly boundary: Float64Array // (segments, 4)
      readonly linearRegions: number
      /** Connected parts in which one class wins. */
      readonly regions: number
    }
  /** Why there is none. */
  | { readonly refusal: string }

export interface Warped {
  readonly node: string
  readonly units: readonly [number, number]
  readonly columns: number
  readonly rows: number
  readonly grid: Float32Array // (rows, columns, 2)
  readonly points: Float32Array // (points, 2)
  readonly labels: Uint16Array // (points)
}

export interface Pieces {
  readonly node: string
  readonly units: number
  readonly x: Float64Array // (points)
  readonly values: Float32Array // (units, points)
}

export interface Bumps {
  /** Of the network. */
  readonly parameters: number
  readonly count: number
  readonly supError: number
  readonly steps: Float64Array // (bumps, 3): from, to, height
}

export interface Standing {
  readonly loss: number
  /** Classification. */
  readonly accuracy?: number
  /** Regression of a table: the root of the mean squared error, in the unit of the target, and the share of the variance that is explained. */
  readonly error?: number
  readonly rSquared?: number
}

/** Coarser than asked for where the network is so large that a finer picture would hold up its training. */
export interface Regions {
  readonly size: number
  readonly labels: Uint16Array // (size, size)
  /** The share of the winning class; 1 everywhere where the loss gives no probabilities. */
  readonly certainty: Float32Array // (size, size)
}

export interface Curve {
  readonly x: Float64Array
  readonly y: Float64Array
  /** The largest distance to the function on these points; left out where no function is known. */
  readonly supError?: number
}

/** As coarse as `Regions`. */
export interface Surface {
  readonly size: number
  readonly values: Float32Array // (size, size), in the unit of the target
}

export interface UnitPictures {
  readonly node: string
  readonly units: number
  readonly columns: number
  readonly rows: number
  readonly values: Float32Array // (units, rows, columns)
  readonly ranges: Float32Array // (units, 2)
}

/** What the strip shows. Shares are in [0, 1]. */
export interface Health {
  readonly layers: readonly LayerHealth[]
  /** What the doctor finds, most important first. */
  readonly findings: readonly { readonly title: string; readonly text: string; readonly fix: string }[]
}

export interface LayerHealth {
  readonly node: string
  /** Numbers of the units that are not switched off: all that is told is of these alone. Left out where all are on. */
  readonly on?: readonly number[]
  /** Numbers of units that never activate on the training data; left out where the layer has no such units. */
  readonly dead?: readonly number[]
  /** The share of outputs in the tails, of each unit up to the last one that is on; left out where nothing saturates. */
  readonly saturated?: Float32Array // (units)
  /** The share of updates in which all weights of a unit move one way. */
  readonly zigZag: number
  /** ‖Δw‖ / ‖w‖ of a step of late; left out before the second look. */
  readonly updateRatio?: number
}
