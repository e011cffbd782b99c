// The network as a diagram: a column a layer, a line a weight. Lines and pictures of units are one canvas, units are real buttons above it.
// It follows the run a few times a second, its words once: a thousand lines at 60 frames would take the time that the regions need.
import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Opened, View } from '../session/messages.ts'
import { cleared } from './canvas.ts'
import { drawNetwork } from './draw-network.ts'
import { useKept, usePalette, useSize, useSlowed } from './hooks.ts'
import { AddLayer, type LayerEditing, LayerHead } from './layer-head.tsx'
import { nearestWire, placesOf, px, unitSize, type Wire, wiresOf, wireWidth } from './network-places.ts'
import { nameOf, unitWords, wireWords } from './network-words.ts'
import { UnitButton } from './unit-button.tsx'
import './views.css'

const everyMs = 250
const wordsEveryMs = 1000
/** How far from a line a click still means it, in CSS pixels. */
const reach = 5

export interface NetworkProps {
  readonly opened: ReadonlySignal<Opened | undefined>
  readonly view: ReadonlySignal<View | undefined>
  readonly onToggleUnit?: (node: string, unit: number, on: boolean) => void
  /** With it, layers are added, changed and removed at the diagram. */
  readonly editing?: LayerEditing
  /** A weight was clicked (no value yet), or a value for it was entered. */
  readonly onWeight?: (parameter: string, index: number, value?: number) => void
}

const picturesOf = (view: View | undefined) => view?.units
const healthOf = (view: View | undefined) => view?.health

/** Layers, weights and what each unit answers. */
export function NetworkView({ opened, view, editing, onToggleUnit, onWeight }: NetworkProps) {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const palette = usePalette(box)
  const size = useSize(box)
  const network = opened.value
  const pictures = useKept(view, picturesOf, opened)
  const health = useKept(view, healthOf, opened).value
  const seenOf = useComputed(() => view.value && { parameters: view.value.parameters, pictures: pictures.value })
  const drawn = useSlowed(seenOf, everyMs)
  const told = useSlowed(seenOf, wordsEveryMs).value
  const off = useSignal<{ of: Opened | undefined; units: readonly string[] }>({ of: network, units: [] })
  const seen = useSignal('')
  const chosen = useSignal<{ parameter: string; index: number } | undefined>(undefined)
  const edited = useSignal<{ of: Opened | undefined; wire: Wire } | undefined>(undefined)
  const laid = useComputed(() => opened.value && placesOf(opened.value, size.value[0]))
  const places = laid.value
  const wires = useComputed(() =>
    opened.value && drawn.value ? wiresOf(opened.value.nodes, laid.value!, drawn.value.parameters) : [],
  )
  useSignalEffect(() => {
    const context = canvas.current?.getContext('2d')
    const { width, height } = laid.value ?? { width: 0, height: 0 }
    if (!context || !laid.value || !palette.value || !cleared(context, [width, height])) return
    const isOff = (node: string, unit: number) =>
      off.value.of === opened.value && off.value.units.includes(`${node}.${unit}`)
    drawNetwork(context, laid.value, palette.value, wires.value, drawn.value?.pictures ?? [], isOff)
  })
  const offUnits = off.value.of === network ? off.value.units : []
  const field = edited.value?.of === network ? edited.value?.wire : undefined
  const isChosen = ({ parameter, index }: Wire) => chosen.value?.parameter === parameter && chosen.value.index === index
  const choose = (wire: Wire | undefined) => {
    chosen.value = wire && { parameter: wire.parameter, index: wire.index }
    seen.value = wire && network ? wireWords(wire, network.names) : ''
  }
  const edit = (wire: Wire) => {
    edited.value = { of: network, wire }
    onWeight?.(wire.parameter, wire.index)
  }
  const toggle = (node: string, unit: number) => {
    const key = `${node}.${unit}`
    const on = offUnits.includes(key)
    off.value = { of: network, units: on ? offUnits.filter((one) => one !== key) : [...offUnits, key] }
    onToggleUnit?.(node, unit, on)
  }
  /** On a unit: left and right go through its incoming weights, E edits the one in question. */
  const unitKey = (node: string, unit: number, event: KeyboardEvent) => {
    const own = wires.value.filter(({ target }) => target[0] === node && target[1] === unit)
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    const at = own.findIndex(isChosen)
    if (by && own.length > 0) choose(own[at < 0 ? 0 : (at + by + own.length) % own.length])
    else if (event.key.toLowerCase() === 'e' && at >= 0) edit(own[at]!)
    else return
    event.preventDefault()
  }
  const under = (event: MouseEvent) => nearestWire(wires.value, event.offsetX, event.offsetY, reach)
  return (
    <section class="network-view" aria-label="Network diagram">
      <div class="network-room" ref={box}>
        <div class="network-board" style={{ width: px(places?.width ?? 0), height: px(places?.height ?? 0) }}>
          <canvas ref={canvas} />
          {network && places && (
            <>
              <svg
                width={places.width}
                height={places.height}
                aria-hidden="true"
                class={chosen.value ? 'on-weight' : ''}
                onPointerMove={(event) => choose(under(event))}
                onPointerLeave={() => choose(undefined)}
                onClick={(event) => {
                  const wire = under(event)
                  if (wire) edit(wire)
                }}
              >
                <ChosenWire wires={wires} isChosen={isChosen} chosen={chosen} />
              </svg>
              {editing &&
                places.columns
                  .slice(1)
                  .map((column, k) => (
                    <AddLayer key={column.node} x={(column.x + places.columns[k]!.x) / 2} at={k} editing={editing} />
                  ))}
              {places.columns.map((column, k) => {
                const layer = health?.layers.find(({ node }) => node === column.node)
                const answers = told?.pictures?.find(({ node }) => node === column.node)
                return (
                  <div key={column.node}>
                    <LayerHead column={column} number={k - 1} editing={editing} />
                    {column.y.map((_, unit) => {
                      const isOff = offUnits.includes(`${column.node}.${unit}`)
                      const words = unitWords(column, unit, network.names, {
                        parameters: told?.parameters,
                        pictures: answers,
                        health: layer,
                        off: isOff,
                      })
                      return (
                        <UnitButton
                          key={unit}
                          column={column}
                          unit={unit}
                          label={nameOf(network.names, column.node, unit)}
                          words={words}
                          off={isOff}
                          dead={layer?.dead?.includes(unit) ?? false}
                          saturated={layer?.saturated?.[unit] ?? 0}
                          onToggle={() => toggle(column.node, unit)}
                          onKey={(event) => unitKey(column.node, unit, event)}
                          onSeen={(here) => {
                            seen.value = here ? words : ''
                            if (!here) chosen.value = undefined
                          }}
                        />
                      )
                    })}
                    {column.units > column.drawn && (
                      <span
                        class="more-units"
                        style={{ left: px(column.x), top: px(column.y.at(-1)! + unitSize / 2 + 4) }}
                      >
                        +{column.units - column.drawn} more
                      </span>
                    )}
                  </div>
                )
              })}
            </>
          )}
        </div>
      </div>
      <p class="seen">{seen.value || 'Point at a unit or a weight for its numbers.'}</p>
      {field && network && (
        <WeightField
          key={`${field.parameter} ${field.index}`}
          wire={field}
          words={wireWords(field, network.names)}
          onDone={(value) => {
            edited.value = undefined
            if (value !== undefined) onWeight?.(field.parameter, field.index, value)
          }}
        />
      )}
      <Legend maxout={network?.nodes.some(({ activation }) => activation === 'maxout') ?? false} />
    </section>
  )
}

