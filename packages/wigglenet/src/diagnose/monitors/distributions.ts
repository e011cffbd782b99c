import type { LayerReading, Monitor } from '../../train/types.ts'
import { type Distribution, distributionOf, joined, outputsGauge } from '../gauges/distribution.ts'
import { isWeighted, suffixesOf } from '../probe.ts'
import { type MonitorOptions, monitor } from './monitor.ts'

/** Watches the distributions of each layer's weights, and of its outputs on a sample of rows.
 *  Readings: weightsMean, weightsDeviation, weightsLeast, weightsLargest, and the same of outputs with outputsZeros, the share of outputs
 *           that are 0; lists.weights and lists.outputs, counts in 32 equally wide bins from least to largest
 *  Options: see MonitorOptions
 *  Throws:  OptionError for a bad option
 *  Example: fit(net, data, { monitors: [distributions({ everyEpochs: 5 })] })  */
export function distributions(options: MonitorOptions = {}): Monitor {
  return monitor('distributions', options, (session, { network }) => {
    const { parameters } = session.state()
    const gauge = outputsGauge(network, session.rows())
    session.forward().forEach(gauge.look)
    const outputs = new Map(gauge.reading().map((reading) => [reading.layer, reading.outputs]))
    return network.nodes.filter(isWeighted).map((node): LayerReading => {
      const weights = distributionOf(joined(suffixesOf(node).map((suffix) => parameters[`${node.name}.W${suffix}`]!)))
      const own = outputs.get(node.name)!
      return {
        layer: node.name,
        values: { ...summary('weights', weights), ...summary('outputs', own), outputsZeros: own.zeros },
        lists: { weights: weights.histogram, outputs: own.histogram },
      }
    })
  })
}

const summary = (of: string, { mean, deviation, least, largest }: Distribution): Record<string, number> => ({
  [`${of}Mean`]: mean,
  [`${of}Deviation`]: deviation,
  [`${of}Least`]: least,
  [`${of}Largest`]: largest,
})
