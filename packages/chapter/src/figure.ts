// Figures as data: which chart, and what it shows. draw.ts makes pictures of them.
import type { ChartAxis, ChartSeries } from '@wigglenet/report'
import type {
  DecisionRaster,
  ExactRegions,
  NetworkDiagram,
  NeuronDiagram,
  UnitResponses,
  WeightImages,
} from 'wigglenet'

interface Titled {
  readonly title: string
  /** What is to be seen in it, a sentence or two. */
  readonly caption: string
}

/** Examples over a picture of the plane: x, y, x, y, … and their classes. */
export interface FigurePoints {
  readonly places: ArrayLike<number>
  readonly labels?: ArrayLike<number>
}

export type Figure = Titled &
  (
    | { readonly kind: 'lines'; readonly x: ChartAxis; readonly y: ChartAxis; readonly series: readonly ChartSeries[] }
    | {
        /** A group of bars for each row, one bar for each series; a value that is left out has no bar. */
        readonly kind: 'bars'
        readonly value: ChartAxis
        readonly series: readonly string[]
        readonly rows: readonly {
          readonly name: string
          readonly values: readonly (number | undefined)[]
          readonly spread?: readonly (readonly [low: number, high: number] | undefined)[]
        }[]
      }
    | { readonly kind: 'regions'; readonly regions: ExactRegions; readonly points?: FigurePoints }
    | { readonly kind: 'raster'; readonly raster: DecisionRaster; readonly points?: FigurePoints }
    | { readonly kind: 'units'; readonly responses: UnitResponses }
    | { readonly kind: 'weights'; readonly images: WeightImages; readonly names?: readonly string[] }
    | { readonly kind: 'network'; readonly diagram: NetworkDiagram }
    | { readonly kind: 'neuron'; readonly diagram: NeuronDiagram }
  )
