// Networks side by side: regions, losses and accuracy of each, all losses in one chart, and what many seeds give.
import { type ReadonlySignal, type Signal, untracked, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { Variation } from '../variation.ts'
import { variantClasses, variantColour } from '../views/colors.ts'
import { LossesView } from '../views/loss.tsx'
import { RegionsView } from '../views/regions.tsx'
import { standingWords } from '../views/standing-words.ts'
import { StripView } from '../views/strip.tsx'
import type { Compared, Comparison } from './comparison.ts'
import { Check, NumberField, Panel, SelectField } from './controls.tsx'
import type { State } from './state.ts'

export function CompareView({
  comparison,
  state,
  variation,
}: {
  readonly comparison: Comparison
  readonly state: State
  readonly variation: Signal<Variation>
}) {
  const hard = useSignal(false)
  useSignalEffect(() => {
    const [setup, differences] = [state.setup.value, variation.value]
    untracked(() => comparison.open(setup, differences))
  })
  useEffect(() => comparison.pause, [comparison])
  const networks = comparison.networks.value
  const curves = useMemo(
    () =>
      networks.map(({ label, history }, k) => {
        const colour = variantClasses[k % variantClasses.length]!
        return { name: label, history, train: colour, test: colour }
      }),
    [networks],
  )
  return (
    <div class="compare">
      <Panel title="Side by side">
        {comparison.refusal.value && (
          <p class="notice" role="alert">
            {comparison.refusal.value}
          </p>
        )}
        <div class="cards">
          {networks.map((network, k) => (
            <Card key={network.id} network={network} colour={variantColour(k)} hard={hard} />
          ))}
        </div>
        <Check
          label="Hard borders"
          title="Regions in one shade, however sure the network is"
          on={hard.value}
          onChange={(on) => (hard.value = on)}
        />
      </Panel>
      <Panel title="Losses">
        <LossesView curves={curves} />
      </Panel>
      <SeedsPanel comparison={comparison} />
    </div>
  )
}

function Card(props: { readonly network: Compared; readonly colour: string; readonly hard: ReadonlySignal<boolean> }) {
  const { network, colour, hard } = props
  const { opened, view, failure } = network
  const standing = useComputed(() => {
    if (!view.value) return ''
    const { step, train, test } = view.value
    return [
      `step ${step.toLocaleString('en')}`,
      `training ${standingWords(train)}`,
      ...(test ? [`test ${standingWords(test)}`] : []),
    ].join(' · ')
  })
  return (
    <article class="card" style={{ '--colour': colour }} aria-label={network.label}>
      <h3>{network.label}</h3>
      <p class="hint">{opened.value?.summary}</p>
      <RegionsView opened={opened} view={view} hard={hard} />
      <p class="standing">{standing}</p>
      {failure.value && (
        <p class="notice" role="alert">
          {failure.value.message} {failure.value.fix}
        </p>
      )}
    </article>
  )
}

function SeedsPanel({ comparison }: { readonly comparison: Comparison }) {
  const count = useSignal(20)
  const epochs = useSignal(50)
  const rows = useSignal<'train' | 'test'>('train')
  const seeds = comparison.seeds.value
  const done = seeds?.results.length ?? 0
  const busy = seeds !== undefined && done < seeds.asked
  const strip = seeds?.labels.map((label, index) => {
    const own = seeds.results.filter((result) => result.index === index)
    const losses = own.flatMap((result) => result[rows.value]?.loss ?? [])
    return { label, losses, failed: own.filter(({ failure }) => failure !== undefined).length }
  })
  return (
    <Panel title="Many seeds">
      <p class="hint">Each network is trained anew from many first weights: what is luck, and what is not?</p>
      <div class="row seeds">
        <NumberField label="Seeds" value={count.value} low={1} high={200} whole onChange={(n) => (count.value = n)} />
        <NumberField
          label="Epochs each"
          value={epochs.value}
          low={1}
          high={10_000}
          whole
          onChange={(n) => (epochs.value = n)}
        />
        <SelectField
          label="Show"
          value={rows.value}
          options={[
            ['train', 'training loss'],
            ['test', 'test loss'],
          ]}
          onChange={(next) => (rows.value = next)}
        />
        <button
          type="button"
          class={busy ? undefined : 'main'}
          onClick={() => (busy ? comparison.stopSeeds() : comparison.trySeeds(count.value, epochs.value))}
        >
          {busy ? 'Stop' : 'Try them'}
        </button>
      </div>
      <p class="hint" role="status">
        {seeds && (busy ? `${done} of ${seeds.asked} runs are done.` : `${done} runs, ${seeds.epochs} epochs each.`)}
      </p>
      {strip && (
        <StripView
          rows={strip}
          title={`Final ${rows.value === 'train' ? 'training' : 'test'} losses, a dot a seed, a line at the median`}
        />
      )}
    </Panel>
  )
}
