// Many trainings at once: each whole on one core, with the bits that it has alone.
import type { DataSet, Model, Network, TrainingEvent } from 'wigglenet'
import { type CopiesOptions, fitCopies } from 'wigglenet/node'
import type { Setting } from './experiment.ts'

/** One network to train, or some from several seeds. */
export interface Job extends Omit<CopiesOptions, 'copies' | 'workers' | 'signal' | 'seed'> {
  readonly network: Network
  readonly data: DataSet
  readonly seeds: readonly number[]
  /** Ends a run early, judged at the end of each epoch. */
  readonly until?: (epochs: readonly EpochEvent[]) => boolean
}

export type EpochEvent = Extract<TrainingEvent, { kind: 'epoch' }>

/** A job that is done. In the order of its seeds; a run whose numbers left their range has no model. */
export interface Trained {
  readonly models: readonly (Model | undefined)[]
  /** Its epochs; each loss is the mean over the epoch as it went. */
  readonly epochs: readonly (readonly EpochEvent[])[]
}

/** A setting whose progress is a part of the whole one's: for experiments that train in several goes.
 *  Example: await trainAll(jobs, part(setting, 0, 0.5))  */
export const part = (setting: Setting, from: number, to: number): Setting => ({
  ...setting,
  onProgress: (share) => setting.onProgress(from + share * (to - from)),
})

/** Trains all jobs, as many at once as there are workers, and gives what they became in their order. A run that diverges is no error.
 *  Example: const [wide] = await trainAll([{ network: net, data, seeds: [1, 2, 3], epochs: 20 }], setting)  */
export async function trainAll(
  jobs: readonly Job[],
  { workers, signal, onProgress }: Pick<Setting, 'workers' | 'signal' | 'onProgress'>,
): Promise<Trained[]> {
  const runs = jobs.flatMap((job, place) => job.seeds.map((seed, k) => ({ job, place, seed, k })))
  const results = jobs.map(({ seeds }) => ({
    models: new Array<Model | undefined>(seeds.length).fill(undefined),
    epochs: seeds.map((): EpochEvent[] => []),
  }))
  let next = 0
  let done = 0
  const lane = async () => {
    while (next < runs.length) {
      signal?.throwIfAborted()
      const { job, place, seed, k } = runs[next++]!
      const { network, data, seeds: _, until, ...options } = job
      const { models, epochs } = results[place]!
      try {
        const copies = fitCopies(network, data, {
          ...options,
          copies: [{ seed }],
          workers: 1,
          ...(signal && { signal }),
        })
        for await (const event of copies) {
          if (event.kind !== 'epoch') continue
          epochs[k]!.push(event)
          if (until?.(epochs[k]!)) break
        }
        models[k] = (await copies.models)[0]
      } catch (error) {
        if ((error as Error).name !== 'NumberError') throw error
      }
      signal?.throwIfAborted()
      onProgress(++done / runs.length)
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, runs.length) }, lane))
  return results
}
