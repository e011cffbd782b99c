import type { Initializer } from '../types.ts'
import { constant } from './constant.ts'

/** Every number 0, as biases start unless told otherwise. */
export function zero(): Initializer {
  return constant(0)
}
