// Everything that can be measured of a network on a set of examples, in one pass over all of them.
import type { Backend } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { checkNames, checkNumber, checkWhole } from '../check/check.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import { checkData } from '../model/check-data.ts'
import { checkTensors } from '../model/check-tensors.ts'
import { checkLoss, type LossName, resolveLoss } from '../network/losses/resolve.ts'
import { parameterShapes } from '../network/parameters.ts'
import type { Loss, Network } from '../network/types.ts'
import type { ParameterValues } from '../train/loss-and-gradients.ts'
import { type Activity, activityGauge } from './gauges/activity.ts'
import { type Distribution, distributionOf, joined, outputsGauge } from './gauges/distribution.ts'
import { type GradientNorms, gradientGauge } from './gauges/gradient-norms.ts'
import { flatShare, type Saturation, saturationGauge } from './gauges/saturation.ts'
import { linearPairs, type SymmetricUnits, symmetricUnits } from './gauges/twins.ts'
import { type ZigZag, zigZagGauge } from './gauges/zig-zag.ts'
import { isWeighted, probe, suffixesOf } from './probe.ts'

/** What `inspect` measures on, and how. */
export interface InspectOptions<Width extends number = number> {
  /** The examples; every row is run. */
  readonly data: DataSet<Width>
  readonly loss: LossName | Loss
  /** Rows of an update, for zig-zag by batch; in [1, 16777216], default 32. */
  readonly batch?: number
  /** A local slope below this share of the activation's steepest counts as flat; in (0, 1), default 0.01. */
  readonly slopeShare?: number
  /** Which backend computes: `wasm` (float32, as it trains; default) or `reference` (float64). */
  readonly device?: Backend
}

/** What was measured in a layer. What does not apply to it is left out. */
export interface LayerInspection {
  readonly layer: string
  readonly units: number
  /** Rectifiers and maxout: on how many rows each unit or piece is active, and which are dead. */
  readonly activity?: Omit<Activity, 'layer'>
  /** Activations with flat ends. */
  readonly saturation?: Omit<Saturation, 'layer'>
  readonly gradient: Omit<GradientNorms, 'layer'>
  readonly zigZag: Omit<ZigZag, 'layer'>
  readonly weights: Distribution
  /** Of at most 131,072 outputs, from evenly spaced rows. */
  readonly outputs: Distribution
}

/** What `inspect` measured of a network, layer by layer. */
export interface Inspection {
  readonly rows: number
  readonly layers: readonly LayerInspection[]
  readonly symmetric: readonly SymmetricUnits[]
  /** Pairs of layers without an activation between them. */
  readonly linear: readonly (readonly [string, string])[]
}

/** Measures a network on every row of a data set, without dropout and noise: dead units, saturation, gradients by layer, zig-zag, the
 *  distributions of weights and outputs, symmetric units and linear layers. It changes nothing.
 *  Throws:  ShapeError when a parameter is missing, unknown or of another length, or network, loss and data do not fit; NumberError for a
 *           parameter that is not finite; OptionError for a bad option
 *  Source:  CS231n Neural Networks 1, "Commonly used activation functions"
 *  Example: inspect(model.network, model.parameters, { data, loss: model.loss }).layers[0].activity.dead  // [3, 17]  */
export function inspect<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  parameters: ParameterValues,
  options: InspectOptions<Width> & { readonly data: OfWidth<Width, NoInfer<Inputs>> },
): Inspection {
  const where = 'inspect'
  checkNames(where, options, ['data', 'loss', 'batch', 'slopeShare', 'device'])
  const { batch = 32, slopeShare = flatShare } = options
  const data: DataSet = options.data
  checkWhole(where, 'batch', batch, '[1, 16777216]')
  checkNumber(where, 'slopeShare', slopeShare, '(0, 1)')
  const device = resolveDevice(where, options.device)
  checkData(where, network, data)
  const loss = resolveLoss(options.loss, where)
  checkLoss(loss, network.outputs, data)
  const values = checkTensors(where, 'parameters', parameterShapes(network), parameters)

  const own = probe(network, { data, loss, batch, device })
  own.load(values)
  const gauges = {
    activity: activityGauge(network),
    saturation: saturationGauge(network, slopeShare),
    gradient: gradientGauge(network),
    zigZag: zigZagGauge(network),
    outputs: outputsGauge(network, data.rows),
  }
  own.pass((seen) => Object.values(gauges).forEach((gauge) => gauge.look(seen)), { backward: true })

  const found = {
    activity: gauges.activity.reading(),
    saturation: gauges.saturation.reading(),
    gradient: gauges.gradient.reading(),
    zigZag: gauges.zigZag.reading(),
    outputs: gauges.outputs.reading(),
  }
  const layers = network.nodes.filter(isWeighted).map((node): LayerInspection => {
    const of = <Reading extends { readonly layer: string }>(readings: readonly Reading[]) => {
      const reading = readings.find(({ layer }) => layer === node.name)
      if (!reading) return undefined
      const { layer: _, ...rest } = reading
      return rest
    }
    const activity = of(found.activity)
    const saturation = of(found.saturation)
    return {
      layer: node.name,
      units: node.units,
      ...(activity && { activity }),
      ...(saturation && { saturation }),
      gradient: of(found.gradient)!,
      zigZag: of(found.zigZag)!,
      weights: distributionOf(joined(suffixesOf(node).map((suffix) => values[`${node.name}.W${suffix}`]!))),
      ...of(found.outputs)!,
    }
  })
  return { rows: data.rows, layers, symmetric: symmetricUnits(network, values), linear: linearPairs(network) }
}
