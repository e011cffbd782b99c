// Points to overfit: two half moons in which some points bear the other class's label, and where such points end up.
import {
  adam,
  type Classifier,
  type DataSet,
  type ExactRegions,
  moons,
  type Network,
  randomStream,
  schedule,
  streams,
  takeRows,
} from 'wigglenet'
import type { Job } from './train-all.ts'

/** Few points, some of them mislabelled, and many more as they should be. */
export interface NoisyMoons {
  readonly train: DataSet<2>
  /** Rows of `train` whose label is wrong, all inside the other class's moon. */
  readonly outliers: readonly number[]
  /** Of the same kind as `train`, for choosing: mislabelled in the same share. */
  readonly validation: DataSet<2>
  /** Without a wrong label: the relationship under the noise. */
  readonly test: DataSet<2>
}

const noise = 0.3

/** Two half moons: one training point in ten is mislabelled.
 *  Shapes:  X (rows, 2), y (rows)
 *  Example: noisyMoons(60, 1).outliers.length  // 6  */
export function noisyMoons(rows: number, seed: number): NoisyMoons {
  const { data: train, outliers } = mislabelled(rows, 3 * seed)
  const { data: validation } = mislabelled(rows, 3 * seed + 1)
  return { train, outliers, validation, test: moons({ rows: 2000, noise, seed: 3 * seed + 2 }) }
}

function mislabelled(rows: number, seed: number): { data: DataSet<2>; outliers: number[] } {
  const clean = moons({ rows, noise, seed })
  const order = randomStream(seed, streams.split).shuffle(Array.from({ length: rows }, (_, row) => row))
  const outliers = order.slice(0, Math.round(rows / 10))
  const y = clean.y.slice()
  for (const row of outliers) y[row] = 1 - y[row]!
  const data = takeRows({ ...clean, y }, order)
  return { data, outliers: outliers.map((_, place) => place) }
}

/** Where the network gives an outlier the label that it bears, and of those, where it does so in a region apart from the label's largest.
 *  Example: swallowed(model, regions, moons).islands  */
export function swallowed(
  model: Classifier,
  { regions }: Pick<ExactRegions, 'regions'>,
  { train, outliers }: Pick<NoisyMoons, 'train' | 'outliers'>,
): { readonly believed: number; readonly islands: number } {
  let [believed, islands] = [0, 0]
  for (const row of outliers) {
    const [x, y] = train.X.subarray(2 * row, 2 * row + 2) as Float32Array
    const label = train.y[row]!
    if (model.predict([[x!, y!]])[0] !== model.classes[label]) continue
    believed++
    const around = regions.findIndex((region) => region.label === label && isInside(region.rings, x!, y!))
    if (around !== regions.findIndex((region) => region.label === label)) islands++
  }
  return { believed, islands }
}

/** Whether a point lies inside an odd number of rings.
 *  Shapes:  each ring (corners, 2) */
export function isInside(rings: readonly ArrayLike<number>[], x: number, y: number): boolean {
  let inside = false
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const next = (i + 2) % ring.length
      const [x1, y1, x2, y2] = [ring[i]!, ring[i + 1]!, ring[next]!, ring[next + 1]!]
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside
    }
  }
  return inside
}

/** Trains long enough for 20 units to learn 60 points by heart; the rate falls to 0, so that the end is no matter of chance. */
export const byHeart = (net: Network, data: DataSet, seed: number, epochs = 3000): Job => ({
  network: net,
  data,
  seeds: [seed],
  epochs,
  batch: 10,
  optimizer: adam({ rate: 0.03 }),
  schedule: falling,
})
const falling = /* @__PURE__ */ schedule('linear', {}, 'rate * (1 - step/steps)')()

/** The window of all pictures of these points. */
export const moonsWindow = [
  [-2, 3],
  [-1.6, 2.1],
] as const
