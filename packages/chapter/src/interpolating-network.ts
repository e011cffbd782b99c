import {
  createModel,
  dense,
  fingerprint,
  functionOf,
  type Model,
  meanSquaredError,
  network,
  relu,
  version,
} from 'wigglenet'

/** A network whose weights are set, not trained: ReLU units with kinks at evenly spaced places, which add up to the straight lines between
 *  the function's values there.
 *  Formula: g(x) = f(x0) + Σ (m_k - m_(k-1))·max(0, x - x_k), m_k the slope of the k-th line
 *  Throws:  OptionError for a formula that cannot be read; DataError where it is no finite number
 *  Example: interpolating('x^2', 2, [-1, 1]).predict([[0.5]])  // [0.5]  */
export function interpolating(formula: string, units: number, range: readonly [number, number]): Model {
  const { X, y } = functionOf(formula, { rows: units + 1, range, seed: 1 })
  const width = (range[1] - range[0]) / units
  const slopes = Array.from({ length: units }, (_, k) => (y[k + 1]! - y[k]!) / width)
  return createModel({
    network: network(1, [dense(units, relu()), dense(1)]),
    parameters: {
      'h1.W': new Float32Array(units).fill(1),
      'h1.b': Float32Array.from({ length: units }, (_, k) => -X[k]!),
      'scores.W': Float32Array.from(slopes, (slope, k) => slope - (slopes[k - 1] ?? 0)),
      'scores.b': Float32Array.of(y[0]!),
    },
    loss: meanSquaredError(),
    task: 'regression',
    provenance: {
      library: version,
      seed: 1,
      options: {},
      data: { fingerprint: fingerprint(X as Float32Array, y), rows: units + 1, ranges: [range] },
      epochs: 0,
      steps: 0,
      engine: { backend: 'by hand', features: [] },
    },
  })
}
