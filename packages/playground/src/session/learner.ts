// One network that learns: a trainer of the library, what may be changed of it while it runs, and how it looks.
import { describe, modelToBytes, NumberError, type Trainer, trainer } from 'wigglenet'
import { type Changes, changedSetup, type Setup } from '../setup.ts'
import type { Material } from './data.ts'
import { drawn } from './drawings.ts'
import { courseOf, examiner, nothingLeft, type Patient } from './health.ts'
import type { Health, Opened, Order, View } from './messages.ts'
import { firstParameters, networkOf, nodesOf, optionsOf } from './network.ts'
import { painter } from './pictures.ts'
import { standingOf } from './standing.ts'
import { type Clock, sparing, speedometer } from './timing.ts'
import { leftOf, withoutUnits } from './without-units.ts'

type Look = Extract<Order, { readonly kind: 'look' }>

export interface Learner {
  readonly opened: Opened
  /** Steps that it is still to train; Infinity until it is told to pause. */
  left: number
  /** Trains so many steps.
   *  Throws:  NumberError when a number goes bad; it then stands at its last good state */
  train(steps: number): void
  stepsToEpochEnd(): number
  stop(): void
  change(changes: Changes): void
  mask(node: string, unit: number, on: boolean): void
  write(parameter: string, at: number, value: number): void
  load(parameters: Readonly<Record<string, Float32Array>>): void
  /** Throws:  NumberError, as `train` does */
  look(index: number, order: Look): View
  save(): Uint8Array<ArrayBuffer>
}

/** Shares of the time that go into states to fall back to, into losses over all rows, into health, and into what is drawn on demand. */
const shares = { good: 0.05, standing: 0.1, health: 0.05, drawings: 0.2 } as const

export function learner(first: Setup, material: Material, clock: Clock): Learner {
  const { training, test } = material
  const keeping = sparing(clock, shares.good)
  const standing = sparing(clock, shares.standing)
  const examining = sparing(clock, shares.health)
  const drawing = sparing(clock, shares.drawings)
  const speed = speedometer(clock)
  const course = courseOf()
  const examine = examiner()
  const off = new Map<string, readonly [node: string, unit: number]>()
  /** What health is looked at on: made again when a unit is switched. */
  let patient: Pick<Patient, 'trainer' | 'options' | 'left'> | undefined
  let setup = first
  let made = make(setup)
  let good = made.trainer.snapshot()
  /** Where the run began, or was last changed by hand. */
  let start = good
  let scores = standingOf(made.trainer, made.live)

  function make(of: Setup) {
    const network = networkOf(of, training)
    const options = optionsOf(of, network, training, test)
    const own = trainer(network, training, options)
    const live = own.live()
    return { network, options, trainer: own, live, paint: painter(live, material, clock) }
  }

  /** How the network fares without the units that are off. */
  function healthNow(): Health {
    const { network, options, trainer: own } = made
    const left = leftOf(network, (node, unit) => off.has(`${node} ${unit}`))
    const closed = network.nodes.find(({ name }) => left.get(name)!.length === 0)
    if (closed) return nothingLeft(closed.name)
    if (off.size === 0) patient ??= { trainer: own, options }
    else if (!patient) {
      const { seed, scale } = setup.training
      const parameters = firstParameters(network, seed, scale)
      const { watched, options: cut } = withoutUnits(own, { ...options, parameters }, left)
      patient = { trainer: watched, options: cut, left }
    }
    return examine({ ...patient, test, course: course.events() })
  }

  /** Goes back to the last good state after a number went bad; other errors are none of its business. */
  function guarded<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof NumberError)) throw error
      made.trainer.restore(good)
      // Its numbers may be finite and yet so large that the loss is not.
      if (!Number.isFinite(made.trainer.evaluate().loss)) made.trainer.restore(start)
      course.drop()
      throw error
    }
  }

  /** A change of the numbers that leaves a loss to go on from, or is taken back. */
  function edit(work: (own: Trainer) => void): void {
    const own = made.trainer
    const before = own.snapshot()
    try {
      work(own)
      own.snapshot()
    } catch (error) {
      own.restore(before)
      throw error
    }
    good = start = own.snapshot()
  }

  return {
    left: 0,
    opened: {
      summary: describe(made.network).text,
      nodes: nodesOf(made.network),
      classes: training.classes,
      names: material.names,
      axes: material.axes,
      ...material.points,
      window: material.window,
      plane: material.plane,
      ...(material.target && { target: material.target }),
      stepsPerEpoch: made.trainer.stepsPerEpoch,
    },
    train(steps) {
      guarded(() => {
        const own = made.trainer
        if (keeping.isDue()) good = keeping.run(() => own.snapshot())
        course.add(own, own.step(steps, course.sums()))
        speed.add(steps)
      })
    },
    stepsToEpochEnd() {
      const { options, training, cursor } = made.trainer
      return Math.ceil((training.rows - cursor().position) / options.batch)
    },
    stop: speed.stop,
    change(changes) {
      const next = changedSetup(setup, changes)
      const before = made.trainer.snapshot()
      const again = make(next)
      const isSame = next.training.optimizer === setup.training.optimizer
      again.trainer.restore(isSame ? before : { ...before, state: again.trainer.snapshot().state })
      for (const [node, unit] of off.values()) again.trainer.mask(node, unit, false)
      made = again
      patient = undefined
      setup = next
      good = start = made.trainer.snapshot()
    },
    mask(node, unit, on) {
      made.trainer.mask(node, unit, on)
      patient = undefined
      if (on) off.delete(`${node} ${unit}`)
      else off.set(`${node} ${unit}`, [node, unit])
    },
    write: (name, at, value) =>
      edit(({ parameters }) =>
        parameters.set(
          name,
          parameters.get(name).map((old, k) => (k === at ? value : old)),
        ),
      ),
    load: (values) => edit((own) => own.restore({ ...own.snapshot(), parameters: values })),
    look(index, { size, units, health, draw }) {
      return guarded(() => {
        const own = made.trainer
        const moving = this.left > 0
        const { cursor, parameters } = own.snapshot()
        if (!moving || standing.isDue()) scores = standing.run(() => standingOf(own, made.live))
        const { live, paint } = made
        const subject = { live, model: own.model, view: paint.view, ...material }
        const examined = health && (!moving || examining.isDue())
        return {
          ...{ kind: 'view', index, running: moving },
          ...{ step: cursor.step, epoch: cursor.epoch },
          speed: moving ? speed.value() : 0,
          ...scores,
          parameters: parameters as View['parameters'],
          ...made.paint.answers(size, moving),
          ...(units !== undefined && { units: made.paint.units(units, moving) }),
          ...(examined && { health: examining.run(healthNow) }),
          ...(draw && (!moving || drawing.isDue()) && { drawn: drawing.run(() => drawn(subject, draw)) }),
        }
      })
    },
    save: () => modelToBytes(made.trainer.model()),
  }
}
