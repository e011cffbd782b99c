// Sums over single edges, and their way back. Each edge is a few instructions of its own, since where it leads from and to is known: rows go by
// in a loop, edges in the order listed.
import type { Emitter } from '../../kernel/assembler.ts'
import { flush } from '../../kernel/elementary.ts'
import { eachRow, eachVector, type Kernel, load, placeOf, rowsNow } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { Place } from '../../kernel/place.ts'
import type { StepCode } from '../../kernel/step.ts'
import { type Reading, valuesOf } from './pick.ts'

/** Edges in the order of `units`: what each reads, the number of its weight, and the column of the sum that it goes to. `biases` are the numbers of
 *  the biases of the sums. */
type Edges = Reading & {
  readonly edges: readonly number[]
  readonly units: readonly number[]
  readonly biases: readonly number[]
}

/** The address of one weight, or of its gradient: weights stand as (edges, 1). */
const weightAt = (kernel: Kernel, W: string) => {
  const { address, stride } = placeOf(kernel, W)
  return (edge: number) => address + 4 * stride * edge
}

/** Places of the edges to each sum. */
function byUnit({ units, biases }: Pick<Edges, 'units' | 'biases'>): readonly (readonly number[])[] {
  const places: number[][] = biases.map(() => [])
  units.forEach((unit, i) => places[unit]!.push(i))
  return places
}

/** The most edges of a function: short loops stay in the processor's first cache, and engines make fast code of them. 30-64-64-1 neurons took 3
 *  times as long in whole functions. Tried on 2 cores, Node 20, 2026-11-26. */
const edgesOfFunction = 200

/** Writes `body` for all sums, with the places of the edges to each: some at a time, each in a function of its own where there are many. */
function inParts(
  e: Emitter,
  { assembler }: Kernel,
  of: Pick<Edges, 'units' | 'biases'>,
  body: (e: Emitter, sums: readonly (readonly [unit: number, places: readonly number[]])[]) => void,
): void {
  const parts: [number, readonly number[]][][] = [[]]
  let count = 0
  for (const [unit, places] of byUnit(of).entries()) {
    if (count > 0 && count + places.length > edgesOfFunction) {
      parts.push([])
      count = 0
    }
    parts.at(-1)!.push([unit, places])
    count += places.length
  }
  if (parts.length === 1) body(e, parts[0]!)
  else for (const part of parts) e.call(assembler.define([], [], (inner) => body(inner, part)))
}

/** z[row, unit] = Σ W[edge]·input[row, column] + b[bias] */
export const sparseSums: StepCode<Edges & { readonly W: string; readonly b: string; readonly output: string }> = {
  name: 'sparse-sums',
  reference(machine, { inputs, buffers, columns, edges, units, biases, W, b, output }) {
    const given = valuesOf(machine, inputs)
    const [weights, offsets, Z] = valuesOf(machine, [W, b, output])
    return () => {
      for (let row = 0; row < machine.rows; row++) {
        const z = Z!.values.subarray(row * Z!.columns, (row + 1) * Z!.columns).fill(0)
        edges.forEach((edge, i) => {
          const from = given[buffers[i]!]!
          z[units[i]!]! += weights!.values[edge]! * from.values[row * from.columns + columns[i]!]!
        })
        biases.forEach((bias, unit) => {
          z[unit]! += offsets!.values[bias]!
        })
      }
    }
  },
  wasm(e, kernel, of) {
    const { inputs, buffers, columns, edges, biases, W, b, output } = of
    const weight = weightAt(kernel, W)
    const offsets = placeOf(kernel, b).address
    const all = [output, ...inputs].map((name) => placeOf(kernel, name))
    inParts(e, kernel, of, (part, sums) =>
      eachRow(part, all, ([to, ...from]) => {
        for (const [unit, own] of sums) {
          part.get(to!)
          own.forEach((i, k) => {
            part.get(from[buffers[i]!]!).at(op.f32Load, 4 * columns[i]!)
            part.i32(weight(edges[i]!)).at(op.f32Load).op(op.f32Mul)
            if (k > 0) part.op(op.f32Add)
          })
          part
            .i32(offsets + 4 * biases[unit]!)
            .at(op.f32Load)
            .op(op.f32Add)
            .at(op.f32Store, 4 * unit)
        }
      }),
    )
  },
}

/** Sums that a pass over the rows keeps in locals. */
const together = 12

