// How a network fares, by the library's gauges and its doctor.
import {
  type DataSet,
  diagnose,
  inspect,
  type Monitor,
  runFacts,
  type Trainer,
  type TrainerOptions,
  type TrainingEvent,
  updateRatio,
} from 'wigglenet'
import type { Health, LayerHealth } from './messages.ts'
import type { Left, Watched } from './without-units.ts'

export type EpochEvent = Extract<TrainingEvent, { readonly kind: 'epoch' }>

/** The doctor judges a course; before so many points of it there is none. */
const fewestEvents = 5

export interface Patient {
  readonly trainer: Watched
  /** As they were given to the trainer. */
  readonly options: TrainerOptions
  /** The units that the network is seen with; left out where none is switched off. */
  readonly left?: Left
  readonly test: DataSet | undefined
  readonly course: readonly EpochEvent[]
}

/** Looks after one network: what was last seen of its updates stays until there are new ones. */
export function examiner(): (patient: Patient) => Health {
  const updates: Monitor = updateRatio({ everySteps: 1 })
  let ratios = new Map<string, number>()
  return (patient) => {
    const { trainer, options, left, test, course } = patient
    const { network, training } = trainer
    const { loss, batch } = trainer.options
    for (const event of updates.observe(trainer, () => {})) {
      if (event.kind === 'monitor') ratios = new Map(event.layers.map(({ layer, values }) => [layer, values.ratio!]))
    }
    const { parameters } = trainer.snapshot()
    const { layers } = inspect(network, parameters, { data: training, loss, batch })
    const own = layers.map((layer) => layerHealth(layer, ratios.get(layer.layer), left?.get(layer.layer)))
    return { layers: own, findings: findingsOf() }

    function findingsOf(): Health['findings'] {
      if (course.length < fewestEvents) return []
      const { validation: _, ...rest } = options
      const epochs = Math.max(1, trainer.cursor().epoch)
      const events = { events: course, model: { parameters }, ...(test && { test }) }
      return diagnose(runFacts(network, training, { ...rest, epochs }, events)).map(
        ({ title, evidence, reason, change }) => ({ title, text: `${evidence} ${reason}`, fix: change }),
      )
    }
  }
}

function layerHealth(
  { layer, activity, saturation, zigZag }: ReturnType<typeof inspect>['layers'][number],
  ratio: number | undefined,
  left: readonly number[] | undefined,
): LayerHealth {
  const tails = saturation?.tailsByUnit
  return {
    node: layer,
    ...(left && { on: left }),
    ...(activity?.of === 'units' && { dead: left ? activity.dead.map((place) => left[place]!) : activity.dead }),
    ...(tails && { saturated: left ? spread(tails, left) : Float32Array.from(tails) }),
    zigZag: Number.isNaN(zigZag.perBatch) ? 0 : zigZag.perBatch,
    ...(ratio !== undefined && Number.isFinite(ratio) && { updateRatio: ratio }),
  }
}

/** Each number in its unit's place; 0 for units that are off. */
function spread(numbers: readonly number[], left: readonly number[]): Float32Array {
  const all = new Float32Array(Math.max(...left) + 1)
  left.forEach((unit, place) => {
    all[unit] = numbers[place]!
  })
  return all
}

/** What is said of a network in which nothing gets through a layer. */
export const nothingLeft = (layer: string): Health => ({
  layers: [],
  findings: [
    {
      title: `All units of ${layer} are switched off`,
      text: 'Nothing gets through it, and the health of the layers is not looked at.',
      fix: 'Switch a unit on again.',
    },
  ],
})

/** The most points of a course. */
const mostEvents = 200

/** The course of a run for the doctor: means over the steps from one point to the next, thinned out as it grows. */
export function courseOf() {
  let [events, spacing, sums] = [[] as EpochEvent[], 1, nothing]
  return {
    events: () => events,
    /** The sums of the steps since the last point: the next steps add to them. */
    sums: () => sums,
    add(trainer: Trainer, next: typeof sums): void {
      sums = next
      const { step, epoch } = trainer.cursor()
      if (epoch < (events.at(-1)?.epoch ?? 0) + spacing) return
      const { loss, hits, rows } = sums
      const accuracy = trainer.training.task === 'classification' && { accuracy: hits / rows }
      const point = { step, epoch, loss: loss / rows, ...accuracy, penalty: trainer.penalty(), rate: trainer.rate() }
      events = [...events, { kind: 'epoch', ...point, seconds: 0 }]
      sums = nothing
      if (events.length <= mostEvents) return
      events = events.filter((_, k) => k % 2 === 1)
      spacing *= 2
    },
    /** Forgets the steps since the last point: they were taken back. */
    drop() {
      sums = nothing
    },
  }
}

const nothing = { loss: 0, hits: 0, rows: 0 }
