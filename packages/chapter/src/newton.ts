// Logistic regression by Newton's method, in float64: the answer that training one neuron by gradient descent is compared with.
import type { DataSet } from 'wigglenet'

/** Weights and bias that minimise the mean cross-entropy plus 0.5·l2·‖w‖², of classes 0 and 1.
 *  Shapes:  data (rows, inputs) → w (inputs), then the bias
 *  Example: logisticRegression(blobs({ classes: 2, seed: 1 }), 0.01)  // [w0, w1, b]  */
export function logisticRegression({ X, y, inputs, rows }: DataSet, l2: number): number[] {
  const size = inputs + 1
  const input = (row: number, k: number) => (k < inputs ? X[row * inputs + k]! : 1)
  let w = new Array<number>(size).fill(0)
  for (let round = 0; round < 30; round++) {
    const gradient = w.map((weight, k) => (k < inputs ? l2 * weight : 0))
    const curvature = w.map((_, k) => w.map((_, other) => (k === other && k < inputs ? l2 : 0)))
    for (let row = 0; row < rows; row++) {
      const score = w.reduce((sum, weight, k) => sum + weight * input(row, k), 0)
      const p = 1 / (1 + Math.exp(-score))
      for (let k = 0; k < size; k++) {
        gradient[k]! += ((p - y[row]!) * input(row, k)) / rows
        for (let other = 0; other < size; other++)
          curvature[k]![other]! += (p * (1 - p) * input(row, k) * input(row, other)) / rows
      }
    }
    const step = solve(curvature, gradient)
    w = w.map((weight, k) => weight - step[k]!)
  }
  return w
}

/** Solves A·x = b by elimination with the largest pivots. */
function solve(A: number[][], b: number[]): number[] {
  const size = b.length
  const rows = A.map((row, k) => [...row, b[k]!])
  for (let k = 0; k < size; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? k + i : best), k)
    ;[rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    for (let below = 0; below < size; below++) {
      if (below === k) continue
      const share = rows[below]![k]! / rows[k]![k]!
      for (let column = k; column <= size; column++) rows[below]![column]! -= share * rows[k]![column]!
    }
  }
  return rows.map((row, k) => row[size]! / row[k]!)
}
