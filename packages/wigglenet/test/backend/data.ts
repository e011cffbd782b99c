// Seeded data sets for tests: Gaussian features, targets that depend on them a little.
import type { DataSet } from '../../src/data/types.ts'
import { randomStream, streams } from '../../src/number/random.ts'

interface Wish<Inputs extends number> {
  readonly inputs: Inputs
  readonly rows: number
  readonly seed: number
  /** Classes of a classification, or targets of a regression. */
  readonly classes?: number
  readonly targets?: number
  /** Whole numbers from 0 to 255 with a scaling for each input. */
  readonly bytes?: boolean
}

export function makeData<const Inputs extends number>(wish: Wish<Inputs>): DataSet<Inputs> {
  const { inputs, rows, seed, classes, targets = 1, bytes = false } = wish
  const random = randomStream(seed, streams.data)
  const numbers = Float32Array.from({ length: rows * inputs }, () => random.normal())
  const X = bytes ? Uint8Array.from({ length: rows * inputs }, () => random.below(256)) : numbers
  const scaling = bytes
    ? {
        scale: Float32Array.from({ length: inputs }, (_, k) => 1 / (60 + k)),
        shift: Float32Array.from({ length: inputs }, (_, k) => -2 + k / 9),
      }
    : {}
  const common = { kind: 'data', inputs, rows, X, ...(bytes ? { scaling } : {}) } as Pick<
    DataSet<Inputs>,
    'kind' | 'inputs' | 'rows' | 'X' | 'scaling'
  >
  if (classes === undefined) {
    const y = Float32Array.from(
      { length: rows * targets },
      (_, i) => X[Math.floor(i / targets) * inputs]! * 0.5 + random.normal(),
    )
    return { ...common, task: 'regression', targets, y }
  }
  const y = Float32Array.from({ length: rows }, (_, row) => (X[row * inputs]! > 0.4 ? 0 : random.below(classes)))
  return {
    ...common,
    task: 'classification',
    targets: 1,
    y,
    classes: Array.from({ length: classes }, (_, k) => `class ${k}`),
  }
}
