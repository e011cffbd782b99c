// The state of the comparison: two to four networks that differ in one thing, in a worker of their own, trained together step by step.
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Opened, Order, Report, SeedResult, View } from '../session/messages.ts'
import type { Setup } from '../setup.ts'
import { entryOf, type Variation, variantsOf } from '../variation.ts'
import { type Losses, withLosses } from './history.ts'
import { pictureLoop } from './picture-loop.ts'
import type { Port, Screen } from './ports.ts'
import type { Runner } from './runner.ts'
import type { Failure } from './state.ts'

/** Side of a region's picture, in cells, while it trains and while it stands still. */
const sizes = { moving: 64, still: 128 } as const

/** One of the networks. */
export interface Compared {
  /** Of this opening alone: another one has others. */
  readonly id: number
  readonly label: string
  readonly setup: Setup
  readonly opened: ReadonlySignal<Opened | undefined>
  readonly view: ReadonlySignal<View | undefined>
  readonly history: ReadonlySignal<readonly Losses[]>
  readonly failure: ReadonlySignal<Failure | undefined>
}

/** What many seeds have given so far. */
export interface Seeds {
  readonly labels: readonly string[]
  /** Runs asked for, of all networks together. */
  readonly asked: number
  readonly epochs: number
  readonly results: readonly SeedResult[]
}

export interface Comparison extends Runner {
  readonly networks: ReadonlySignal<readonly Compared[]>
  readonly refusal: ReadonlySignal<string | undefined>
  readonly seeds: ReadonlySignal<Seeds | undefined>
  /** The variants of a setup, from step 0; a run goes on with them. */
  open(setup: Setup, variation: Variation): void
  /** Trains each network from so many seeds, for so many epochs, beside what runs. */
  trySeeds(count: number, epochs: number): void
  stopSeeds(): void
}

type Making = { -readonly [Name in keyof Compared]: Compared[Name] } & {
  readonly opened: Signal<Opened | undefined>
  readonly view: Signal<View | undefined>
  readonly history: Signal<readonly Losses[]>
  readonly failure: Signal<Failure | undefined>
}

export function createComparison(port: Port, screen: Screen): Comparison {
  const networks = signal<readonly Making[]>([])
  const running = signal(false)
  const speed = signal(Number.POSITIVE_INFINITY)
  const refusal = signal<string>()
  const seeds = signal<Seeds>()

  let waiting: readonly Making[] | undefined // what the worker is making
  let latest: readonly Making[] = [] // what was asked for last
  let runAfterOpening = false
  /** Networks to be looked at, in turn. */
  let due: number[] = []
  const loop = pictureLoop(port, screen, {
    next() {
      const index = waiting ? undefined : due.shift()
      return index === undefined ? undefined : { kind: 'look', index, size: running.value ? sizes.moving : sizes.still }
    },
    isMoving: () => running.value,
  })

  function order(message: Order): void {
    loop.order(message)
    lookAtAll()
  }

  function lookAtAll(): void {
    due = networks.value.map((_, k) => k)
    loop.want()
  }

  function onView(report: View): void {
    const current = loop.answered()
    const own = networks.value[report.index]
    if (!own || waiting) {
      loop.want()
      return
    }
    batch(() => {
      own.view.value = report
      own.history.value = withLosses(own.history.value, report)
    })
    // All networks stand still when the last one does: one that has failed stands before the others.
    if (running.value && current && !report.running && !own.failure.value) {
      running.value = false
      lookAtAll()
    }
    if (running.value && due.length === 0) lookAtAll()
    else loop.want()
  }

  function onOpened(made: readonly Opened[]): void {
    const own = waiting!
    waiting = undefined
    if (own !== latest) {
      make(latest)
      return
    }
    made.forEach((opened, k) => {
      own[k]!.opened.value = opened
    })
    batch(() => {
      networks.value = own
      refusal.value = undefined
      running.value = false
    })
    if (runAfterOpening) run()
    else lookAtAll()
  }

  function make(own: readonly Making[]): void {
    waiting = own
    port.postMessage({ kind: 'open', setups: own.map(({ setup }) => setup) })
  }

  port.onmessage = ({ data: report }: { readonly data: Report }) => {
    switch (report.kind) {
      case 'opened':
        return onOpened(report.networks)
      case 'view':
        return onView(report)
      case 'refused': {
        refusal.value = report.message
        if (report.order !== 'open') return
        const own = waiting
        waiting = undefined
        return own === latest ? loop.want() : make(latest)
      }
      case 'failed': {
        const own = networks.value[report.index]
        if (own) own.failure.value = { message: report.message, fix: report.fix }
        if (networks.value.every(({ failure }) => failure.value)) running.value = false
        return lookAtAll()
      }
      case 'seed':
        if (seeds.value) seeds.value = { ...seeds.value, results: [...seeds.value.results, report] }
        return
      case 'saved':
        return
      default:
        report satisfies never
    }
  }

  function run(): void {
    running.value = runAfterOpening = true
    if (waiting) return
    for (const own of networks.value) own.failure.value = undefined
    order({ kind: 'run', stepsPerSecond: speed.value })
  }

  function stopSeeds(): void {
    if (!seeds.value) return
    port.postMessage({ kind: 'seeds', setups: [], count: 0, epochs: 1 })
    seeds.value = { ...seeds.value, asked: seeds.value.results.length }
  }

  function reopen(own: readonly Making[], runs: boolean): void {
    runAfterOpening = runs
    latest = own
    if (!waiting) make(own)
  }

  return {
    networks,
    running,
    speed,
    refusal,
    seeds,
    open(setup, variation) {
      stopSeeds()
      seeds.value = undefined
      const label = entryOf(variation.what).label
      reopen(
        variantsOf(setup, variation).map((variant, k) => fresh(label(variation.values[k]!), variant)),
        waiting ? runAfterOpening : running.value,
      )
    },
    run,
    pause() {
      runAfterOpening = false
      running.value = false
      order({ kind: 'pause' })
    },
    step(count) {
      running.value = false
      order({ kind: 'step', count })
    },
    epoch() {
      running.value = true // until a view says that it stands still
      order({ kind: 'epoch' })
    },
    reset: () =>
      reopen(
        latest.map(({ label, setup }) => fresh(label, setup)),
        false,
      ),
    setSpeed(stepsPerSecond) {
      speed.value = stepsPerSecond
      if (running.value) run()
    },
    trySeeds(count, epochs) {
      const setups = latest.map(({ setup }) => setup)
      const labels = latest.map(({ label }) => label)
      seeds.value = { labels, asked: count * setups.length, epochs, results: [] }
      port.postMessage({ kind: 'seeds', setups, count, epochs })
    },
    stopSeeds,
  }
}

let made = 0

const fresh = (label: string, setup: Setup): Making => ({
  id: made++,
  label,
  setup,
  opened: signal(),
  view: signal(),
  history: signal([]),
  failure: signal(),
})
