// How long an epoch takes, compared fairly: the networks train in turns, so that what else the machine does meets all alike.
import { type DataSet, gradientDescent, type Network, trainer } from 'wigglenet'

/** Seconds of one epoch of each network, with batches of 64: the least time of some turns of 20 steps, for all of its steps.
 *  Example: epochSeconds([withRelu, withTanh], training, 10)  // such as [0.11, 0.13]  */
export function epochSeconds(networks: readonly Network[], data: DataSet, turns: number): number[] {
  const steps = 20
  const batch = 64
  const runs = networks.map((network) => ({
    run: trainer(network, data, { batch, optimizer: gradientDescent({ rate: 0.01 }), epochs: 1000 }),
    ms: Infinity,
  }))
  for (let turn = 0; turn <= turns; turn++) {
    for (const own of runs) {
      const startMs = performance.now()
      own.run.step(steps)
      if (turn > 0) own.ms = Math.min(own.ms, performance.now() - startMs)
    }
  }
  return runs.map(({ ms }) => (ms / 1000 / steps) * Math.ceil(data.rows / batch))
}
