// What explore gives to those who draw: plain frozen objects and flat typed arrays, in the units of the user's columns.
// Nothing here knows of pages, SVG or colours. Grids are row-major, and their first row lies at the low end of the second axis.

/** One axis of a slice. */
export interface SliceAxis {
  /** The column, `pixel 12`, or `x0` where inputs have no names. */
  readonly name: string
  /** The window: where the drawing begins and ends, in the unit of the column. */
  readonly range: readonly [low: number, high: number]
}

/** A flat piece of input space, drawn in two coordinates. A point (u, v) is the network's input origin + u·across + v·up. */
export interface Slice {
  readonly kind: 'slice'
  readonly axes: readonly [SliceAxis, SliceAxis]
  readonly origin: Float64Array // (inputs)
  readonly across: Float64Array // (inputs)
  readonly up: Float64Array // (inputs)
}

/** A grid of points over a slice: the middles of columns × rows equal cells. */
export interface SliceGrid {
  readonly slice: Slice
  readonly columns: number
  readonly rows: number
}

/** What a model answers at each point of a grid. */
export interface DecisionRaster extends SliceGrid {
  readonly kind: 'decision-raster'
  readonly outputs: number
  readonly scores: Float32Array // (rows, columns, outputs)
  /** Classification: names of the classes, the number of the predicted one, and where the loss gives them, probabilities. */
  readonly classes?: readonly string[]
  readonly labels?: Uint16Array // (rows, columns)
  readonly probabilities?: Float32Array // (rows, columns, classes)
  /** Regression: predictions in the unit of the target. */
  readonly predictions?: Float64Array // (rows, columns, outputs)
}

/** A convex polygon over which every score is one linear function. */
export interface LinearRegion {
  /** Corners x, y, x, y, … counter-clockwise, in the units of the axes. */
  readonly polygon: Float64Array // (corners, 2)
  /** score k at (u, v) = constant + across·u + up·v */
  readonly scores: Float64Array // (outputs, 3): constant, across, up
}

/** A part of a linear region in which one class wins: the convex cells tile the window. */
export interface DecisionCell {
  readonly polygon: Float64Array // (corners, 2)
  /** The number of the class. */
  readonly label: number
  /** Its place in `linearRegions`, and in `regions`. */
  readonly linearRegion: number
  readonly region: number
}

/** A connected part of the window in which one class wins. Parts that touch in a single point are not connected. */
export interface DecisionRegion {
  readonly label: number
  /** Share of the window's area. */
  readonly share: number
  /** Whether it reaches the window's edge: one that does not is an island. */
  readonly touchesEdge: boolean
  /** Its outlines: counter-clockwise ones around it, clockwise ones around holes. Fill them together. */
  readonly rings: readonly Float64Array[] // each (corners, 2)
}

/** The exact picture of a piecewise-linear network in a slice. */
export interface ExactRegions {
  readonly kind: 'exact-regions'
  readonly slice: Slice
  /** Polygons of one activation pattern each; they tile the window. */
  readonly linearRegions: readonly LinearRegion[]
  /** How many polygons there are, and how many linear regions in the strict sense: neighbouring polygons with the same function, as behind a
   *  unit that nothing listens to, are one. */
  readonly activationPatterns: number
  readonly linearRegionCount: number
  /** Sides between linear regions: x1, y1, x2, y2 each. */
  readonly kinks: Float64Array // (segments, 4)
  /** Classification only; empty in regression. */
  readonly classes: readonly string[]
  readonly cells: readonly DecisionCell[]
  readonly regions: readonly DecisionRegion[]
  /** The decision boundary: x1, y1, x2, y2 each; and the two classes that it parts. */
  readonly boundary: Float64Array // (segments, 4)
  readonly boundaryClasses: Uint16Array // (segments, 2)
}

/** What each unit of a layer answers over a slice. */
export interface UnitResponses extends SliceGrid {
  readonly kind: 'unit-responses'
  readonly node: string
  readonly units: number
  /** Unit by unit: a picture each. */
  readonly values: Float32Array // (units, rows, columns)
  /** The least and the largest value of each unit. */
  readonly ranges: Float32Array // (units, 2)
}

/** The window's grid, bent by the network: where two units of a layer send each crossing of its lines. */
export interface WarpedGrid extends SliceGrid {
  readonly kind: 'warped-grid'
  readonly node: string
  readonly units: readonly [number, number]
  /** Crossings, which lie on the window's edges too: u, v as they are, and the two units' outputs. */
  readonly points: Float64Array // (rows, columns, 2)
  readonly warped: Float32Array // (rows, columns, 2)
  /** The predicted class at each crossing; classification only. */
  readonly labels?: Uint16Array // (rows, columns)
}

/** A link between two nodes of a diagram. */
export interface DiagramEdge {
  readonly from: string
  readonly to: string
  /** Left out where there are no weights, as for a network that is not trained. The links of add and concat weigh 1 and are `fixed`. */
  readonly weight?: number
  readonly sign?: -1 | 0 | 1
  /** |weight| / the largest of its layer, for the width of a line. */
  readonly strength?: number
  readonly fixed: boolean
  /** The piece of a maxout unit that it belongs to, from 1. */
  readonly piece?: number
}
