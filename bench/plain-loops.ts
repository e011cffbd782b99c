// What one writes without a library: a chain of layers in plain JavaScript loops over Float32Array, softmax, gradient descent. The figure
// that compiled speed is told against, and a second opinion on its results.

export interface PlainNetwork {
  readonly W: Float32Array[] // (units, inputs) each
  readonly b: Float32Array[]
  /** One step on rows [from, from + rows) of X (all rows, inputs) and y; gives their mean loss. */
  step(X: Float32Array, y: Float32Array, from: number, rows: number, rate: number): number
}

export function plainNetwork(sizes: readonly number[], activation: 'relu' | 'tanh', batch: number): PlainNetwork {
  const layers = sizes.length - 1
  const W = sizes.slice(1).map((units, i) => new Float32Array(units * sizes[i]!))
  const b = sizes.slice(1).map((units) => new Float32Array(units))
  const H = sizes.map((units) => new Float32Array(units * batch))
  const D = sizes.map((units) => new Float32Array(units * batch))
  const relu = activation === 'relu'

  function forward(rows: number): void {
    for (let l = 0; l < layers; l++) {
      const [inputs, units] = [sizes[l]!, sizes[l + 1]!]
      const [x, w, h] = [H[l]!, W[l]!, H[l + 1]!]
      for (let r = 0; r < rows; r++) {
        for (let j = 0; j < units; j++) {
          let sum = b[l]![j]!
          for (let k = 0; k < inputs; k++) sum += x[r * inputs + k]! * w[j * inputs + k]!
          h[r * units + j] = l === layers - 1 ? sum : relu ? Math.max(0, sum) : Math.tanh(sum)
        }
      }
    }
  }
  function lossAndSlope(y: Float32Array, from: number, rows: number): number {
    const classes = sizes[layers]!
    const [s, d] = [H[layers]!, D[layers]!]
    let total = 0
    for (let r = 0; r < rows; r++) {
      let largest = -Infinity
      for (let k = 0; k < classes; k++) largest = Math.max(largest, s[r * classes + k]!)
      let sum = 0
      for (let k = 0; k < classes; k++) sum += d[r * classes + k] = Math.exp(s[r * classes + k]! - largest)
      for (let k = 0; k < classes; k++) d[r * classes + k]! /= sum * rows
      const label = y[from + r]!
      total += Math.log(sum) + largest - s[r * classes + label]!
      d[r * classes + label]! -= 1 / rows
    }
    return total / rows
  }
  function backward(rows: number, rate: number): void {
    for (let l = layers - 1; l >= 0; l--) {
      const [inputs, units] = [sizes[l]!, sizes[l + 1]!]
      const [x, w, d, before] = [H[l]!, W[l]!, D[l + 1]!, D[l]!]
      if (l > 0) {
        before.fill(0, 0, rows * inputs)
        for (let r = 0; r < rows; r++) {
          for (let j = 0; j < units; j++) {
            const slope = d[r * units + j]!
            for (let k = 0; k < inputs; k++) before[r * inputs + k]! += slope * w[j * inputs + k]!
          }
          for (let k = 0; k < inputs; k++) {
            const h = x[r * inputs + k]!
            before[r * inputs + k]! *= relu ? (h > 0 ? 1 : 0) : 1 - h * h
          }
        }
      }
      for (let j = 0; j < units; j++) {
        const row = new Float32Array(inputs)
        let bias = 0
        for (let r = 0; r < rows; r++) {
          const slope = d[r * units + j]!
          bias += slope
          for (let k = 0; k < inputs; k++) row[k]! += slope * x[r * inputs + k]!
        }
        for (let k = 0; k < inputs; k++) w[j * inputs + k]! -= rate * row[k]!
        b[l]![j]! -= rate * bias
      }
    }
  }
  return {
    W,
    b,
    step(X, y, from, rows, rate) {
      H[0]!.set(X.subarray(from * sizes[0]!, (from + rows) * sizes[0]!))
      forward(rows)
      const loss = lossAndSlope(y, from, rows)
      backward(rows, rate)
      return loss
    },
  }
}
