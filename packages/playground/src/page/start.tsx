// The page around a worker: state, link, and all that is shown.
import { signal } from '@preact/signals'
import { render } from 'preact'
import { firstSetup } from '../setup.ts'
import { readShare } from '../share.ts'
import { App } from './app.tsx'
import { createState, type Port } from './state.ts'
import './style.css'

/** Shows the page; the worker may come from a file of its own or from the page itself. */
export function startPage(worker: Worker): void {
  const state = createState(worker as Port, {
    nextFrame: (call) => void requestAnimationFrame(call),
    now: () => performance.now(),
  })
  const note = signal<string | undefined>(undefined)

  // An order that fails is a fault of the page; without a worker nothing runs at all.
  worker.onerror = ({ message }) => {
    note.value = message
      ? `The page has failed: ${message}. Load it again.`
      : 'This page cannot start its worker, which does all the training. Let its content security policy allow one.'
  }

  function openLink(): void {
    const text = location.hash
    const shared = text.length > 1 ? readShare(text) : { setup: firstSetup }
    if ('problem' in shared) {
      note.value = shared.problem
      state.open(firstSetup)
    } else state.open(shared.setup, { weights: 'weights' in shared ? shared.weights : undefined })
  }

  openLink()
  addEventListener('hashchange', openLink)
  render(<App state={state} note={note} />, document.querySelector('#page')!)
  // For tests, which assert on the state and not on the picture alone.
  Object.assign(globalThis, { wigglenetPlayground: state })
}
