// Every optimizer of the catalogue against its published update rule: goldens.json, which goldens.py made with numpy in float64.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Backend } from '../../src/backend/backend.ts'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { optimizers } from '../../src/catalogue.ts'
import { stateOf } from '../../src/network/steps.ts'
import { type ClipOptions, clipped } from '../../src/optimizer/clipped.ts'
import type { Optimizer } from '../../src/optimizer/types.ts'
import { type Letter, prepare, update } from './updating.ts'

type Path = Readonly<Record<Letter, number[][]>> & { readonly options: Readonly<Record<string, number>> }
interface Goldens {
  readonly start: Readonly<Record<Letter, number[]>>
  readonly gradients: Readonly<Record<Letter, number[][]>>
  readonly paths: Readonly<Record<string, Path>>
  /** Of Adam, its gradients cut. */
  readonly clipped: Readonly<Record<keyof ClipOptions, Omit<Path, 'options'>>>
}
const goldens: Goldens = JSON.parse(readFileSync(new URL('goldens.json', import.meta.url), 'utf8'))
const make = (kind: string, options = {}) => (optimizers[kind] as (options: object) => Optimizer)(options)

/** The largest distance from a published path over its ten steps. */
function worstOf(backend: Backend, optimizer: Optimizer, path: Omit<Path, 'options'>): number {
  const execution = prepare(backend, optimizer)
  for (const letter of ['W', 'b'] as const) execution.write(`scores.${letter}`, goldens.start[letter])
  let most = 0
  for (let step = 0; step < 10; step++) {
    update(execution, both(goldens.gradients, step))
    for (const letter of ['W', 'b'] as const) {
      const found = execution.read(`scores.${letter}`)
      path[letter][step]!.forEach((expected, i) => {
        most = Math.max(most, Math.abs(found[i]! - expected))
      })
    }
  }
  return most
}

const both = (of: Readonly<Record<Letter, number[][]>>, step: number) => ({ W: of.W[step]!, b: of.b[step]! })

test('there is a golden path for every optimizer of the catalogue', () => {
  expect(Object.keys(goldens.paths)).toEqual(Object.keys(optimizers))
})

describe.each(Object.keys(goldens.paths))('%s', (kind) => {
  const path = goldens.paths[kind]!

  const worst = (backend: Backend) => worstOf(backend, make(kind, path.options), path)

  test('is the published rule to 1e-10 over ten steps of weights and biases, in float64', () => {
    expect(worst(reference)).toBeLessThan(1e-10)
  })

  test('is the published rule to 3e-6 on wasm, in float32', () => {
    expect(worst(wasm)).toBeLessThan(3e-6)
  })

  test.each([reference, wasm])(
    'gradients of 0, ±1e-38 and ±1e20 give finite numbers, a NaN gives NaN: $name',
    (backend) => {
      const execution = prepare(backend, make(kind))
      const slots = Object.keys(execution.plan.optimizer!.state)
      const all = () =>
        (['W', 'b'] as const).flatMap((letter) =>
          [`scores.${letter}`, ...slots.map((slot) => stateOf(`scores.${letter}`, slot))].flatMap((name) =>
            Array.from(execution.read(name)),
          ),
        )
      const of = (g: readonly number[]) => ({ W: g, b: g.slice(0, 3) })
      const largest = backend === wasm ? 1e15 : 1e20 // its square must be finite
      for (const g of [0, 1e-38, -1e-38, 1e-12, -1e-20, 0, largest, -largest, 0]) {
        update(execution, of([g, -g, 0, g, g / 3, 0]))
        expect(all().every(Number.isFinite), `${g}`).toBe(true)
      }
      update(execution, of([Number.NaN, 0, 0, 0, 0, 0]))
      expect(execution.read('scores.W')[0]).toBeNaN()
      expect(execution.read('scores.W')[1]).not.toBeNaN()
    },
  )

  test('of gradients that were always 0, it moves nothing but weights that decay', () => {
    const execution = prepare(reference, make(kind))
    execution.write('scores.W', [1, 1, 1, 1, 1, 1])
    execution.write('scores.b', [1, 1, 1])
    for (let step = 0; step < 5; step++) update(execution, { W: new Float64Array(6), b: new Float64Array(3) })
    expect(Array.from(execution.read('scores.b'))).toEqual([1, 1, 1])
    // AdamW: five times 1 - 0.001·0.01; Lion decays only when it is told to.
    expect(execution.read('scores.W')[0]).toBeCloseTo(kind === 'adamw' ? 0.99999 ** 5 : 1, 14)
  })
})

describe.each([
  ['value', 0.25],
  ['norm', 0.5],
  ['globalNorm', 0.5],
] as const)('Adam clipped by %s', (name, most) => {
  test('is Adam of the gradients cut by hand, to 1e-10 in float64 and 3e-6 on wasm', () => {
    const rule = clipped(make('adam', goldens.paths.adam!.options), { [name]: most })
    expect(worstOf(reference, rule, goldens.clipped[name])).toBeLessThan(1e-10)
    expect(worstOf(wasm, rule, goldens.clipped[name])).toBeLessThan(3e-6)
  })
})
