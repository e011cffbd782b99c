// The page around a worker: state, link, and all that is shown.
import { signal } from '@preact/signals'
import { render } from 'preact'
import { firstSetup } from '../setup.ts'
import { readShare } from '../share.ts'
import type { Variation } from '../variation.ts'
import { App } from './app.tsx'
import { createComparison } from './comparison.ts'
import { type Port, windowScreen } from './ports.ts'
import { createState } from './state.ts'
import './style.css'

/** Shows the page; workers may come from a file of their own or from the page itself. */
export function startPage(newWorker: () => Worker): void {
  const variation = signal<Variation | undefined>(undefined)
  const preset = signal<string | undefined>(undefined)
  const note = signal<string | undefined>(undefined)

  /** A worker as a port. An order that fails is a fault of the page; without a worker nothing runs at all. */
  function newPort(): Port {
    const worker = newWorker()
    worker.onerror = ({ message }) => {
      note.value = message
        ? `The page has failed: ${message}. Load it again.`
        : 'This page cannot start its worker, which does all the training. Let its content security policy allow one.'
    }
    return worker as Port
  }
  const screen = windowScreen()
  const state = createState(newPort(), screen)

  function openLink(): void {
    const text = location.hash
    const shared = text.length > 1 ? readShare(text) : { setup: firstSetup }
    if ('problem' in shared) {
      note.value = shared.problem
      state.open(firstSetup)
    } else {
      variation.value = 'variation' in shared ? shared.variation : undefined
      state.open(shared.setup, { weights: 'weights' in shared ? shared.weights : undefined })
    }
  }

  openLink()
  addEventListener('hashchange', openLink)
  const newComparison = () => createComparison(newPort(), screen)
  render(<App {...{ state, note, variation, preset, newComparison }} />, document.querySelector('#page')!)
  // For tests, which assert on the state and not on the picture alone.
  Object.assign(globalThis, { wigglenetPlayground: state })
}
