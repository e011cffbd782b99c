import type { Monitor } from '../../train/types.ts'
import { gradientGauge } from '../gauges/gradient-norms.ts'
import { flatShare, saturationGauge } from '../gauges/saturation.ts'
import { type MonitorOptions, monitor } from './monitor.ts'

/** Watches how saturated the units are while a network trains, and how strong the gradient is in each layer, on a sample of rows.
 *  Readings: gradient, the mean over rows of ‖dL/dz‖; and for activations with flat ends flat, the share of local slopes below a hundredth
 *           of the steepest, and tails, the share of outputs in the outer twentieths of the range
 *  Options: see MonitorOptions
 *  Throws:  OptionError for a bad option
 *  Source:  CS231n Neural Networks 1, "Sigmoids saturate and kill gradients"
 *  Example: fit(net, data, { monitors: [saturation()] })  */
export function saturation(options: MonitorOptions = {}): Monitor {
  return monitor('saturation', options, (session, { network }) => {
    const flat = saturationGauge(network, flatShare)
    session.forward().forEach(flat.look)
    const norms = gradientGauge(network, false)
    session.probe().pass(norms.look, { backward: true })
    const found = new Map(flat.reading().map((reading) => [reading.layer, reading]))
    return norms.reading().map(({ layer, values }) => {
      const own = found.get(layer)
      const shares = own && { flat: own.flat, ...(own.tails !== undefined && { tails: own.tails }) }
      return { layer, values: { gradient: values, ...shares } }
    })
  })
}
