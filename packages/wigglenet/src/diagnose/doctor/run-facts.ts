// A run as it went → the facts that the rules read: what was asked, how it went, and how its network and data look.
import type { DataSet, OfWidth } from '../../data/types.ts'
import { drawParameter } from '../../network/initializers/draw.ts'
import { parameterShapes } from '../../network/parameters.ts'
import type { Network } from '../../network/types.ts'
import type { ParameterValues } from '../../train/loss-and-gradients.ts'
import { type Settled, settle } from '../../train/options.ts'
import type { FitOptions, Score, TrainingEvent } from '../../train/types.ts'
import { squares } from '../gauges/gradient-norms.ts'
import { linearPairs, symmetricUnits } from '../gauges/twins.ts'
import { isWeighted, suffixesOf, type WeightedNode } from '../probe.ts'
import { shapeOf } from '../shape-of.ts'
import { chanceLoss } from './chance.ts'
import { dataFacts } from './data-facts.ts'
import type { LayerFacts, RunFacts } from './facts.ts'
import { type Look, lookAt, passOver } from './look.ts'

/** What came of a call of `fit`. */
export interface Course {
  /** The events of the run; those of other kinds than epoch and stop may be left out. */
  readonly events: readonly TrainingEvent[]
  /** The model, or its parameters; none where the run failed. */
  readonly model?: { readonly parameters: ParameterValues }
  /** What the run, or its model, was rejected with. */
  readonly error?: unknown
  /** Rows that judge, and neither trained nor stopped the run. */
  readonly test?: DataSet
}

/** The facts of a run that `diagnose` reads: plain JSON. Network, data and options are those that `fit` was given.
 *  Cost:    a pass forward over all rows, and twice forward and backward over 2,048 of them
 *  Throws:  as `fit` does, when options, network and data do not fit
 *  Example: diagnose(runFacts(net, data, options, { events, model: await run.model }))  */
export function runFacts<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  data: DataSet<Width> & OfWidth<Width, NoInfer<Inputs>>,
  options: FitOptions,
  course: Course,
): RunFacts {
  const where = 'runFacts'
  const { patience, signal, checkpoint, resume, monitors, revive, ...rest } = options
  const settled = settle(where, network, data, rest)
  const { training, validation, loss, optimizer, l2, l1, batch: rows, epochs } = settled
  const start = firstParameters(network, settled)
  const end = course.model?.parameters
  const curve = course.events.flatMap((event) =>
    event.kind === 'epoch'
      ? [{ epoch: event.epoch, ...scoreIn(event), ...(event.validation && { validation: event.validation }) }]
      : [],
  )
  const looks = {
    start: lookAt(network, settled, start, false),
    end: end && lookAt(network, settled, end, true),
  }
  const scoreOn = (set: DataSet) => ({ ...passOver(network, settled, end!, set).score, rows: set.rows })
  const stop = course.events.findLast((event) => event.kind === 'stop')
  const chance = chanceLoss(loss, training)
  return {
    task: training.task,
    loss: loss.kind,
    optimizer: { kind: optimizer.kind, rate: optimizer.options.rate! },
    l2,
    l1,
    batch: rows,
    epochs,
    layers: layersOf(network, looks.start, looks.end, (node) => movedBy(node, start, end!)),
    linear: linearPairs(network),
    symmetric: end ? symmetricUnits(network, end) : [],
    ...(chance !== undefined && { chance }),
    curve,
    kept: stop?.kind === 'stop' ? stop.best : (curve.at(-1)?.epoch ?? 0),
    scores: {
      start: looks.start.score,
      ...(looks.end && {
        training: looks.end.score,
        ...(validation && { validation: scoreOn(validation) }),
        ...(course.test && { test: scoreOn(course.test) }),
      }),
    },
    data: dataFacts(training, { ...(validation && { validation }), ...(course.test && { test: course.test }) }),
    ...(course.error !== undefined && {
      error: course.error instanceof Error ? course.error.message : String(course.error),
    }),
  }
}

function firstParameters(network: Network, { parameters, seed }: Settled): ParameterValues {
  return (
    parameters ??
    Object.fromEntries(parameterShapes(network).map((shape, i) => [shape.name, drawParameter(shape, seed, i)]))
  )
}

const scoreIn = ({ loss, accuracy, rSquared }: Score): Score => ({
  loss,
  ...(accuracy !== undefined && { accuracy }),
  ...(rSquared !== undefined && { rSquared }),
})

function layersOf(
  network: Network,
  start: Look,
  end: Look | undefined,
  moved: (node: WeightedNode) => number,
): LayerFacts[] {
  return network.nodes.filter(isWeighted).map((node) => ({
    layer: node.name,
    units: node.units,
    ...kindOf(node),
    dropout: typeof node.dropout === 'number' ? node.dropout : node.dropout.share,
    inputNoise: node.inputNoise,
    weightNoise: node.noise?.deviation ?? 0,
    start: start.states.get(node.name)!,
    ...(end && { end: end.states.get(node.name)!, moved: moved(node) }),
  }))
}

function kindOf(node: WeightedNode): Pick<LayerFacts, 'activation' | 'shape' | 'range' | 'leaks'> {
  if (node.kind === 'maxout') return { activation: 'maxout', shape: 'maxout', leaks: true }
  const { activation } = node
  const shape = shapeOf(activation)
  const range = shape.kind === 'squashing' ? { range: [shape.low, shape.high] as const } : {}
  return { activation: activation.kind, shape: shape.kind, ...range, leaks: activation.derivative(-1) !== 0 }
}

function movedBy(node: WeightedNode, start: ParameterValues, end: ParameterValues): number {
  let [moved, size] = [0, 0]
  for (const suffix of suffixesOf(node)) {
    const before = start[`${node.name}.W${suffix}`]!
    const after = end[`${node.name}.W${suffix}`]!
    moved += squares(Array.from(before, (w, i) => after[i]! - w))
    size += squares(before)
  }
  return size > 0 ? Math.sqrt(moved / size) : moved > 0 ? Number.MAX_VALUE : 0
}
