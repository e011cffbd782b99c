/** Eigenvalues of a symmetric matrix, the largest first, and its eigenvectors as rows, by Jacobi's rotations. For small matrices.
 *  Shapes:  matrix (size, size) → values (size), vectors (size, size)
 *  Source:  Golub and Van Loan, Matrix Computations, section 8.5 */
export function eigenOf(
  matrix: Float64Array,
  size: number,
): { values: Float64Array<ArrayBuffer>; vectors: Float64Array<ArrayBuffer> } {
  const a = Float64Array.from(matrix)
  const rows = new Float64Array(size * size)
  for (let i = 0; i < size; i++) rows[i * size + i] = 1
  for (let sweep = 0; sweep < 60; sweep++) {
    let [off, all] = [0, 0]
    for (let i = 0; i < a.length; i++) {
      all += a[i]! * a[i]!
      if (i % (size + 1) !== 0) off += a[i]! * a[i]!
    }
    if (off <= 1e-32 * all) break
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, rows, size, p, q)
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[j * size + j]! - a[i * size + i]!)
  const vectors = new Float64Array(size * size)
  for (const [place, i] of order.entries()) vectors.set(rows.subarray(i * size, (i + 1) * size), place * size)
  return { values: Float64Array.from(order, (i) => a[i * size + i]!), vectors }
}

/** Makes the entry at (p, q) vanish. */
function rotate(a: Float64Array, rows: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q]!
  if (apq === 0) return
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < size; k++) turnPair(a, k * size + p, k * size + q, c, s)
  for (let k = 0; k < size; k++) turnPair(a, p * size + k, q * size + k, c, s)
  for (let k = 0; k < size; k++) turnPair(rows, p * size + k, q * size + k, c, s)
}

function turnPair(values: Float64Array, i: number, j: number, c: number, s: number): void {
  const [x, y] = [values[i]!, values[j]!]
  values[i] = c * x - s * y
  values[j] = s * x + c * y
}
