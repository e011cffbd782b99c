// Clicks and drags on the picture → other points to learn from. What the network has learned of own points goes on with them.
import type { Signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Opened } from '../session/messages.ts'
import { type OwnData, type Setup, withData } from '../setup.ts'
import type { Weights } from '../share.ts'
import type { RegionsProps } from '../views/regions.tsx'
import type { Tool } from './data-panel.tsx'
import { nearestRow, ownPoints, withMoved, withoutPoint, withPoint } from './own-data.ts'
import type { State } from './state.ts'

export function usePointEditing(state: State, tool: Signal<Tool>): Pick<Required<RegionsProps>, 'onPoint' | 'onGrab'> {
  return useMemo(() => {
    /** A network on drawn data: own points are standardized, so that its weights would not fit them. */
    let drawn: Opened | undefined
    let known: { layers: Setup['layers']; classes: number; weights: Weights } | undefined

    /** The setup on other points, with the weights of now; those last seen while no view has come yet. */
    function open(data: OwnData): void {
      const setup = state.setup.value
      const classes = state.opened.value?.classes?.length ?? 0
      if (setup.data.kind !== 'points') {
        drawn = state.opened.value
        known = undefined
      }
      const seen = state.opened.value === drawn ? undefined : state.view.value?.parameters
      if (seen) known = { layers: setup.layers, classes, weights: seen }
      const fits =
        state.opened.value !== drawn && known?.layers === setup.layers && known.classes === data.classes.length
      state.open(withData(setup, data), { weights: fits ? known!.weights : undefined })
    }

    return {
      onPoint(x, y) {
        const opened = state.opened.value
        const data = opened && ownPoints(state.setup.value.data, opened)
        if (!opened || !data) return
        const next =
          tool.value === 'erase' ? withoutPoint(data, x, y, opened.window) : withPoint(data, x, y, tool.value)
        if (next !== data) open(next)
      },
      onGrab(x, y) {
        const opened = state.opened.value
        let data = opened && ownPoints(state.setup.value.data, opened)
        const row = data && nearestRow(data, x, y, opened!.window)
        if (row === undefined) return undefined
        return (toX, toY) => {
          data = withMoved(data!, row, toX, toY)
          open(data)
        }
      },
    }
  }, [state])
}
