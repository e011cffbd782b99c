// The pictures of a network over two of its inputs.
import {
  type DataSet,
  decisionRaster,
  decisionRegions,
  type Model,
  OptionError,
  type Slice,
  slice,
  unitResponses,
  warpedGrid,
} from 'wigglenet'
import type { ChartPoints } from '../charts/chart-points.ts'
import { decisionRasterChart, decisionRegionsChart } from '../charts/decision-regions.ts'
import { unitResponsesChart } from '../charts/unit-responses.ts'
import { warpedGridChart } from '../charts/warped-grid.ts'
import { type Figure, figure } from './figure.ts'
import { rowsInSlice } from './rows-in-slice.ts'

/** Cells along the side of a raster of regions, and of one of a unit. */
const regionCells = 240
const unitCells = 48
/** Linear regions that are drawn, at most: more are a grey haze, and take long to find. */
const mostPieces = 5000
const piecewiseLinear = ['relu', 'leaky-relu', 'prelu', 'identity']

/** Regions, exact polygons, the units of the first layer and the grid that it bends; of networks with more than two inputs, in the slice
 *  through the means of the others, without points, since these lie beside it. */
export function planeFigures(model: Model, rows: DataSet | undefined, rowsName: string): Figure[] {
  const plane = planeOf(model)
  if (!plane) return []
  const { network, classes } = model
  const flat = network.inputs === 2
  const first = network.nodes[0]!
  const points = flat && rows && classes ? { points: pointsOf(rows, plane), rowsName } : {}
  const bent = network.nodes.some((node) =>
    node.kind === 'dense'
      ? !piecewiseLinear.includes(node.activation.kind)
      : !['maxout', 'add', 'concat'].includes(node.kind),
  )
  const held = flat ? {} : { title: 'Decision regions, other inputs at their means' }
  return [
    figure(
      'regions',
      () => decisionRaster(model, plane, { columns: regionCells, rows: regionCells }),
      (raster, options) => decisionRasterChart(raster, { ...points, ...(classes && held), ...options }),
    ),
    ...(bent || !classes
      ? []
      : [
          figure(
            'polygons',
            () => decisionRegions(model, plane, { limit: mostPieces }),
            (exact, options) => decisionRegionsChart(exact, { ...points, ...options }),
          ),
        ]),
    figure('units', () => unitResponses(model, plane, { columns: unitCells, rows: unitCells }), unitResponsesChart),
    ...(first.units < 2
      ? []
      : [
          figure(
            'grid',
            () => warpedGrid(model, plane),
            (grid, options) => warpedGridChart(grid, { ...(classes && { classes }), ...options }),
          ),
        ]),
  ]
}

/** The plane of the first two inputs that are numbers, where there are two. */
function planeOf(model: Model): Slice | undefined {
  if (model.preprocessing?.kind === 'image') return undefined
  try {
    return slice(model)
  } catch (error) {
    if (error instanceof OptionError) return undefined
    throw error
  }
}

const pointsOf = (rows: DataSet, plane: Slice): ChartPoints => ({ places: rowsInSlice(rows, plane), labels: rows.y })
