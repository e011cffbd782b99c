// Points of a slice, sent through a network in chunks.
import { checkWhole, show } from '../check/check.ts'
import { ShapeError } from '../check/errors.ts'
import type { Network } from '../network/types.ts'
import type { Slice, SliceAxis } from './types.ts'

/** How fine a grid is: whole numbers in [2, 4096]. */
export interface GridOptions {
  readonly columns?: number
  readonly rows?: number
}

/** Numbers of inputs that are held at a time: 4 MiB. */
const CHUNK = 2 ** 20

/** The sizes of a grid, checked.
 *  Throws:  OptionError */
export function gridSizes(
  where: string,
  { columns = 100, rows = 100 }: GridOptions,
): { columns: number; rows: number } {
  for (const [name, value] of Object.entries({ columns, rows })) checkWhole(where, name, value, '[2, 4096]')
  return { columns, rows }
}

/** Refuses what is no slice of this network's input space.
 *  Throws:  ShapeError */
export function checkSlice(where: string, { inputs }: Network, slice: Slice): void {
  const own = slice?.kind === 'slice' ? slice.origin.length : undefined
  if (own === inputs) return
  throw new ShapeError({
    where,
    expected: `the slice must be one that slice() makes of a model with ${inputs} inputs`,
    received: own === undefined ? show(slice) : `one with ${own}`,
    fix: 'Make it with slice(model).',
  })
}

/** The middles of `count` equal parts of an axis. */
export function middles({ range: [low, high] }: SliceAxis, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => low + ((i + 0.5) / count) * (high - low))
}

/** `count` places on an axis at equal distances, both ends among them. */
export function places({ range: [low, high] }: SliceAxis, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) =>
    i === count - 1 ? high : low + (i / (count - 1)) * (high - low),
  )
}

/** What `run` makes of the inputs at each crossing of u and v.
 *  Shapes:  u (columns), v (rows) → (rows, columns, width) */
export function gridValues(
  { origin, across, up }: Slice,
  u: Float64Array,
  v: Float64Array,
  width: number,
  run: (X: Float32Array, out: Float32Array) => void,
): Float32Array {
  const inputs = origin.length
  const points = u.length * v.length
  const out = new Float32Array(points * width)
  const chunk = Math.max(1, Math.floor(CHUNK / inputs))
  for (let from = 0; from < points; from += chunk) {
    const count = Math.min(chunk, points - from)
    const X = new Float32Array(count * inputs)
    for (let point = 0; point < count; point++) {
      const a = u[(from + point) % u.length]!
      const b = v[Math.floor((from + point) / u.length)]!
      for (let k = 0; k < inputs; k++) X[point * inputs + k] = origin[k]! + a * across[k]! + b * up[k]!
    }
    run(X, out.subarray(from * width, (from + count) * width))
  }
  return out
}
