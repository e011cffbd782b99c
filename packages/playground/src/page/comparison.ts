// The state of the comparison: two to four networks that differ in one thing, in a worker of their own, trained together step by step.
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Opened, Order, Report, SeedResult, View } from '../session/messages.ts'
import type { Setup } from '../setup.ts'
import { entryOf, type Variation, variantsOf } from '../variation.ts'
import { createDrive } from './drive.ts'
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
  const refusal = signal<string>()
  const seeds = signal<Seeds>()

  const drive = createDrive<readonly Making[]>(
    (own) => port.postMessage({ kind: 'open', setups: own.map(({ setup }) => setup) }),
    order,
  )
  const { running, opening } = drive
  /** Networks to be looked at, in turn. */
  let due: number[] = []
  const loop = pictureLoop(port, screen, {
    next() {
      const index = opening.value ? undefined : due.shift()
      return index === undefined ? undefined : { kind: 'look', index, size: running.value ? sizes.moving : sizes.still }
    },
    isMoving: () => running.value,
  })

  function order(message: Order): void {
    if (message.kind === 'run') for (const own of networks.value) own.failure.value = undefined
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
    if (!own || opening.value) {
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
    if (!drive.ended()) return
    const own = drive.latest()!
    made.forEach((opened, k) => {
      own[k]!.opened.value = opened
    })
    batch(() => {
      networks.value = own
      refusal.value = undefined
      running.value = false
    })
    drive.goOn(true)
    lookAtAll()
  }

  port.onmessage = ({ data: report }: { readonly data: Report }) => {
    switch (report.kind) {
      case 'opened':
        return onOpened(report.networks)
      case 'view':
        return onView(report)
      case 'refused': {
        refusal.value = report.message
        if (report.order !== 'open' || !drive.ended()) return
        drive.goOn(false) // with the networks before
        return loop.want()
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

  function stopSeeds(): void {
    if (!seeds.value) return
    port.postMessage({ kind: 'seeds', setups: [], count: 0, epochs: 1 })
    seeds.value = { ...seeds.value, asked: seeds.value.results.length }
  }

  return {
    ...drive,
    networks,
    refusal,
    seeds,
    open(setup, variation) {
      stopSeeds()
      seeds.value = undefined
      const label = entryOf(variation.what).label
      drive.open(variantsOf(setup, variation).map((variant, k) => fresh(label(variation.values[k]!), variant)))
    },
    reset: () =>
      drive.open(
        (drive.latest() ?? []).map(({ label, setup }) => fresh(label, setup)),
        false,
      ),
    trySeeds(count, epochs) {
      const latest = drive.latest() ?? []
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
