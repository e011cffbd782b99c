// What drives one network, or several side by side: they are made one setup at a time, and what is pressed meanwhile waits until they are there.
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Order } from '../session/messages.ts'
import type { Runner } from './runner.ts'

type Go = Extract<Order, { readonly kind: 'run' | 'step' | 'epoch' }>

export interface Drive<What> extends Omit<Runner, 'reset'> {
  readonly running: Signal<boolean>
  /** Whether something else is on its way. */
  readonly opening: ReadonlySignal<boolean>
  /** What was asked for last. */
  latest(): What | undefined
  /** Makes it: a run goes on with it, unless it is said whether. While one is being made the next ones wait, and only the last of them is made: a
   *  slider sends many. */
  open(what: What, run?: boolean): void
  /** What was made or refused is told: whether nothing else has been asked for since. If so, `goOn` follows. */
  ended(): boolean
  /** Does what was pressed while it was made, and if it is there what it was opened with. */
  goOn(isThere: boolean): void
}

export function createDrive<What>(make: (what: What) => void, order: (message: Order) => void): Drive<What> {
  const [running, opening, speed] = [signal(false), signal(false), signal(Number.POSITIVE_INFINITY)]
  let latest: What | undefined
  let making: What | undefined
  let next: Go | undefined
  let isPressed = false

  const runOrder = (): Go => ({ kind: 'run', stepsPerSecond: speed.value })

  function start(what: What): void {
    making = what
    opening.value = true
    make(what)
  }

  function go(message: Go): void {
    running.value = message.kind !== 'step' // an epoch, until a view says that it stands still
    if (opening.value) [next, isPressed] = [message, true]
    else order(message)
  }

  return {
    running,
    opening,
    speed,
    latest: () => latest,
    open(what, run) {
      if (run !== undefined || !opening.value) {
        next = (run ?? running.value) ? runOrder() : undefined
        isPressed = false
      }
      latest = what
      if (!opening.value) start(what)
    },
    ended() {
      const isLatest = making === latest
      if (isLatest) opening.value = false
      else start(latest!)
      return isLatest
    },
    goOn(isThere) {
      const then = isThere || isPressed ? next : undefined
      next = undefined
      if (then) go(then.kind === 'run' ? runOrder() : then)
    },
    run: () => go(runOrder()),
    pause() {
      next = undefined
      running.value = false
      order({ kind: 'pause' })
    },
    step: (count) => go({ kind: 'step', count }),
    epoch: () => go({ kind: 'epoch' }),
    setSpeed(stepsPerSecond) {
      speed.value = stepsPerSecond
      if (running.value) go(runOrder())
    },
  }
}
