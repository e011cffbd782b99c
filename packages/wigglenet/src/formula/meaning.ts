// What the operations of a formula mean, in float64. Every backend follows these rules:
//   comparisons  give 1 or 0; with NaN they give 0, but `!=` gives 1
//   choose       computes both branches and takes `then` where its condition is not 0 (so a NaN condition counts as true)
//   max, min     give NaN when either argument is NaN
//   sign         gives 1, -1, or its argument when that is 0 or NaN
//   u ^ v        what operations.ts leaves of it, the general power, is NaN for u < 0 and when u or v is NaN, 0 ^ v is 0, 1 or
//                ∞ for v > 0, v = 0, v < 0. A literal exponent 0 gives 1, even for u = NaN: see guard.ts
import { cos, sin } from '../number/circular.ts'
import { exp, log, sigmoid, tanh } from '../number/exponential.ts'
import { pow } from '../number/pow.ts'
import type { BinaryOperator, Comparison, FunctionName } from './types.ts'

type Unary = (value: number) => number
type Binary = (left: number, right: number) => number

export const binaryMeaning: Readonly<Record<BinaryOperator, Binary>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => (left >= 0 ? pow(Math.abs(left), right) : NaN),
}

export const compareMeaning: Readonly<Record<Comparison, Binary>> = {
  '<': (left, right) => (left < right ? 1 : 0),
  '<=': (left, right) => (left <= right ? 1 : 0),
  '>': (left, right) => (left > right ? 1 : 0),
  '>=': (left, right) => (left >= right ? 1 : 0),
  '==': (left, right) => (left === right ? 1 : 0),
  '!=': (left, right) => (left !== right ? 1 : 0),
}

export const chooseMeaning = (when: number, then: number, otherwise: number): number => (when !== 0 ? then : otherwise)

/** The functions of the language; `max` and `min` take two or more arguments, the others one. `erf` is added when the first part is made that
 *  may use it: see `kernel/erf.ts`. */
export const functionMeaning: Record<'max' | 'min', Binary> &
  Partial<Record<Exclude<FunctionName, 'max' | 'min'>, Unary>> = {
  max: (left, right) => Math.max(left, right),
  min: (left, right) => Math.min(left, right),
  abs: (value) => Math.abs(value),
  sign: (value) => (value > 0 ? 1 : value < 0 ? -1 : value),
  sqrt: (value) => Math.sqrt(value),
  exp,
  log,
  tanh,
  sigmoid,
  sin,
  cos,
  floor: Math.floor,
}

/** The functions that formulas may call now. */
export const functionNames = (): readonly FunctionName[] => Object.keys(functionMeaning) as FunctionName[]
