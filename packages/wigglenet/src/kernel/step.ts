// What parts of a network, losses and optimizers bring into a plan of their own: a step that says what it means, and how it is compiled. A page
// carries it only if it uses the part.
import type { Emitter } from './assembler.ts'
import type { Kernel } from './kernel.ts'
import type { Machine, Run } from './machine.ts'

/** What an own step works on: names of buffers, all of them texts, and numbers. */
export type Terms = Readonly<Record<string, string | number | boolean | readonly string[] | readonly number[]>>

/** What an own step does, once for each kind of backend. */
export interface StepCode<Of extends Terms = Terms> {
  readonly name: string
  /** The definition, in float64: gives what runs the step. */
  reference(machine: Machine, of: Of): Run
  /** Writes the step as WebAssembly. */
  wasm(e: Emitter, kernel: Kernel, of: Of): void
}

/** A step that a part brings along. */
export interface OwnStep {
  readonly kind: 'own'
  readonly code: StepCode
  readonly of: Terms
}

/** The step of this code on these buffers. */
export const ownStep = <Of extends Terms>(code: StepCode<Of>, of: Of): OwnStep => ({
  kind: 'own',
  code: code as unknown as StepCode,
  of,
})
