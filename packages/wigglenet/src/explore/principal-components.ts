import { checkNames, checkWhole } from '../check/check.ts'
import type { DataSet } from '../data/types.ts'
import { randomStream, streams } from '../number/random.ts'
import { encodedOf } from './activations-of.ts'
import { eigenOf } from './eigen.ts'

/** Directions of greatest variance. */
export interface Projection {
  readonly kind: 'projection'
  readonly mean: Float64Array // (inputs)
  /** Unit vectors, at right angles, the one of greatest variance first; the entry largest in size is positive. */
  readonly components: Float64Array // (components, inputs)
  readonly variances: Float64Array // (components)
  /** Shares of the variance of all inputs. */
  readonly shares: Float64Array // (components)
  /** The rows along the components. */
  readonly points: Float32Array // (rows, components)
}

/** Rows from which the directions are found, at most. */
const SAMPLE = 2000
/** Directions that are followed beside those asked for: they make the search faster. */
const SPARE = 8
const ROUNDS = 200
/** What a direction may miss, beside the largest variance. */
const MISSED = 1e-9

/** The directions of greatest variance of data of many dimensions, and the rows along them: a picture of data that have no two inputs to
 *  draw. To draw a decision boundary there, give mean and components to `slice` as a plane. Of more than 2000 rows, 2000 at equal
 *  distances settle the directions. The same data give the same directions.
 *  Shapes:  data (rows, inputs) → mean (inputs), components (components, inputs), points (rows, components)
 *  Options: components, whole, in [1, inputs], default 2
 *  Throws:  OptionError for a bad option
 *  Source:  subspace iteration with Rayleigh–Ritz values; Halko, Martinsson and Tropp 2011, arXiv:0909.4061, on the spare directions
 *  Example: principalComponents(data).points  */
export function principalComponents(data: DataSet, options: { readonly components?: number } = {}): Projection {
  const where = 'principalComponents'
  checkNames(where, options, ['components'])
  const { inputs } = data
  const wanted = checkWhole(where, 'components', options.components ?? Math.min(2, inputs), `[1, ${inputs}]`)
  const X = encodedOf(data)
  const { mean, centred, rows, total } = sampleOf(X, inputs)
  const { vectors, variances } = directionsOf(centred, rows, inputs, wanted)
  const components = vectors.slice(0, wanted * inputs)
  for (let k = 0; k < wanted; k++) turn(components.subarray(k * inputs, (k + 1) * inputs))
  const points = new Float32Array((X.length / inputs) * wanted)
  for (let i = 0; i < points.length; i++) {
    const [row, k] = [Math.floor(i / wanted) * inputs, (i % wanted) * inputs]
    let sum = 0
    for (let j = 0; j < inputs; j++) sum += (X[row + j]! - mean[j]!) * components[k + j]!
    points[i] = sum
  }
  const first = variances.slice(0, wanted)
  const shares = first.map((variance) => (total > 0 ? variance / total : 0))
  return Object.freeze({ kind: 'projection', mean, components, variances: first, shares, points })
}

/** Some rows less their mean, and the variance of all inputs together. */
function sampleOf(X: Float32Array, inputs: number) {
  const all = X.length / inputs
  const rows = Math.min(all, SAMPLE)
  const centred = new Float64Array(rows * inputs)
  const mean = new Float64Array(inputs)
  for (let row = 0; row < rows; row++) {
    const from = Math.floor((row * all) / rows) * inputs
    for (let j = 0; j < inputs; j++) {
      centred[row * inputs + j] = X[from + j]!
      mean[j]! += X[from + j]! / rows
    }
  }
  let total = 0
  for (let at = 0; at < centred.length; at += inputs) {
    for (let j = 0; j < inputs; j++) {
      const value = centred[at + j]! - mean[j]!
      centred[at + j] = value
      total += (value * value) / rows
    }
  }
  return { mean, centred, rows, total }
}

