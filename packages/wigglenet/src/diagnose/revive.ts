// Dead units come to life: their weights are drawn again. The one part of this folder that changes a run, and only where `fit` is given it.
import { checkNames, checkWhole } from '../check/check.ts'
import { drawParameter } from '../network/initializers/draw.ts'
import { sharedIn } from '../network/layers/same-as.ts'
import { parameterShapes } from '../network/parameters.ts'
import { stateOf } from '../network/steps.ts'
import type { Network, ParameterShape } from '../network/types.ts'
import type { Monitor, RunView, Snapshot } from '../train/types.ts'
import { activityGauge } from './gauges/activity.ts'
import { sessionOf } from './monitors/session.ts'
import { type Probe, probe } from './probe.ts'

interface Dead {
  readonly layer: string
  readonly units: readonly number[]
}

/** Rows at a time in the pass over all of them. */
const batch = 256

/** Draws the weights of dead units again, after every so many epochs: those of ReLU whose sum is above 0 on no training row. A sample of rows
 *  tells which may be dead, a pass over all of them (with a second copy of them in memory) which are. Incoming weights and biases are drawn as at first, from the run's seed
 *  and the epoch, so that a resumed run has the same bits; the optimizer's state of them becomes 0; outgoing weights stay. Each time is told
 *  as an event `revive`. Leaky units and pieces of maxout are left alone:
 *  their unit has a gradient. So is a layer that is used in several places (`sameAs`).
 *  Options: everyEpochs, whole, in [1, 2^31 - 1], default 1
 *  Throws:  OptionError for a bad option
 *  Source:  CS231n Neural Networks 1, "ReLU units can be fragile during training and can die"
 *  Example: fit(net, data, { revive: revive({ everyEpochs: 5 }) })  */
export function revive(options: { readonly everyEpochs?: number } = {}): Monitor & { readonly everyEpochs: number } {
  const { everyEpochs = 1 } = checkNames('revive', options, ['everyEpochs'])
  checkWhole('revive', 'everyEpochs', everyEpochs, '[1, 2147483647]')
  return {
    everyEpochs: everyEpochs as number, // a run that is resumed must have the same
    *observe(run, write) {
      const { step, epoch, position } = run.cursor()
      // After the last epoch nothing would be learned by the new weights.
      if (position !== 0 || epoch % (everyEpochs as number) !== 0 || epoch >= run.options.epochs) return
      const session = sessionOf(run, true)
      const [sample, state] = [session.probe(), session.state()]
      for (const { layer, units } of deadIn(run, sample, state)) {
        draw(run, state, layer, units, write)
        yield { kind: 'revive', step, epoch, layer, units }
      }
    },
  }
}

/** Units that are dead on every training row, by layer. */
function deadIn({ network, training, options }: RunView, sample: Probe, { parameters }: Snapshot): Dead[] {
  const suspects = deadOn(sample, network)
  if (suspects.length === 0 || sample.rows === training.rows) return suspects
  const whole = probe(network, { data: training, loss: options.loss, batch, device: options.device })
  whole.load(parameters)
  return deadOn(whole, network)
}

function deadOn(rows: Probe, network: Network): Dead[] {
  const gauge = activityGauge(network)
  const shared = sharedIn(network.nodes) // in another place its units may be alive
  rows.pass(gauge.look)
  return gauge.reading().flatMap(({ layer, dead: units }) => {
    const node = network.nodes.find(({ name }) => name === layer)!
    // A leaky unit that is never above 0 still has a gradient.
    const canDie = node.kind === 'dense' && node.activation.derivative(-1) === 0 && !shared.has(layer)
    return canDie && units.length > 0 ? [{ layer, units }] : []
  })
}

function draw(
  run: RunView,
  { cursor, parameters, state }: Snapshot,
  layer: string,
  units: readonly number[],
  write: (buffer: string, values: ArrayLike<number>) => void,
): void {
  const shapes = parameterShapes(run.network)
  shapes.forEach((shape, place) => {
    if (shape.node !== layer || shape.role === 'learned') return
    // The first drawing used the places themselves: these are numbers of their own for every epoch.
    const drawn = drawParameter(shape, run.options.seed, place + shapes.length * cursor.epoch)
    write(
      shape.name,
      withRows(parameters[shape.name]!, shape, units, (i) => drawn[i]!),
    )
    const { optimizer } = run.options
    for (const slot of Object.keys(optimizer.state)) {
      const name = stateOf(shape.name, slot)
      write(
        name,
        withRows(state[name]!, shape, units, (i) => (slot === optimizer.result ? drawn[i]! : 0)),
      )
    }
  })
}

/** A copy in which the rows of some units are others. */
function withRows(
  values: Float32Array | Float64Array,
  { shape }: ParameterShape,
  units: readonly number[],
  at: (index: number) => number,
): Float32Array | Float64Array {
  const copy = values.slice()
  const width = shape[1] ?? 1
  for (const unit of units) for (let i = unit * width; i < (unit + 1) * width; i++) copy[i] = at(i)
  return copy
}
