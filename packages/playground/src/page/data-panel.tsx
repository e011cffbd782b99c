// What is learned: points of a generator, a function of x, or points of the visitor's own.
import type { Signal } from '@preact/signals'
import { limits } from '../limits.ts'
import {
  classCount,
  type DataSetup,
  type FunctionData,
  isOwn,
  type ShapeData,
  shapes,
  withClasses,
  withData,
} from '../setup.ts'
import { classColours } from '../views/colors.ts'
import { NumberField, Panel, SelectField, Slider } from './controls.tsx'
import { CsvFields } from './csv-fields.tsx'
import { ownPoints } from './own-data.ts'
import type { State } from './state.ts'

/** What a click on the region does: adds a point of this class, or takes one away. */
export type Tool = number | 'erase'

const kindNames: Record<DataSetup['kind'], string> = {
  spiral: 'spiral',
  circles: 'circles',
  moons: 'half moons',
  xor: 'XOR',
  blobs: 'blobs',
  rings: 'rings',
  function: 'function',
  points: 'own points',
  values: 'own numbers',
}
const firstShape: ShapeData = { kind: 'spiral', classes: 3, noise: 0.2, rows: 300, testShare: 0.2, seed: 1 }
const firstFunction: FunctionData = {
  kind: 'function',
  formula: 'sin(6*x)',
  range: [-1, 1],
  noise: 0,
  rows: 200,
  testShare: 0.2,
  seed: 1,
}

export function DataPanel({ state, tool }: { readonly state: State; readonly tool: Signal<Tool> }) {
  const setup = state.setup.value
  const { data } = setup
  // Numbers to predict come from a file alone.
  const kinds = [...shapes, 'function' as const, 'points' as const, ...(data.kind === 'values' ? [data.kind] : [])]
  const open = (next: DataSetup) => state.open(withData(setup, next))
  function setKind(kind: Exclude<DataSetup['kind'], 'values'>): void {
    const own = kind === 'points' && state.opened.value ? ownPoints(data, state.opened.value) : undefined
    if (own) open(own)
    else if (kind === 'function') open(firstFunction)
    // Where there are no points in the plane to edit, a shape comes first.
    else
      open({
        ...(isOwn(data) || data.kind === 'function' ? firstShape : data),
        ...(kind !== 'points' && { kind }),
      })
  }
  return (
    <Panel title="Data">
      <div class="fields">
        <SelectField
          label="Kind"
          value={data.kind}
          options={kinds.map((kind) => [kind, kindNames[kind]] as const)}
          onChange={(kind) => kind !== 'values' && setKind(kind)}
        />
        {data.kind !== 'function' && !isOwn(data) && withClasses.includes(data.kind) && (
          <NumberField
            label="Classes"
            value={data.classes}
            low={2}
            high={limits.classes}
            whole
            onChange={(classes) => open({ ...data, classes })}
          />
        )}
        {!isOwn(data) && (
          <NumberField
            label="Rows"
            value={data.rows}
            low={2}
            high={limits.rows}
            whole
            onChange={(rows) => open({ ...data, rows })}
          />
        )}
        <NumberField
          label="Test share"
          title="The share of the rows kept for the test"
          value={data.testShare}
          low={0}
          high={0.9}
          onChange={(testShare) => open({ ...data, testShare })}
        />
        <NumberField
          label="Seed of the data"
          value={data.seed}
          low={0}
          high={Number.MAX_SAFE_INTEGER}
          whole
          onChange={(seed) => open({ ...data, seed })}
        />
      </div>
      {data.kind === 'function' && (
        <label class="field">
          <span>f(x) =</span>
          <input
            type="text"
            value={data.formula}
            maxLength={limits.formula}
            spellcheck={false}
            aria-invalid={state.refusal.value !== undefined}
            onInput={(event) => open({ ...data, formula: event.currentTarget.value })}
          />
        </label>
      )}
      {data.kind === 'function' && (
        <div class="fields">
          <NumberField
            label="From x ="
            value={data.range[0]}
            low={-1e6}
            high={1e6}
            onChange={(low) => open({ ...data, range: [low, data.range[1]] })}
          />
          <NumberField
            label="To x ="
            value={data.range[1]}
            low={-1e6}
            high={1e6}
            onChange={(high) => open({ ...data, range: [data.range[0], high] })}
          />
        </div>
      )}
      {!isOwn(data) && (
        <Slider
          label="Noise"
          value={data.noise}
          low={0}
          high={1}
          step={0.01}
          onChange={(noise) => open({ ...data, noise })}
        />
      )}
      {state.refusal.value && (
        <p class="notice" role="alert">
          {state.refusal.value}
        </p>
      )}
      {classCount(data) !== undefined &&
        (state.opened.value?.names.length === 2 ? (
          <Tools state={state} tool={tool} />
        ) : (
          <p class="hint">
            Points of more than two columns cannot be set in the picture, which is a plane through them.
          </p>
        ))}
      <CsvFields state={state} />
    </Panel>
  )
}

function Tools({ state, tool }: { readonly state: State; readonly tool: Signal<Tool> }) {
  const classes = state.opened.value?.classes ?? []
  const more = classes.length < limits.classes ? ['a new class'] : []
  const choices: (readonly [Tool, string])[] = [
    ...[...classes, ...more].map((name, k) => [k, name] as const),
    ['erase', 'erase'],
  ]
  return (
    <fieldset class="tools">
      <legend>A click on the picture adds a point; a drag moves one</legend>
      {choices.map(([value, name]) => (
        <label key={value}>
          <input type="radio" name="tool" checked={tool.value === value} onChange={() => (tool.value = value)} />
          {value !== 'erase' && <i style={{ background: `var(--class-${value % classColours})` }} />}
          {name}
        </label>
      ))}
    </fieldset>
  )
}
