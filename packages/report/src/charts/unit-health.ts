import * as Plot from '@observablehq/plot'
import type { Inspection } from 'wigglenet'
import { shortened, textWidth } from '../svg/lettering.ts'
import { type PictureOptions, svgOf, textSize } from '../svg/picture.ts'
import { axes, counted, percent, plotted } from '../svg/plotted.ts'

/** Which share of each layer does not take part: units that are active on no row (of rectifiers; pieces of maxout that never win), and local
 *  slopes so flat that hardly any gradient passes (of sigmoid, tanh and their like).
 *  Example: unitHealthChart(inspect(model.network, model.parameters, { data, loss: model.loss }))  */
export function unitHealthChart({ rows, layers }: Inspection, options: PictureOptions = {}): string {
  const bars = layers.flatMap(({ layer, activity, saturation }) => [
    ...(activity
      ? [
          {
            layer,
            kind: 'dead',
            share: activity.dead.length / activity.active.length,
            text: `${activity.dead.length} of ${activity.active.length} ${activity.of}`,
          },
        ]
      : []),
    ...(saturation ? [{ layer, kind: 'flat', share: saturation.flat, text: percent(saturation.flat) }] : []),
  ])
  const names = [...new Set(bars.map(({ layer }) => layer))]
  const kinds = new Set(bars.map(({ kind }) => kind))
  return svgOf(
    {
      title: 'Dead and saturated units',
      note:
        bars.length === 0
          ? 'No layer has units that could die or saturate.'
          : `Measured on ${counted(rows)} training rows.`,
      keys: ({ series }) => [
        ...(kinds.has('dead') ? [{ label: 'active on no row', colour: series[1]! }] : []),
        ...(kinds.has('flat') ? [{ label: 'flat slopes: hardly any gradient', colour: series[3]! }] : []),
      ],
      draw: (colours, width) => {
        const marginLeft = Math.min(120, Math.max(40, ...names.map((name) => textWidth(name, textSize) + 14)))
        const colour = (kind: string) => colours.series[kind === 'dead' ? 1 : 3]!
        return names.length === 0
          ? []
          : [
              plotted({
                width,
                height: 46 + 34 * names.length,
                marginLeft,
                marginRight: 26,
                marginTop: 6,
                marginBottom: 40,
                x: { domain: [0, 1] },
                y: { domain: names, padding: 0.3 },
                marks: [
                  ...axes(colours, {
                    x: { label: 'share of the layer', ticks: 5, grid: true, format: percent },
                    y: { label: '', format: ((name: string) => shortened(name, textSize, 106)) as never },
                  }),
                  Plot.ruleX([0], { stroke: colours.soft }),
                  Plot.barX(bars, {
                    x1: 0,
                    x2: 'share',
                    y: 'layer',
                    fill: ({ kind }) => colour(kind),
                    rx: 2,
                    title: ({ layer, text }) => `${layer}: ${text}`,
                  }),
                  Plot.text(bars, {
                    x: ({ share }) => Math.min(share, 0.8),
                    y: 'layer',
                    text: 'text',
                    textAnchor: 'start',
                    dx: 6,
                    fill: colours.ink,
                    stroke: colours.paper,
                    strokeWidth: 3,
                  }),
                ],
              }),
            ]
      },
    },
    options,
  )
}
