// What the buttons of a run need of it: the page's one network has it, and a comparison.
import type { ReadonlySignal } from '@preact/signals'

export interface Runner {
  readonly running: ReadonlySignal<boolean>
  /** At most so many steps a second. */
  readonly speed: ReadonlySignal<number>
  run(): void
  pause(): void
  step(count: number): void
  epoch(): void
  reset(): void
  setSpeed(stepsPerSecond: number): void
}
