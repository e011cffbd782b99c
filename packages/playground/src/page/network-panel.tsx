// Hidden layers, one row each: units, activation, dropout.

import { maxout } from 'wigglenet'
import { limits } from '../limits.ts'
import { partName } from '../part-words.ts'
import { activations, type LayerSetup } from '../setup.ts'
import { withLayer } from '../views/layer-head.tsx'
import { Check, NumberField, Panel, SelectField } from './controls.tsx'
import type { State } from './state.ts'

/** What the library takes where nothing is said. */
const usualPieces = maxout(1).pieces

export function NetworkPanel({ state }: { readonly state: State }) {
  const setup = state.setup.value
  const { layers } = setup
  const setLayers = (next: readonly LayerSetup[]) => state.open({ ...setup, layers: next })
  return (
    <Panel title="Network">
      {layers.map((layer, k) => (
        <LayerFields
          key={k}
          layer={layer}
          number={k + 1}
          onChange={(next) => setLayers(layers.with(k, next))}
          onDropout={(share) => state.set({ dropout: layers.map(({ dropout }, n) => (n === k ? share : dropout)) })}
          onRemove={() => setLayers(layers.toSpliced(k, 1))}
        />
      ))}
      {layers.length === 0 && <p class="hint">No hidden layer: the scores are linear in the inputs.</p>}
      <div class="row">
        <button
          type="button"
          disabled={layers.length >= limits.layers}
          onClick={() => setLayers(withLayer(layers, layers.length))}
        >
          Add layer
        </button>
        <Check
          label="Skip connection"
          title="The scores read the inputs too, beside the last hidden layer"
          on={setup.skip}
          onChange={(skip) => state.open({ ...setup, skip })}
        />
      </div>
    </Panel>
  )
}

function LayerFields({
  layer,
  number,
  onChange,
  onDropout,
  onRemove,
}: {
  readonly layer: LayerSetup
  readonly number: number
  readonly onChange: (layer: LayerSetup) => void
  readonly onDropout: (share: number) => void
  readonly onRemove: () => void
}) {
  const setUnits = (units: number) => onChange({ ...layer, units })
  return (
    <fieldset class="layer">
      <legend>Hidden layer {number}</legend>
      <div class="stepper">
        <button
          type="button"
          aria-label={`One unit less in layer ${number}`}
          disabled={layer.units <= 1}
          onClick={() => setUnits(layer.units - 1)}
        >
          −
        </button>
        <NumberField label="Units" value={layer.units} low={1} high={limits.units} whole onChange={setUnits} />
        <button
          type="button"
          aria-label={`One unit more in layer ${number}`}
          disabled={layer.units >= limits.units}
          onClick={() => setUnits(layer.units + 1)}
        >
          +
        </button>
      </div>
      <button type="button" class="quiet" aria-label={`Remove layer ${number}`} onClick={onRemove}>
        Remove
      </button>
      <SelectField
        label="Activation"
        value={layer.activation}
        options={activations.map((name) => [name, partName(name)] as const)}
        onChange={(activation) => onChange({ ...layer, activation })}
      />
      {layer.activation === 'maxout' && (
        <NumberField
          label="Pieces"
          title="How many sums a unit takes the largest of"
          value={layer.pieces ?? usualPieces}
          low={2}
          high={limits.pieces}
          whole
          onChange={(pieces) => onChange({ ...layer, pieces })}
        />
      )}
      <NumberField
        label="Dropout"
        title="The share of the units left out of each step"
        value={layer.dropout}
        low={0}
        high={0.95}
        onChange={onDropout}
      />
    </fieldset>
  )
}
