// The picture of what is learned, and what is drawn with it on demand.
import { type Signal, useComputed, useSignal } from '@preact/signals'
import type { Drawing, Drawn } from '../session/messages.ts'
import { classCount } from '../setup.ts'
import { bumpsWords, exactWords, piecesWords } from '../views/drawn-words.ts'
import { NetworkView } from '../views/network.tsx'
import { RegionsView } from '../views/regions.tsx'
import { Check, Panel } from './controls.tsx'
import type { Tool } from './data-panel.tsx'
import { usePointEditing } from './point-editing.ts'
import type { State } from './state.ts'
import { Summary } from './summary.tsx'

export function PicturePanel({ state, tool }: { readonly state: State; readonly tool: Signal<Tool> }) {
  const hard = useSignal(false)
  const edit = usePointEditing(state, tool)
  const drawn = useComputed(() => wanted(state.view.value?.drawn, state.drawing.value))
  const { data } = state.setup.value
  const hasClasses = classCount(data) !== undefined
  const { exact, pieces, bumps } = drawn.value
  const drawing = state.drawing.value
  const draw = (name: 'exact' | 'pieces' | 'bumps') => (on: boolean) => state.draw({ ...drawing, [name]: on })
  return (
    <Panel title="What it has learned">
      <Summary state={state} />
      <RegionsView opened={state.opened} view={state.view} hard={hard} drawn={drawn} {...edit} />
      <div class="row shown">
        {data.kind === 'function' && (
          <>
            <Check
              label="Pieces of the units"
              title="What each unit of the last hidden layer adds to the curve"
              on={drawing.pieces ?? false}
              onChange={draw('pieces')}
            />
            <Check
              label="Bumps instead"
              title="The nearest sum of indicator bumps with as many parameters"
              on={drawing.bumps ?? false}
              onChange={draw('bumps')}
            />
          </>
        )}
        {hasClasses && (
          <Check
            label="Hard borders"
            title="Regions in one shade, however sure the network is"
            on={hard.value}
            onChange={(on) => (hard.value = on)}
          />
        )}
        {(hasClasses || (data.kind === 'values' && data.drawn !== 'target')) && (
          <Check
            label="Exact linear regions"
            title="Where the network is one linear function, and the true border between the classes"
            on={drawing.exact ?? false}
            onChange={draw('exact')}
          />
        )}
      </div>
      {exact && <p class="hint">{exactWords(exact)}</p>}
      {pieces && <p class="hint">{piecesWords(pieces)}</p>}
      {bumps && <p class="hint">{bumpsWords(bumps, state.view.value?.curve)}</p>}
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
  )
}

/** What was drawn and is still wanted: a view holds what was last drawn. */
function wanted(drawn: Drawn | undefined, drawing: Drawing): Drawn {
  const names = ['exact', 'pieces', 'bumps'] as const
  return Object.fromEntries(names.filter((name) => drawing[name] && drawn?.[name]).map((name) => [name, drawn![name]]))
}
