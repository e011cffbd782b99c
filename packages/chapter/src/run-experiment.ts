import { availableParallelism } from 'node:os'
import type { Experiment, Outcome } from './experiment.ts'
import { type DataName, type RealData, realData } from './real-data.ts'

export interface RunOptions {
  /** Smaller data and fewer seeds; default false. */
  readonly short?: boolean
  /** Default 1. */
  readonly seed?: number
  /** Where MNIST and the like are; default `realData()`. */
  readonly data?: RealData
  /** Networks that train at once; default the processors of the machine. */
  readonly workers?: number
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
}

/** An experiment that was run, or could not be for want of data. */
export interface Result {
  readonly experiment: Experiment
  readonly short: boolean
  /** Left out where data are missing. */
  readonly outcome?: Outcome
  readonly missing: readonly DataName[]
  /** Where data were looked for. */
  readonly folder: string
  /** Of the clock, and of all processors. */
  readonly seconds: number
  readonly cpuSeconds: number
}

/** Runs an experiment, unless the data that it needs are not there.
 *  Example: (await runExperiment(experiments[6])).outcome?.verdict  // 'holds'  */
export async function runExperiment(experiment: Experiment, options: RunOptions = {}): Promise<Result> {
  const { short = false, seed = 1, data = realData(), workers = availableParallelism() } = options
  const { onProgress = () => {}, signal } = options
  const missing = experiment.needs.filter((name) => !data.has(name))
  const base = { experiment, short, missing, folder: data.folder }
  if (missing.length > 0) return { ...base, seconds: 0, cpuSeconds: 0 }
  const [startMs, startCpu] = [performance.now(), process.cpuUsage()]
  const outcome = await experiment.run({ short, seed, data, workers, onProgress, signal })
  const { user, system } = process.cpuUsage(startCpu)
  return { ...base, outcome, seconds: (performance.now() - startMs) / 1000, cpuSeconds: (user + system) / 1e6 }
}
