// The networks that are timed, and data for them: seeded, dense, of the sizes that the workloads name.
import { type DataSet, dense, type Network, network, randomStream, relu, spiral, streams, tanh } from 'wigglenet'

export interface Workload {
  readonly name: string
  readonly kind: 'training' | 'inference'
  readonly sizes: readonly number[]
  readonly activation: 'relu' | 'tanh'
  /** A single output that is a class takes binary-softmax. */
  readonly loss: 'softmax' | 'binary-softmax'
  readonly optimizer: 'gradient-descent' | 'adam'
  readonly rate: number
  readonly batch: number
  readonly rows: number
  /** Where it is told in seconds for so many epochs. */
  readonly epochs?: number
}

const common = {
  kind: 'training',
  activation: 'relu',
  loss: 'softmax',
  optimizer: 'gradient-descent',
  rate: 0.05, // large enough that updates stand above the rounding of the weights
} as const

/** Training by gradient descent: told against plain loops and the machine's limit, too. */
export const workloads: readonly Workload[] = [
  { ...common, name: '2-20-2', sizes: [2, 20, 2], activation: 'tanh', batch: 10, rows: 300 },
  { ...common, name: '784-128-10', sizes: [784, 128, 10], batch: 64, rows: 60_000 },
  { ...common, name: '3072-100-10', sizes: [3072, 100, 10], batch: 256, rows: 10_240 },
  { ...common, name: '1024-1024-1024-10', sizes: [1024, 1024, 1024, 10], batch: 256, rows: 4_096 },
]

/** What only peers are measured on as well. */
export const furtherWorkloads: readonly Workload[] = [
  {
    ...common,
    name: '30-64-64-1, Adam',
    sizes: [30, 64, 64, 1],
    loss: 'binary-softmax',
    optimizer: 'adam',
    rate: 0.001,
    batch: 32,
    rows: 569,
    epochs: 100,
  },
  { ...common, kind: 'inference', name: '784-128-10, one row', sizes: [784, 128, 10], batch: 1, rows: 1 },
  { ...common, kind: 'inference', name: '784-128-10, 1,024 rows', sizes: [784, 128, 10], batch: 1024, rows: 1024 },
]

export function networkOf({ sizes, activation }: Workload): Network {
  const hidden = activation === 'relu' ? relu() : tanh()
  const layers = sizes.slice(1).map((units, i) => (i === sizes.length - 2 ? dense(units) : dense(units, hidden)))
  return network(sizes[0]!, layers)
}

type Data = DataSet & { readonly X: Float32Array }
const given = new Map<string, Data>()
let made: { readonly key: string; readonly data: Data } | undefined

/** Gives a workload data of its own. */
export function giveData({ name }: Workload, data: Data): void {
  given.set(name, data)
}

/** What was given; the spiral for the smallest network; for the others, evenly drawn rows with labels that depend on them. The last one made is kept. */
export function dataOf(workload: Workload): Data {
  const own = given.get(workload.name)
  if (own) return own
  const key = `${workload.sizes} ${workload.rows}`
  if (made?.key !== key) made = { key, data: makeData(workload) }
  return made.data
}

function makeData({ sizes, rows }: Workload): Data {
  if (sizes[0] === 2) return spiral({ classes: 2, rows, seed: 1 }) as Data
  const inputs = sizes[0]!
  const classes = Math.max(2, sizes.at(-1)!)
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