/** Follows a few directions while the covariance is applied to them again and again, until the first `wanted` stay. */
function directionsOf(centred: Float64Array, rows: number, inputs: number, wanted: number) {
  const count = Math.min(inputs, wanted + SPARE)
  const random = randomStream(0, streams.data)
  let vectors = new Float64Array(count * inputs).map(() => random.normal())
  let variances = new Float64Array(count)
  for (let round = 0; round < ROUNDS; round++) {
    orthonormalize(vectors, inputs)
    const images = applied(centred, rows, inputs, vectors)
    const inner = new Float64Array(count * count)
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) inner[i * count + j] = dot(vectors, i, images, j, inputs)
    const eigen = eigenOf(inner, count)
    variances = eigen.values.map((value) => Math.max(0, value))
    const turned = mixed(eigen.vectors, images, count, inputs)
    vectors = mixed(eigen.vectors, vectors, count, inputs)
    let missed = 0
    for (let i = 0; i < wanted * inputs; i++) {
      missed = Math.max(missed, Math.abs(turned[i]! - variances[Math.floor(i / inputs)]! * vectors[i]!))
    }
    if (missed <= MISSED * variances[0]!) break
    if (round < ROUNDS - 1) vectors = turned
  }
  return { vectors, variances }
}

/** The covariance times each vector. */
function applied(centred: Float64Array, rows: number, inputs: number, vectors: Float64Array): Float64Array {
  const result = new Float64Array(vectors.length)
  for (let k = 0; k < vectors.length; k += inputs) {
    for (let at = 0; at < rows * inputs; at += inputs) {
      let along = 0
      for (let j = 0; j < inputs; j++) along += centred[at + j]! * vectors[k + j]!
      along /= rows
      for (let j = 0; j < inputs; j++) result[k + j]! += along * centred[at + j]!
    }
  }
  return result
}

/** Gram–Schmidt, twice; a vector that lies among those before it becomes the axis that lies least among them. */
function orthonormalize(vectors: Float64Array, inputs: number): void {
  for (let i = 0; i * inputs < vectors.length; i++) {
    const own = vectors.subarray(i * inputs, (i + 1) * inputs)
    const before = Math.sqrt(dot(vectors, i, vectors, i, inputs))
    if (!(clear(vectors, i, inputs) > 1e-10 * before)) {
      const covered = (axis: number) => {
        let sum = 0
        for (let k = 0; k < i; k++) sum += vectors[k * inputs + axis]! * vectors[k * inputs + axis]!
        return sum
      }
      let free = 0
      for (let axis = 1; axis < inputs; axis++) if (covered(axis) < covered(free)) free = axis
      own.fill(0)[free] = 1
      clear(vectors, i, inputs)
    }
    const length = Math.sqrt(dot(vectors, i, vectors, i, inputs))
    for (let j = 0; j < inputs; j++) own[j]! /= length
  }
}

/** Takes from a vector what lies along those before it; gives the length that is left. */
function clear(vectors: Float64Array, i: number, inputs: number): number {
  for (let pass = 0; pass < 2; pass++) {
    for (let k = 0; k < i; k++) {
      const along = dot(vectors, k, vectors, i, inputs)
      for (let j = 0; j < inputs; j++) vectors[i * inputs + j]! -= along * vectors[k * inputs + j]!
    }
  }
  return Math.sqrt(dot(vectors, i, vectors, i, inputs))
}

function dot(a: Float64Array, i: number, b: Float64Array, k: number, width: number): number {
  let sum = 0
  for (let j = 0; j < width; j++) sum += a[i * width + j]! * b[k * width + j]!
  return sum
}

/** Each row of `weights` as a sum of vectors. */
function mixed(weights: Float64Array, vectors: Float64Array, count: number, inputs: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(count * inputs)
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < count; k++) {
      const weight = weights[i * count + k]!
      for (let j = 0; j < inputs; j++) result[i * inputs + j]! += weight * vectors[k * inputs + j]!
    }
  }
  return result
}

/** Turns a direction so that its entry largest in size is positive. */
function turn(vector: Float64Array): void {
  let largest = 0
  for (const [j, value] of vector.entries()) if (Math.abs(value) > Math.abs(vector[largest]!)) largest = j
  if (vector[largest]! < 0) for (let j = 0; j < vector.length; j++) vector[j]! *= -1
}
