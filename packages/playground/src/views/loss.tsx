// Training and test loss over the steps, on a logarithmic axis. uPlot draws; words and the last numbers stand above it as text.
import { computed, effect, type ReadonlySignal, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { cssColour, type Palette } from './colors.ts'
import { usePalette, useSize, useSlowed } from './hooks.ts'
import { joinedColumns, type LossPoint, lossRange, stepRange } from './loss-series.ts'
import { numberText } from './ticks.ts'
import './views.css'

const everyMs = 250

/** The losses of one network: what it is called where there are several, and the numbers of its class colours. */
export interface LossCurves {
  readonly name?: string
  readonly history: ReadonlySignal<readonly LossPoint[]>
  readonly train: number
  readonly test: number
}

const single = (history: ReadonlySignal<readonly LossPoint[]>): readonly LossCurves[] => [
  { history, train: 0, test: 1 },
]

/** Loss curves of training and test. */
export function LossView({ history }: { readonly history: ReadonlySignal<readonly LossPoint[]> }) {
  const curves = useMemo(() => single(history), [history])
  return <LossesView curves={curves} />
}

/** Loss curves of several networks in one chart. */
export function LossesView({ curves }: { readonly curves: readonly LossCurves[] }) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | undefined>(undefined)
  const palette = usePalette(box)
  const size = useSize(box)
  const histories = useMemo(() => computed(() => curves.map(({ history }) => history.value)), [curves])
  const slowed = useSlowed(histories, everyMs)

  // A theme makes the chart anew, in the size that holds; data and sizes only change it.
  useEffect(
    () =>
      effect(() => {
        if (!palette.value || !box.current) return
        const [width, height] = size.peek()
        const options = optionsOf(palette.value, curves, width || 300, height || 160)
        const made = new uPlot(options, joinedColumns(slowed.peek()), box.current)
        chart.current = made
        return () => made.destroy()
      }),
    [curves],
  )
  useSignalEffect(() => {
    const [width, height] = size.value
    if (width > 0 && height > 0) chart.current?.setSize({ width, height })
  })
  useSignalEffect(() => chart.current?.setData(joinedColumns(slowed.value)))
  useEffect(() => () => (chart.current = undefined), [])

  const text = (loss: number | undefined) => (loss === undefined ? '–' : numberText(loss))
  const last = slowed.value.map((history) => history.at(-1))
  return (
    <figure class="loss-view">
      <figcaption class="legend">
        {curves.map(({ name, train, test }, k) => (
          <>
            <span class="key" style={{ '--colour': `var(--class-${train})` }}>
              {name ? `${name}: training` : 'training loss'} <output>{text(last[k]?.train)}</output>
            </span>
            <span class="key test" style={{ '--colour': `var(--class-${test})` }}>
              {name ? 'test' : 'test loss'} <output>{text(last[k]?.test)}</output>
            </span>
          </>
        ))}
        <span>at step {Math.max(0, ...last.map((point) => point?.step ?? 0)).toLocaleString('en')}</span>
      </figcaption>
      <div class="loss-box" ref={box} role="img" aria-label="Loss over the steps, on a logarithmic axis" />
    </figure>
  )
}

function optionsOf(palette: Palette, curves: readonly LossCurves[], width: number, height: number): uPlot.Options {
  const axis = {
    stroke: cssColour(palette.faint),
    font: '12px system-ui, sans-serif',
    labelFont: '12px system-ui, sans-serif',
    labelSize: 18,
    grid: { stroke: cssColour(palette.line), width: 1 },
    ticks: { stroke: cssColour(palette.line), width: 1, size: 4 },
  }
  // Several networks are looked at in turn: at the step of one the others have no number.
  const line = { width: 2, points: { show: false }, spanGaps: curves.length > 1 }
  return {
    width,
    height,
    padding: [8, 24, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: (_, low, high) => [...stepRange(low, high)] as [number, number] },
      y: { distr: 3, range: (_, low, high) => [...lossRange(low, high)] as [number, number] },
    },
    axes: [
      { ...axis, label: 'step', size: 30 },
      {
        ...axis,
        label: 'loss',
        size: 46,
        values: (_, splits) => splits.map((value) => (value === null ? '' : numberText(value))),
      },
    ],
    series: [
      {},
      ...curves.flatMap(({ train, test }) => [
        { ...line, stroke: cssColour(palette.classes[train]!) },
        { ...line, stroke: cssColour(palette.classes[test]!), dash: [6, 4] },
      ]),
    ],
  }
}
