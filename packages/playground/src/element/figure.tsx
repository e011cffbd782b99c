// The figure inside of <wiggle-net>: the picture, what runs it, and how it stands. Views and words are the page's own.
import { type ReadonlySignal, signal } from '@preact/signals'
import { Notices } from '../page/notices.tsx'
import type { State } from '../page/state.ts'
import { Summary } from '../page/summary.tsx'
import { shareText } from '../share.ts'
import { RegionsView } from '../views/regions.tsx'

const hard = signal(false)
const noNote = signal(undefined)

export interface FigureProps {
  readonly state: State
  /** What keeps the figure from being shown as asked for. */
  readonly problem: ReadonlySignal<string | undefined>
  readonly playground: ReadonlySignal<string | undefined>
}

export function FigureView({ state, problem, playground }: FigureProps) {
  const running = state.running.value
  const isOpen = state.opened.value !== undefined
  const trouble = problem.value ?? state.refusal.value
  return (
    <section class="figure" aria-label="Live figure of a neural network">
      {trouble && (
        <p class="notice" role="alert">
          {trouble}
        </p>
      )}
      <Notices state={state} note={noNote} />
      <RegionsView opened={state.opened} view={state.view} hard={hard} />
      <div class="row buttons">
        <button type="button" class="main" disabled={!isOpen} onClick={running ? state.pause : state.run}>
          {running ? 'Pause' : 'Run'}
        </button>
        <button type="button" aria-label="One step" disabled={!isOpen} onClick={() => state.step(1)}>
          Step
        </button>
        <button type="button" disabled={!isOpen} onClick={state.reset}>
          Reset
        </button>
      </div>
      <Summary state={state} />
      {playground.value && (
        <a href={`${playground.value}#${shareText(state.setup.value)}`} target="_blank" rel="noreferrer">
          Open in the playground
        </a>
      )}
    </section>
  )
}
