// Figures → pictures, by the charts of the report package.
import {
  barsChart,
  decisionRasterChart,
  decisionRegionsChart,
  linesChart,
  networkChart,
  neuronChart,
  type PictureOptions,
  unitResponsesChart,
  weightImagesChart,
} from '@wigglenet/report'
import type { Figure } from '../figure.ts'

/** A figure as SVG; with the theme `page`, as a `<figure>` of HTML.
 *  Example: writeFileSync('forgetting.svg', drawFigure(outcome.figures[2]))  */
export function drawFigure(figure: Figure, options: PictureOptions = {}): string {
  const { title, caption: note } = figure
  const look = { title, note, ...options }
  const points = 'points' in figure && figure.points ? { points: figure.points } : {}
  switch (figure.kind) {
    case 'lines':
      return linesChart(figure, look)
    case 'bars':
      return barsChart(figure, look)
    case 'regions':
      return decisionRegionsChart(figure.regions, { ...look, ...points })
    case 'raster':
      return decisionRasterChart(figure.raster, { ...look, ...points })
    case 'units':
      return unitResponsesChart(figure.responses, look)
    case 'weights':
      return weightImagesChart(figure.images, { ...look, ...(figure.names && { names: figure.names }) })
    case 'network':
      return networkChart(figure.diagram, look)
    case 'neuron':
      return neuronChart(figure.diagram, look)
    default:
      return figure satisfies never
  }
}
