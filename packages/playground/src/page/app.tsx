// The page: data, network and regions, training and health.

import type { Signal } from '@preact/signals'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { HealthView } from '../views/health.tsx'
import { LossView } from '../views/loss.tsx'
import { NetworkView } from '../views/network.tsx'
import { RegionsView } from '../views/regions.tsx'
import { Check, Panel } from './controls.tsx'
import { DataPanel, type Tool } from './data-panel.tsx'
import { Header } from './header.tsx'
import { NetworkPanel } from './network-panel.tsx'
import { Notices } from './notices.tsx'
import { usePointEditing } from './point-editing.ts'
import { PresetsPanel } from './presets-panel.tsx'
import type { State } from './state.ts'
import { Summary } from './summary.tsx'
import { TrainingPanel } from './training-panel.tsx'

export function App({ state, note }: { readonly state: State; readonly note: Signal<string | undefined> }) {
  const tool = useSignal<Tool>(0)
  const hard = useSignal(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as Element
      if (event.key !== ' ' || target.closest('input, select, textarea, button, summary, [tabindex]')) return
      event.preventDefault()
      if (state.running.value) state.pause()
      else state.run()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [state])

  const edit = usePointEditing(state, tool)

  return (
    <>
      <Header state={state} note={note} />
      <Notices state={state} note={note} />
      <main>
        <div class="column">
          <PresetsPanel state={state} />
          <DataPanel state={state} tool={tool} />
          <NetworkPanel state={state} />
        </div>
        <div class="column">
          <Panel title="What it has learned">
            <Summary state={state} />
            <RegionsView opened={state.opened} view={state.view} hard={hard} {...edit} />
            <Check
              label="Hard borders"
              title="Regions in one shade, however sure the network is"
              on={hard.value}
              onChange={(on) => (hard.value = on)}
            />
            <NetworkView
              opened={state.opened}
              view={state.view}
              editing={{
                layers: state.setup.value.layers,
                onLayers: (layers) => state.open({ ...state.setup.value, layers }),
              }}
              onToggleUnit={state.toggleUnit}
              onWeight={(parameter, index, value) => value !== undefined && state.write(parameter, index, value)}
            />
          </Panel>
        </div>
        <div class="column">
          <TrainingPanel state={state} />
          <Panel title="Loss">
            <LossView history={state.history} />
          </Panel>
          <Panel title="Health">
            <HealthView opened={state.opened} view={state.view} />
          </Panel>
        </div>
      </main>
    </>
  )
}
