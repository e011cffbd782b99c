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

export type EpochEvent = Extract<TrainingEvent, { readonly kind: 'epoch' }>

/** The doctor judges a course; before so many points of it there is none. */
const fewestEvents = 5

export interface Patient {
  readonly trainer: Trainer
  /** As they were given to the trainer. */
  readonly options: TrainerOptions
  readonly test: DataSet | undefined
  readonly course: readonly EpochEvent[]
}

/** Looks after one network: what was last seen of its updates stays until there are new ones. */
export function examiner(): (patient: Patient) => Health {
  const updates: Monitor = updateRatio({ everySteps: 1 })
  let ratios = new Map<string, number>()
  return (patient) => {
    const { trainer, options, test, course } = patient
    const { network, training } = trainer
    const { loss, batch } = trainer.options
    for (const event of updates.observe(trainer, () => {})) {
      if (event.kind === 'monitor') ratios = new Map(event.layers.map(({ layer, values }) => [layer, values.ratio!]))
    }
    const { parameters } = trainer.snapshot()
    const { layers } = inspect(network, parameters, { data: training, loss, batch })
    return { layers: layers.map((layer) => layerHealth(layer, ratios.get(layer.layer))), findings: findingsOf() }

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
): LayerHealth {
  return {
    node: layer,
    ...(activity?.of === 'units' && { dead: activity.dead }),
    ...(saturation?.tailsByUnit && { saturated: Float32Array.from(saturation.tailsByUnit) }),
    zigZag: Number.isNaN(zigZag.perBatch) ? 0 : zigZag.perBatch,
    ...(ratio !== undefined && Number.isFinite(ratio) && { updateRatio: ratio }),
  }
}

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
