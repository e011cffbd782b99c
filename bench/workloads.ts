// The networks that are timed, and data for them: seeded, dense, of the sizes that the workloads name.
import { type DataSet, dense, type Network, network, randomStream, relu, spiral, streams, tanh } from 'wigglenet'

export interface Workload {
  readonly name: string
  readonly sizes: readonly number[]
  readonly activation: 'relu' | 'tanh'
  readonly batch: number
  readonly rows: number
}

export const workloads: readonly Workload[] = [
  { name: '2-20-2', sizes: [2, 20, 2], activation: 'tanh', batch: 10, rows: 300 },
  { name: '784-128-10', sizes: [784, 128, 10], activation: 'relu', batch: 64, rows: 6_400 },
  { name: '3072-100-10', sizes: [3072, 100, 10], activation: 'relu', batch: 256, rows: 2_560 },
  { name: '1024-1024-1024-10', sizes: [1024, 1024, 1024, 10], activation: 'relu', batch: 256, rows: 1_024 },
]

export function networkOf({ sizes, activation }: Workload): Network {
  const hidden = activation === 'relu' ? relu() : tanh()
  const layers = sizes.slice(1).map((units, i) => (i === sizes.length - 2 ? dense(units) : dense(units, hidden)))
  return network(sizes[0]!, layers)
}

/** The spiral for the smallest network; for the others, Gaussian rows with labels that depend on them. */
export function dataOf({ sizes, rows }: Workload): DataSet & { readonly X: Float32Array } {
  if (sizes[0] === 2) return spiral({ classes: 2, rows, seed: 1 }) as DataSet & { readonly X: Float32Array }
  const inputs = sizes[0]!
  const classes = sizes.at(-1)!
  const random = randomStream(1, streams.data)
  const X = new Float32Array(rows * inputs)
  const y = new Float32Array(rows)
  for (let row = 0; row < rows; row++) {
    y[row] = row % classes
    for (let k = 0; k < inputs; k++)
      X[row * inputs + k] = (k % classes === y[row] ? 0.5 : 0) + 0.5 * (random.uniform() * 2 - 1)
  }
  const names = Array.from({ length: classes }, (_, i) => String(i))
  return Object.freeze({
    kind: 'data',
    task: 'classification',
    inputs,
    rows,
    X,
    y,
    targets: 1,
    classes: Object.freeze(names),
  })
}

/** Floating-point operations of one training step: forward, dW, and dX of all layers but the first. */
export const flopsPerStep = ({ sizes, batch }: Workload): number =>
  sizes.slice(1).reduce((sum, units, i) => sum + 2 * batch * units * sizes[i]! * (i === 0 ? 2 : 3), 0)
