import type { Monitor } from '../../train/types.ts'
import { type Activity, activityGauge } from '../gauges/activity.ts'
import { type MonitorOptions, monitor } from './monitor.ts'

/** Watches for dead units while a network trains: ReLU, leaky ReLU and PReLU whose sum is above 0 on no row of a sample, pieces of maxout that
 *  win on none. Of many rows a sample is looked at (see MonitorOptions): the share is then an upper bound; `inspect` gives the exact one.
 *  Readings: dead, of (units, or pieces), share; lists.dead: which (a piece k of unit u is k·units + u)
 *           Nothing is told of a network without such layers
 *  Options: see MonitorOptions
 *  Throws:  OptionError for a bad option
 *  Source:  CS231n Neural Networks 1, "ReLU": units that never activate across the training set
 *  Example: fit(net, data, { monitors: [deadUnits()] })  */
export function deadUnits(options: MonitorOptions = {}): Monitor {
  return monitor('dead-units', options, (session, { network }) => {
    const gauge = activityGauge(network)
    if (gauge.reading().length > 0) session.forward().forEach(gauge.look)
    return gauge.reading().map(readingOf)
  })
}

function readingOf({ layer, active, dead }: Activity) {
  const values = { dead: dead.length, of: active.length, share: dead.length / active.length }
  return { layer, values, lists: { dead } }
}
