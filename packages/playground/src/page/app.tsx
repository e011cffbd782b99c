// The page: data, network and regions, training and health; or several networks side by side.

import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Variation } from '../variation.ts'
import { HealthView } from '../views/health.tsx'
import { LossView } from '../views/loss.tsx'
import { ComparePanel } from './compare-panel.tsx'
import { CompareView } from './compare-view.tsx'
import type { Comparison } from './comparison.ts'
import { Panel } from './controls.tsx'
import { DataPanel, type Tool } from './data-panel.tsx'
import { Header } from './header.tsx'
import { NetworkPanel } from './network-panel.tsx'
import { Notices } from './notices.tsx'
import { PicturePanel } from './picture-panel.tsx'
import { PresetsPanel } from './presets-panel.tsx'
import type { State } from './state.ts'
import { TrainingPanel } from './training-panel.tsx'
import { WarpedPanel } from './warped-panel.tsx'

export interface Page {
  readonly state: State
  /** Something to tell that has no place of its own. */
  readonly note: Signal<string | undefined>
  /** The guided experiment that is shown. */
  readonly preset: Signal<string | undefined>
  /** What the networks of a comparison differ in; undefined while one network is shown. */
  readonly variation: Signal<Variation | undefined>
  /** Made when it is first looked at: a worker of its own. */
  newComparison(): Comparison
}

export function App(page: Page) {
  const { state, note, variation } = page
  const tool = useSignal<Tool>(0)
  const made = useRef<Comparison | undefined>(undefined)
  if (variation.value) made.current ??= page.newComparison()
  const comparison = variation.value && made.current
  const runner = comparison ?? state
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as Element
      if (event.key !== ' ' || target.closest('input, select, textarea, button, summary, [tabindex]')) return
      event.preventDefault()
      if (runner.running.value) runner.pause()
      else runner.run()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [runner])
  return (
    <>
      <Header page={page} />
      <Notices state={state} note={note} />
      {comparison ? (
        <main class="comparing">
          <div class="column">
            <PresetsPanel page={page} />
            <ComparePanel setup={state.setup.value} variation={variation as Signal<Variation>} />
            <TrainingPanel state={state} runner={comparison} />
            <DataPanel state={state} tool={tool} />
          </div>
          <CompareView comparison={comparison} state={state} variation={variation as Signal<Variation>} />
        </main>
      ) : (
        <OneNetwork page={page} tool={tool} />
      )}
    </>
  )
}

function OneNetwork({ page, tool }: { readonly page: Page; readonly tool: Signal<Tool> }) {
  const { state } = page
  return (
    <main>
      <div class="column">
        <PresetsPanel page={page} />
        <DataPanel state={state} tool={tool} />
        <NetworkPanel state={state} />
      </div>
      <div class="column">
        <PicturePanel state={state} tool={tool} />
      </div>
      <div class="column">
        <TrainingPanel state={state} runner={state} />
        <Panel title="Loss">
          <LossView history={state.history} />
        </Panel>
        <WarpedPanel state={state} />
        <Panel title="Health">
          <HealthView opened={state.opened} view={state.view} />
        </Panel>
      </div>
    </main>
  )
}
