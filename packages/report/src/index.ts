// The public surface of the charts and of the report.
export { type BarsChart, barsChart } from './charts/bars-chart.ts'
export { calibrationChart } from './charts/calibration.ts'
export type { ChartPoints } from './charts/chart-points.ts'
export { confusionChart } from './charts/confusion-matrix.ts'
export { decisionRasterChart, decisionRegionsChart, type RegionOptions } from './charts/decision-regions.ts'
export { type HistogramChartOptions, histogramChart } from './charts/histogram.ts'
export {
  type HistogramSeriesChartOptions,
  histogramSeriesChart,
  layerDistributionsChart,
} from './charts/histogram-series.ts'
export { learningCurvesChart } from './charts/learning-curves.ts'
export { type ChartAxis, type ChartSeries, type LinesChart, linesChart } from './charts/lines-chart.ts'
export { networkChart } from './charts/network-chart.ts'
export { neuronChart } from './charts/neuron-chart.ts'
export { predictionsChart } from './charts/predictions.ts'
export { type ProjectionOptions, projectionChart } from './charts/projection.ts'
export { rateRangeChart } from './charts/rate-range.ts'
export { unitHealthChart } from './charts/unit-health.ts'
export { unitResponsesChart } from './charts/unit-responses.ts'
export { warpedGridChart } from './charts/warped-grid.ts'
export { type WeightImagesChartOptions, weightImagesChart } from './charts/weight-images.ts'
export { figurePage, type Report, type ReportEstimate, reportHtml } from './page/report.ts'
export type { Figure, FigureName } from './run/figure.ts'
export { figureOf, figuresOf } from './run/figures.ts'
export type { TrainedRun } from './run/trained-run.ts'
export type { PictureOptions } from './svg/picture.ts'
export { type Theme, themeCss } from './theme.ts'
