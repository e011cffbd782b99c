// Above each column of the diagram: what the layer is called and, of a hidden one, its size and activation, to be changed in place.

import { limits } from '../limits.ts'
import { partName } from '../part-words.ts'
import { activations, type LayerSetup } from '../setup.ts'
import { type Column, px } from './network-places.ts'

/** The hidden layers as the visitor has chosen them, and what takes other ones. */
export interface LayerEditing {
  readonly layers: readonly LayerSetup[]
  onLayers(layers: readonly LayerSetup[]): void
}

/** A layer more, like the one before that place, or else the one behind it. */
export function withLayer(layers: readonly LayerSetup[], at: number): readonly LayerSetup[] {
  const like = layers[at - 1] ?? layers[at] ?? { units: 8, activation: 'relu', dropout: 0 }
  return layers.toSpliced(at, 0, like)
}

/** `number` counts hidden layers from 0. */
export function LayerHead(props: {
  readonly column: Column
  readonly number: number
  readonly editing: LayerEditing | undefined
}) {
  const { column, number, editing } = props
  const layer = column.hidden ? editing?.layers[number] : undefined
  const name = column.node === 'x' ? 'inputs' : column.node
  if (!editing || !layer) {
    return (
      <div class="layer-head" style={{ left: px(column.x) }}>
        <span class="column-name">
          {name}
          {column.node !== 'x' && ` (${column.units})`}
        </span>
      </div>
    )
  }
  const change = (next: Partial<LayerSetup>) => editing.onLayers(editing.layers.with(number, { ...layer, ...next }))
  return (
    <div class="layer-head" style={{ left: px(column.x) }}>
      <span class="column-name">
        {name}
        <button
          type="button"
          class="remove-layer"
          title={`Remove ${name}`}
          aria-label={`Remove ${name}`}
          onClick={() => editing.onLayers(editing.layers.toSpliced(number, 1))}
        >
          ×
        </button>
      </span>
      <div class="unit-stepper">
        <button
          type="button"
          aria-label={`One unit less in ${name}`}
          disabled={layer.units <= 1}
          onClick={() => change({ units: layer.units - 1 })}
        >
          −
        </button>
        <output aria-label={`Units of ${name}`}>{layer.units}</output>
        <button
          type="button"
          aria-label={`One unit more in ${name}`}
          disabled={layer.units >= limits.units}
          onClick={() => change({ units: layer.units + 1 })}
        >
          +
        </button>
      </div>
      <select
        aria-label={`Activation of ${name}`}
        value={layer.activation}
        onChange={(event) => change({ activation: activations[event.currentTarget.selectedIndex]! })}
      >
        {activations.map((kind) => (
          <option key={kind} value={kind}>
            {partName(kind)}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Between two columns: a layer more at that place. */
export function AddLayer({
  x,
  at,
  editing,
}: {
  readonly x: number
  readonly at: number
  readonly editing: LayerEditing
}) {
  const { layers } = editing
  const where = at === layers.length ? 'before the scores' : `before h${at + 1}`
  return (
    <button
      type="button"
      class="add-layer"
      style={{ left: px(x) }}
      title={`Add a layer ${where}`}
      aria-label={`Add a layer ${where}`}
      disabled={layers.length >= limits.layers}
      onClick={() => editing.onLayers(withLayer(layers, at))}
    >
      +
    </button>
  )
}
