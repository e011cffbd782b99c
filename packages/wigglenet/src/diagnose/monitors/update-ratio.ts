import { stepTable } from '../../train/table.ts'
import type { Monitor, RunView, Snapshot } from '../../train/types.ts'
import { squares } from '../gauges/gradient-norms.ts'
import { isWeighted, suffixesOf } from '../probe.ts'
import { type MonitorOptions, monitor } from './monitor.ts'

/** Watches by how much an update changes the weights: the step that the optimizer would make now, with its state, rate and regularization, on
 *  a batch of a sample of rows, tried on a copy. About 0.001 is usual; far more shakes the weights, far less hardly moves them.
 *  Readings: ratio, ‖Δw‖ / ‖w‖ over all weights of the layer; update and weights, the two norms
 *  Options: see MonitorOptions
 *  Throws:  OptionError for a bad option
 *  Source:  CS231n Neural Networks 3, "Ratio of weights:updates"
 *  Example: fit(net, data, { monitors: [updateRatio()] })  */
export function updateRatio(options: MonitorOptions = {}): Monitor {
  return monitor('update-ratio', options, (session, run) => {
    const [probe, state] = [session.probe(), session.state()]
    probe.load(state.state)
    probe.update(tableOf(run, state))
    return run.network.nodes.filter(isWeighted).map((node) => {
      let [moved, size] = [0, 0]
      for (const suffix of suffixesOf(node)) {
        const before = state.parameters[`${node.name}.W${suffix}`]!
        moved += squares(probe.read(`${node.name}.W${suffix}`).map((w, i) => w - before[i]!))
        size += squares(before)
      }
      const [update, weights] = [Math.sqrt(moved), Math.sqrt(size)]
      return { layer: node.name, values: { ratio: update / weights, update, weights } }
    })
  })
}

/** The row of the optimizer's table for the next step of the run. */
function tableOf(run: RunView, { schedule: heard }: Snapshot): Float64Array {
  const { optimizer, schedule, epochs } = run.options
  const { step, epoch } = run.cursor()
  const table = stepTable(optimizer, schedule, epochs * run.stepsPerEpoch, epochs, () => optimizer.options.rate!)
  table.memory?.load('update-ratio', heard)
  return table.rows(step, 1, () => epoch)
}
