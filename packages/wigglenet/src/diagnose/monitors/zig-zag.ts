import type { Monitor } from '../../train/types.ts'
import { zigZagGauge } from '../gauges/zig-zag.ts'
import { type MonitorOptions, monitor } from './monitor.ts'

/** Watches how often all weights into a unit must move the same way, as under inputs of one sign, on a sample of rows in batches of the
 *  run's size.
 *  Readings: perExample and perBatch, shares of the updates in which no two weights into a unit have gradients of opposite sign
 *  Options: see MonitorOptions
 *  Throws:  OptionError for a bad option
 *  Source:  CS231n Neural Networks 1, "Sigmoid outputs are not zero-centered"
 *  Example: fit(net, data, { monitors: [zigZag()] })  */
export function zigZag(options: MonitorOptions = {}): Monitor {
  return monitor('zig-zag', options, (session, { network }) => {
    const gauge = zigZagGauge(network)
    session.probe().pass(gauge.look, { backward: true })
    return gauge.reading().map(({ layer, perExample, perBatch, perExampleByUnit, perBatchByUnit }) => ({
      layer,
      values: { perExample, perBatch },
      lists: { perExample: perExampleByUnit, perBatch: perBatchByUnit },
    }))
  })
}