/** The line in question, above the others. */
function ChosenWire(props: {
  readonly wires: ReadonlySignal<readonly Wire[]>
  readonly chosen: ReadonlySignal<unknown>
  readonly isChosen: (wire: Wire) => boolean
}) {
  const wire = useComputed(() => (props.chosen.value ? props.wires.value.find(props.isChosen) : undefined)).value
  if (!wire) return null
  const [[x1, y1], [x2, y2]] = [wire.from, wire.to]
  return <line class="chosen" {...{ x1, y1, x2, y2 }} stroke-width={wireWidth(wire.share)} />
}

function WeightField(props: { wire: Wire; words: string; onDone: (value: number | undefined) => void }) {
  const { wire, words, onDone } = props
  const field = useRef<HTMLInputElement>(null)
  // It opens because the visitor asked to type into it.
  useEffect(() => field.current?.select(), [])
  const take = () => onDone(Number.isFinite(field.current?.valueAsNumber) ? field.current!.valueAsNumber : undefined)
  return (
    <form
      class="weight-field"
      onSubmit={(event) => {
        event.preventDefault()
        take()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone(undefined)
      }}
    >
      <label>
        <span>{words.split(':')[0]}</span>
        <input ref={field} type="number" step="any" defaultValue={String(Number(wire.value.toPrecision(6)))} />
      </label>
      <button type="submit">Set</button>
      <button type="button" onClick={() => onDone(undefined)}>
        Cancel
      </button>
    </form>
  )
}

function Legend({ maxout }: { readonly maxout: boolean }) {
  return (
    <p class="legend">
      <span class="key positive">positive weight</span>
      <span class="key negative">negative weight</span>
      <span>the wider, the larger, against the largest of its layer</span>
      <span>× dead</span>
      <span>bar: share of answers saturated</span>
      {maxout && <span>maxout: the strongest piece of each weight</span>}
      <span class="keys">Enter switches a unit off or on; ← → go through its weights, E edits one</span>
    </p>
  )
}
