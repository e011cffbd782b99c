// The page's one state: what the visitor chose, what the worker made of it and how the run stands. Everything shown follows from these signals.
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Drawing, Opened, Order, Report, View } from '../session/messages.ts'
import { type Changes, changedSetup, firstSetup, type Setup } from '../setup.ts'
import type { Weights } from '../share.ts'
import { createDrive } from './drive.ts'
import { type Losses, withLosses } from './history.ts'
import { pictureLoop } from './picture-loop.ts'
import type { Port, Screen } from './ports.ts'
import type { Runner } from './runner.ts'

type Look = Extract<Order, { readonly kind: 'look' }>

/** Side of the region's picture, in cells, while it trains and while it stands still; and of each unit's picture. */
const sizes = { moving: 96, still: 192, unit: 24 } as const
const healthEveryMs = 1000
/** Pictures of the units are asked for less often than the region. */
const unitsEveryMs = 100

export interface Failure {
  readonly message: string
  readonly fix: string
}

export interface State extends Runner {
  readonly setup: Signal<Setup>
  readonly opened: ReadonlySignal<Opened | undefined>
  /** Whether another setup is on its way: `opened` is still the one before. */
  readonly opening: ReadonlySignal<boolean>
  readonly view: ReadonlySignal<View | undefined>
  readonly failure: ReadonlySignal<Failure | undefined>
  /** Why the setup shown cannot be made; the one before it goes on meanwhile. */
  readonly refusal: ReadonlySignal<string | undefined>
  readonly history: ReadonlySignal<readonly Losses[]>
  /** What is drawn on demand. */
  readonly drawing: ReadonlySignal<Drawing>
  draw(drawing: Drawing): void
  /** Another setup, from step 0; a run goes on with it. */
  open(setup: Setup, options?: { readonly run?: boolean; readonly weights?: Weights | undefined }): void
  /** Another way of training from the next step on: nothing learned is lost. */
  set(changes: Changes): void
  toggleUnit(node: string, unit: number, on: boolean): void
  write(parameter: string, at: number, value: number): void
  /** Asks for the model as a file. */
  save(whenSaved: (bytes: Uint8Array) => void): void
}

interface Making {
  readonly setup: Setup
  readonly weights?: Weights | undefined
}

export function createState(port: Port, screen: Screen, first: Setup = firstSetup): State {
  const setup = signal(first)
  const opened = signal<Opened>()
  const view = signal<View>()
  const failure = signal<Failure>()
  const refusal = signal<string>()
  const history = signal<readonly Losses[]>([])
  const drawing = signal<Drawing>({})

  let onSaved: ((bytes: Uint8Array) => void) | undefined
  const last = { health: Number.NEGATIVE_INFINITY, units: Number.NEGATIVE_INFINITY }

  const drive = createDrive<Making>(
    (what) => port.postMessage({ kind: 'open', setups: [what.setup] }),
    (message) => order(message),
  )
  const { running, opening } = drive
  const { want, order, answered } = pictureLoop(port, screen, {
    next: () => (opened.value && !opening.value ? nextLook() : undefined),
    isMoving: () => running.value,
  })

  function nextLook(): Look {
    const now = screen.now()
    const still = !running.value
    const health = still || now - last.health >= healthEveryMs
    const units = still || now - last.units >= unitsEveryMs
    if (health) last.health = now
    if (units) last.units = now
    return {
      kind: 'look',
      size: still ? sizes.still : sizes.moving,
      ...(units && { units: sizes.unit }),
      ...(health && { health }),
      ...(units && Object.keys(drawing.value).length > 0 && { draw: drawing.value }),
    }
  }

  function onView(report: View): void {
    const before = view.value
    // Units and health are not asked for each time; what was last seen of them stays.
    const [units, health] = [report.units ?? before?.units, report.health ?? before?.health]
    const drawn = report.drawn ?? before?.drawn
    const current = answered()
    batch(() => {
      view.value = { ...report, ...(units && { units }), ...(health && { health }), ...(drawn && { drawn }) }
      history.value = withLosses(history.value, report)
      if (current && !report.running) running.value = false
    })
    if (running.value || report.running || !current) want()
    // A run that has just ended is looked at once more, closely.
    else if (report.regions && report.regions.size < sizes.still) want()
  }

  function onOpened(made: Opened): void {
    if (!drive.ended()) return
    batch(() => {
      opened.value = made
      view.value = undefined
      history.value = []
      failure.value = undefined
      refusal.value = undefined
      running.value = false
    })
    const { weights } = drive.latest()!
    if (weights) port.postMessage({ kind: 'load', parameters: weights })
    drive.goOn(true)
    want()
  }

  function onRefused({ order, message }: Extract<Report, { readonly kind: 'refused' }>): void {
    if (order === 'load') {
      refusal.value =
        'The weights in this link do not fit its network: the first weights of its seed stand in their place.'
      return
    }
    refusal.value = message
    if (order !== 'open' || !drive.ended()) return
    drive.goOn(false) // with the network before
    want()
  }

  port.onmessage = ({ data: report }) => {
    switch (report.kind) {
      case 'opened':
        return onOpened(report.networks[0]!)
      case 'view':
        return onView(report)
      case 'refused':
        return onRefused(report)
      case 'failed':
        batch(() => {
          running.value = false
          failure.value = { message: report.message, fix: report.fix }
        })
        return want()
      case 'saved':
        onSaved?.(report.bytes)
        onSaved = undefined
        return
      case 'seed':
        return // of the comparison
      default:
        report satisfies never
    }
  }

  const open: State['open'] = (next, { run, weights } = {}) => {
    setup.value = next
    drive.open({ setup: next, weights }, run)
  }

  return {
    ...drive,
    setup,
    opened,
    view,
    failure,
    refusal,
    history,
    drawing,
    draw(next) {
      drawing.value = next
      want()
    },
    open,
    set(changes) {
      setup.value = changedSetup(setup.value, changes)
      if (opening.value) drive.open({ ...drive.latest(), setup: setup.value })
      else order({ kind: 'set', changes })
    },
    reset: () => open(setup.value, { run: false }),
    toggleUnit: (node, unit, on) => order({ kind: 'mask', node, unit, on }),
    write: (parameter, at, value) => order({ kind: 'write', parameter, at, value }),
    save(whenSaved) {
      onSaved = whenSaved
      port.postMessage({ kind: 'save' })
    },
  }
}