/** dW[edge] = Σ over rows of d[row, unit]·input[row, column], db[bias] = Σ over rows of d[row, unit], rows in order. */
export const sparseParameters: StepCode<Edges & { readonly slope: string; readonly dW: string; readonly db: string }> =
  {
    name: 'sparse-parameters',
    reference(machine, { inputs, buffers, columns, edges, units, biases, slope, dW, db }) {
      const given = valuesOf(machine, inputs)
      const [d, weights, offsets] = valuesOf(machine, [slope, dW, db])
      return () => {
        edges.forEach((edge, i) => {
          const from = given[buffers[i]!]!
          let sum = 0
          for (let row = 0; row < machine.rows; row++)
            sum += d!.values[row * d!.columns + units[i]!]! * from.values[row * from.columns + columns[i]!]!
          weights!.values[edge] = sum
        })
        biases.forEach((bias, unit) => {
          let sum = 0
          for (let row = 0; row < machine.rows; row++) sum += d!.values[row * d!.columns + unit]!
          offsets!.values[bias] = sum
        })
      }
    },
    wasm(e, kernel, of) {
      const { inputs, buffers, columns, edges, biases, slope, dW, db } = of
      const all = [slope, ...inputs].map((name) => placeOf(kernel, name))
      const [weight, offsets] = [weightAt(kernel, dW), placeOf(kernel, db).address]
      inParts(e, kernel, of, (part, sums) => {
        const wanted = sums.flatMap(([unit, own]): SumOfRows[] => [
          ...own.map((i) => ({ unit, into: weight(edges[i]!), buffer: buffers[i]!, column: columns[i]! })),
          { unit, into: offsets + 4 * biases[unit]! },
        ])
        sumRows(part, all, wanted)
      })
    },
  }

/** A sum over rows: of d alone, for a bias, or times a value. */
interface SumOfRows {
  readonly unit: number
  readonly into: number
  readonly buffer?: number
  readonly column?: number
}

/** Sums over the rows, some at a time in locals. `all` are the gradient and the buffers. */
function sumRows(e: Emitter, all: readonly Place[], wanted: readonly SumOfRows[]): void {
  const pointers = all.map(() => e.local('i32'))
  const totals = Array.from({ length: together }, () => e.local('f32'))
  const [left, along] = [e.local('i32'), e.local('f32')]
  for (let first = 0; first < wanted.length; first += together) {
    const some = wanted.slice(first, first + together)
    const used = [0, ...new Set(some.flatMap(({ buffer }) => (buffer === undefined ? [] : [buffer + 1])))]
    some.forEach((_, k) => e.f32(0).set(totals[k]!))
    for (const k of used) e.i32(all[k]!.address).set(pointers[k]!)
    rowsNow(e).set(left)
    e.repeat(left, () => {
      some.forEach(({ unit, buffer, column = 0 }, k) => {
        if (unit !== some[k - 1]?.unit)
          e.get(pointers[0]!)
            .at(op.f32Load, 4 * unit)
            .set(along)
        e.get(totals[k]!).get(along)
        if (buffer !== undefined)
          e.get(pointers[buffer + 1]!)
            .at(op.f32Load, 4 * column)
            .op(op.f32Mul)
        e.op(op.f32Add).set(totals[k]!)
      })
      for (const k of used) e.advance(pointers[k]!, 4 * all[k]!.stride)
    })
    some.forEach(({ into }, k) => e.i32(into).get(totals[k]!).at(op.f32Store))
  }
}

/** outputs[row, column] += W[edge]·d[row, unit]; an output without a name is left out. */
export const sparseInputs: StepCode<
  Edges & { readonly slope: string; readonly W: string; readonly outputs: readonly string[] }
> = {
  name: 'sparse-inputs',
  reference(machine, { outputs, buffers, columns, edges, units, slope, W }) {
    const into = outputs.map((name) => machine.buffers.get(name))
    const [d, weights] = valuesOf(machine, [slope, W])
    return () => {
      for (let row = 0; row < machine.rows; row++) {
        edges.forEach((edge, i) => {
          const to = into[buffers[i]!]
          if (to)
            to.values[row * to.columns + columns[i]!]! +=
              weights!.values[edge]! * d!.values[row * d!.columns + units[i]!]!
        })
      }
    }
  },
  wasm(e, kernel, of) {
    const { outputs, buffers, columns, edges, slope, W } = of
    const named = outputs.filter(Boolean)
    const all = [slope, ...named].map((name) => placeOf(kernel, name))
    const weight = weightAt(kernel, W)
    flushAll(e, kernel, slope)
    inParts(e, kernel, of, (part, sums) => {
      const along = part.local('f32')
      eachRow(part, all, ([d, ...into]) => {
        for (const [unit, own] of sums) {
          part
            .get(d!)
            .at(op.f32Load, 4 * unit)
            .set(along)
          for (const i of own) {
            const to = into[named.indexOf(outputs[buffers[i]!]!)]
            if (to === undefined) continue
            part
              .get(to)
              .get(to)
              .at(op.f32Load, 4 * columns[i]!)
            part.get(along).i32(weight(edges[i]!)).at(op.f32Load).op(op.f32Mul, op.f32Add)
            part.at(op.f32Store, 4 * columns[i]!)
          }
        }
      })
    })
  },
}

/** Tiny gradients become 0: through neurons without an activation they shrink unflushed. */
function flushAll(e: Emitter, kernel: Kernel, name: string): void {
  const value = e.local('v128')
  eachVector(e, [placeOf(kernel, name)], ([pointer]) => {
    load(e, pointer!).set(value)
    flush(e, value)
    e.get(pointer!).get(value).at(op.v128Store)
  })
}
