// The session: orders in, reports out, and between them slices of training short enough that orders get through.
// It knows no worker: clock and poster come in, so that tests run it as a function of orders.
import { NumberError, WiggleError } from 'wigglenet'
import type { Setup } from '../setup.ts'
import { materialOf } from './data.ts'
import { type Learner, learner } from './learner.ts'
import type { Order, Report } from './messages.ts'
import { seedRuns } from './seeds.ts'
import { type Clock, gait, pace } from './timing.ts'

/** An order waits no longer than this for the slice under way, but where a look takes longer: training has at least as much time. */
const sliceMs = 6
const mostSliceMs = 100

/** Answers each order; `post` sends a report, its buffers moved and not copied. */
export function session(clock: Clock, post: (report: Report, moved: ArrayBuffer[]) => void) {
  let learners: readonly Learner[] = []
  let speed = pace(clock, Number.POSITIVE_INFINITY)
  let steps = gait()
  let lookMs = 0
  let waits = false
  const seeds = seedRuns(clock, (result) => post(result, []))

  const at = (index = 0): Learner => {
    const found = learners[index]
    if (!found) throw new Error(`There is no network ${index}.`)
    return found
  }
  const isTraining = () => learners.some(({ left }) => left > 0)

  function open({ setups }: { readonly setups: readonly Setup[] }): void {
    const material = materialOf(setups[0]!.data)
    learners = setups.map((setup) => learner(setup, material, clock))
    steps = gait()
    lookMs = 0
    post({ kind: 'opened', networks: learners.map(({ opened }) => opened) }, [])
  }

  /** Sets every network going. */
  function go(stepsPerSecond: number, stepsOf: (own: Learner) => number): void {
    for (const own of learners) own.left = stepsOf(own)
    speed = pace(clock, stepsPerSecond)
    train()
    plan()
  }

  /** One slice: all networks take the same steps, so that they are compared at the same point. */
  function train(): void {
    const moving = learners.filter(({ left }) => left > 0)
    const longest = Math.min(mostSliceMs, Math.max(sliceMs, lookMs))
    const count = Math.min(steps.stepsIn(longest / moving.length), speed.due(), ...moving.map(({ left }) => left))
    if (!(count > 0)) return
    const start = clock.now()
    for (const own of moving) {
      guarded(own, () => own.train(count))
      own.left -= Math.min(own.left, count)
      if (own.left === 0) own.stop()
    }
    steps.took(count, (clock.now() - start) / moving.length)
    speed.took(count)
  }

  /** A number that went bad stops its network, and is told; then the answer is no. */
  function guarded(own: Learner, work: () => void): boolean {
    try {
      work()
      return true
    } catch (error) {
      if (!(error instanceof NumberError)) throw error
      own.left = 0
      own.stop()
      const { received, fix } = error
      post({ kind: 'failed', index: learners.indexOf(own), message: `${received}.`, fix }, [])
      return false
    }
  }

  function look(order: Extract<Order, { readonly kind: 'look' }>): void {
    const { index = 0 } = order
    const own = at(index)
    const start = clock.now()
    const answer = () => {
      const view = own.look(index, order)
      post(view, buffersOf(view))
    }
    if (!guarded(own, answer)) answer() // from the last good state
    lookMs = clock.now() - start
  }

  function plan(): void {
    if (waits || !(isTraining() || seeds.isBusy())) return
    waits = true
    const isIdle = !seeds.isBusy() && speed.due() <= 0
    clock.later(turn, isIdle ? speed.waitMs() : 0)
  }

  function turn(): void {
    waits = false
    if (isTraining()) train()
    seeds.work(sliceMs)
    plan()
  }

  function stop(): void {
    for (const own of learners) {
      own.left = 0
      own.stop()
    }
  }

  const some = (index: number | undefined) => (index === undefined ? learners : [at(index)])
  const answers: { readonly [Kind in Order['kind']]: (order: Extract<Order, { readonly kind: Kind }>) => void } = {
    open,
    set({ changes, index }) {
      for (const own of some(index)) own.change(changes)
    },
    run: ({ stepsPerSecond }) => go(stepsPerSecond, () => Number.POSITIVE_INFINITY),
    pause: stop,
    step: ({ count }) => go(Number.POSITIVE_INFINITY, () => count),
    epoch: () => go(Number.POSITIVE_INFINITY, (own) => own.stepsToEpochEnd()),
    mask: ({ node, unit, on, index }) => at(index).mask(node, unit, on),
    write: ({ parameter, at: place, value, index }) => at(index).write(parameter, place, value),
    load: ({ parameters, index }) => at(index).load(parameters),
    look,
    save({ index = 0 }) {
      const bytes = at(index).save()
      post({ kind: 'saved', index, bytes }, [bytes.buffer])
    },
    seeds({ setups, count, epochs }) {
      seeds.start(setups, count, epochs)
      plan()
    },
  }

  return (order: Order): void => {
    try {
      ;(answers[order.kind] as (order: Order) => void)(order)
    } catch (error) {
      if (!(error instanceof WiggleError)) throw error
      post({ kind: 'refused', order: order.kind, message: error.message }, [])
    }
  }
}

/** The buffers of all arrays in a report that the session has no more use for. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(buffersOf)
}
