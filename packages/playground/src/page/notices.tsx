// What went wrong and the way out of it.
import type { Signal } from '@preact/signals'
import type { Setup } from '../setup.ts'
import type { State } from './state.ts'

/** The usual ways out of numbers that grow without bound: smaller first weights, then a smaller rate. */
export function remedy({ training, ...setup }: Setup): { readonly text: string; readonly setup: Setup } {
  if (training.scale > 2)
    return { text: 'Restart with first weights ×1', setup: { ...setup, training: { ...training, scale: 1 } } }
  const rate = training.rate / 10
  return {
    text: `Restart with rate ${Number(rate.toPrecision(3))}`,
    setup: { ...setup, training: { ...training, rate } },
  }
}

export function Notices({ state, note }: { readonly state: State; readonly note: Signal<string | undefined> }) {
  const failure = state.failure.value
  const way = failure && remedy(state.setup.value)
  return (
    <>
      {failure && way && (
        <div class="notice" role="alert">
          <p>
            <strong>The run stopped before a number that is not finite.</strong> {failure.message}
          </p>
          <p>{failure.fix}</p>
          <button type="button" class="main" onClick={() => state.open(way.setup, { run: true })}>
            {way.text}
          </button>
        </div>
      )}
      {note.value && (
        <div class="notice" role="status">
          <p>{note.value}</p>
          <button type="button" class="quiet" onClick={() => (note.value = undefined)}>
            Close
          </button>
        </div>
      )}
    </>
  )
}
