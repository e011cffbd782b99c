// A hidden layer's view of the plane: which layer, which two of its units.
import { useComputed } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Opened } from '../session/messages.ts'
import { WarpedView } from '../views/warped.tsx'
import { NumberField, Panel, SelectField } from './controls.tsx'
import type { State } from './state.ts'

export function WarpedPanel({ state }: { readonly state: State }) {
  const opened = state.opened.value
  const { warped } = state.drawing.value
  const layers = (opened?.nodes ?? []).filter(({ units, activation }) => units >= 2 && activation !== 'concat')
  const layer = layers.find(({ name }) => name === warped?.node)
  const picture = useComputed(() => (state.drawing.value.warped ? state.view.value?.drawn?.warped : undefined))
  const show = (node: string, units: readonly [number, number] = firstUnits(state, node)) =>
    state.draw({ ...state.drawing.value, warped: { node, units } })
  // A layer that is gone, or units that it no longer has, give way to those that are there.
  useEffect(() => {
    if (!warped || !opened) return
    const { warped: _, ...others } = state.drawing.peek()
    if (!layers[0] || !isPlaneOfClasses(opened)) state.draw(others)
    else if (!layer || warped.units.some((unit) => unit >= layer.units)) show(layer?.name ?? layers[0].name)
  }, [opened, warped])
  if (!isPlaneOfClasses(opened) || layers.length === 0) return null
  return (
    <Panel title="How a layer sees the plane">
      <SelectField
        label="Layer"
        value={layer?.name ?? ''}
        options={[
          ['', 'not shown'] as const,
          ...layers.map(({ name, units }) => [name, `${name}, ${units} units`] as const),
        ]}
        onChange={(name) => {
          const { warped: _, ...others } = state.drawing.value
          if (name === '') state.draw(others)
          else show(name)
        }}
      />
      {warped && layer && (
        <>
          <div class="fields">
            <NumberField
              label="Unit across"
              value={warped.units[0]}
              low={0}
              high={layer.units - 1}
              whole
              onChange={(unit) => show(layer.name, [unit, warped.units[1]])}
            />
            <NumberField
              label="Unit up"
              value={warped.units[1]}
              low={0}
              high={layer.units - 1}
              whole
              onChange={(unit) => show(layer.name, [warped.units[0], unit])}
            />
          </div>
          <WarpedView warped={picture} />
          <p class="hint">
            The grid of the plane, as these two units bend it. Classes that a straight line parts here are easy for the
            layers behind.
          </p>
        </>
      )}
    </Panel>
  )
}

/** The grid is of two inputs, and its points are told apart by their classes. */
const isPlaneOfClasses = (opened: Opened | undefined) => opened?.names.length === 2 && opened.classes !== undefined

/** The first two units that are not dead: those send everything to one place. */
function firstUnits({ opened, view }: State, node: string): readonly [number, number] {
  const units = opened.value?.nodes.find(({ name }) => name === node)?.units ?? 2
  const dead = view.value?.health?.layers.find((layer) => layer.node === node)?.dead ?? []
  const alive = Array.from({ length: units }, (_, unit) => unit).filter((unit) => !dead.includes(unit))
  return alive.length >= 2 ? [alive[0]!, alive[1]!] : [0, 1]
}
