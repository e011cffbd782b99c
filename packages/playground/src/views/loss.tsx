// Training and test loss over the steps, on a logarithmic axis. uPlot draws; words and the last numbers stand above it as text.
import { type ReadonlySignal, useComputed, useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { cssColour, type Palette } from './colors.ts'
import { usePalette, useSize, useSlowed } from './hooks.ts'
import { type LossPoint, lossColumns, lossRange, stepRange } from './loss-series.ts'
import { numberText } from './ticks.ts'
import './views.css'

const everyMs = 100

/** Loss curves of training and test. */
export function LossView({ history }: { readonly history: ReadonlySignal<readonly LossPoint[]> }) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | undefined>(undefined)
  const palette = usePalette(box)
  const size = useSize(box)
  const slowed = useSlowed(history, everyMs)

  // A theme makes the chart anew, in the size that holds; data and sizes only change it.
  useSignalEffect(() => {
    if (!palette.value || !box.current) return
    const [width, height] = size.peek()
    const data = lossColumns(slowed.peek())
    const made = new uPlot(optionsOf(palette.value, width || 300, height || 160), data, box.current)
    chart.current = made
    return () => made.destroy()
  })
  useSignalEffect(() => {
    const [width, height] = size.value
    if (width > 0 && height > 0) chart.current?.setSize({ width, height })
  })
  useSignalEffect(() => chart.current?.setData(lossColumns(slowed.value)))
  useEffect(() => () => (chart.current = undefined), [])

  const last = useComputed(() => slowed.value.at(-1))
  const text = (loss: number | undefined) => (loss === undefined ? '–' : numberText(loss))
  return (
    <figure class="loss-view">
      <figcaption class="legend">
        <span class="key train">
          training loss <output>{text(last.value?.train)}</output>
        </span>
        <span class="key test">
          test loss <output>{text(last.value?.test)}</output>
        </span>
        <span>at step {last.value?.step ?? 0}</span>
      </figcaption>
      <div class="loss-box" ref={box} role="img" aria-label="Loss over the steps, on a logarithmic axis" />
    </figure>
  )
}

function optionsOf(palette: Palette, width: number, height: number): uPlot.Options {
  const axis = {
    stroke: cssColour(palette.faint),
    font: '12px system-ui, sans-serif',
    labelFont: '12px system-ui, sans-serif',
    labelSize: 18,
    grid: { stroke: cssColour(palette.line), width: 1 },
    ticks: { stroke: cssColour(palette.line), width: 1, size: 4 },
  }
  return {
    width,
    height,
    padding: [8, 12, 0, 0],
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
      { stroke: cssColour(palette.classes[0]!), width: 2, points: { show: false } },
      { stroke: cssColour(palette.classes[1]!), width: 2, dash: [6, 4], points: { show: false } },
    ],
  }
}
