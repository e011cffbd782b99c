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
  /** How many activation patterns there are in the window, and how many different linear functions meet there: neighbouring polygons with
   *  the same function (behind a unit that nothing listens to) count once. */
  readonly activationPatterns: number
  readonly linearFunctions: number
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

/** A model along one axis: outputs and every unit of a layer. */
export interface Sweep {
  readonly kind: 'sweep'
  readonly axis: SliceAxis
  readonly x: Float64Array // (points)
  readonly outputs: number
  /** Scores; in regression, predictions in the unit of the target. */
  readonly values: Float64Array // (outputs, points)
  readonly node: string
  readonly units: Float32Array // (units, points)
}

/** Directions of greatest variance. */
export interface Projection {
  readonly kind: 'projection'
  readonly mean: Float64Array // (inputs)
  /** Unit vectors, at right angles, the one of greatest variance first; the entry largest in size is positive. */
  readonly components: Float64Array // (components, inputs)
  readonly variances: Float64Array // (components)
  /** Shares of the variance of all inputs. */
  readonly shares: Float64Array // (components)
  /** The rows along the components. */
  readonly points: Float32Array // (rows, components)
}

/** The course of a run, a place in each list for each epoch told; NaN where an epoch did not tell it. */
export interface LearningCurves {
  readonly kind: 'learning-curves'
  readonly epoch: Float64Array
  readonly step: Float64Array
  readonly rate: Float64Array
  readonly loss: Float64Array
  readonly penalty: Float64Array
  readonly seconds: Float64Array
  readonly accuracy?: Float64Array
  readonly rSquared?: Float64Array
  readonly validationLoss?: Float64Array
  readonly validationAccuracy?: Float64Array
  readonly validationRSquared?: Float64Array
  /** The epoch whose weights the model has; known when the run has ended. */
  readonly best?: number
}

/** The weights of each unit as a picture of the input. */
export interface WeightImages {
  readonly kind: 'weight-images'
  readonly node: string
  readonly units: number
  readonly shape: readonly [channels: number, height: number, width: number]
  /** Weights divided by `limits`, in [-1, 1]: 0 stays 0. */
  readonly images: Float32Array // (units, channels, height, width)
  /** The largest size of a weight: of each unit, or of the layer. */
  readonly limits: Float32Array // (units)
}

/** Counts of values in bins of equal width; each takes its lower edge, the last one both. */
export interface Histogram {
  readonly kind: 'histogram'
  readonly edges: Float64Array // (bins + 1)
  readonly counts: Float64Array // (bins)
  readonly below: number
  readonly above: number
  /** NaN and infinities, which no bin takes. */
  readonly notFinite: number
  /** Of the finite values; NaN where there are none. */
  readonly mean: number
  readonly deviation: number
}

/** Histograms with the same bins, one for each time. */
export interface HistogramSeries {
  readonly kind: 'histogram-series'
  readonly edges: Float64Array // (bins + 1)
  readonly times: Float64Array // (times): steps or epochs
  readonly counts: Float64Array // (times, bins)
  readonly means: Float64Array // (times)
  readonly deviations: Float64Array // (times)
}

/** A unit, an input, or what stands for those left out, placed in [0, 1]: x from the input to the output, y from top to bottom. */
export interface DiagramNode {
  readonly id: string
  /** `x` for inputs, else the layer's name. */
  readonly layer: string
  /** Its number in the layer; left out where it stands for several that are not drawn. */
  readonly unit?: number
  /** How many units it stands for: 1, or the number left out. */
  readonly count: number
  readonly x: number
  readonly y: number
  /** Name of an input or a class, where it has one. */
  readonly label?: string
  readonly bias?: number
}
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
export interface DiagramLayer {
  readonly name: string
  readonly kind: 'input' | 'dense' | 'maxout' | 'add' | 'concat'
  readonly x: number
  readonly units: number
  /** Units that are not drawn one by one. */
  readonly hidden: number
  readonly activation?: string
}
/** A network as nodes and links to draw. */
export interface NetworkDiagram {
  readonly kind: 'network-diagram'
  readonly layers: readonly DiagramLayer[]
  readonly nodes: readonly DiagramNode[]
  readonly edges: readonly DiagramEdge[]
}

/** The text's mathematical model of a neuron, with the numbers of one unit. */
export interface NeuronDiagram {
  readonly kind: 'neuron-diagram'
  readonly layer: string
  readonly unit: number
  /** Axons from other neurons, synapses and dendrites; large neurons show those of largest weight, in their order. */
  readonly inputs: readonly {
    readonly input: number
    readonly name: string
    /** x0, w0 and w0·x0, to be set as mathematics. */
    readonly signal: string
    readonly synapse: string
    readonly dendrite: string
    readonly weight: number
    readonly effect: 'excitatory' | 'inhibitory' | 'none'
    /** Where a row was given: its number here, and weight·value. */
    readonly value?: number
    readonly product?: number
    readonly y: number
  }[]
  /** How many inputs are not shown. */
  readonly hidden: number
  readonly bias: number
  /** The cell body: `Σ wᵢxᵢ + b`, and its value. */
  readonly cellBody: { readonly text: string; readonly sum?: number }
  readonly activation: { readonly kind: string; readonly formula: string }
  /** The output axon: `f(Σ wᵢxᵢ + b)`, and its value, the firing rate. */
  readonly axon: { readonly text: string; readonly rate?: number }
}

/** How far confidence can be believed: rows by the probability of the class that was predicted. */
export interface CalibrationCurve {
  readonly kind: 'calibration-curve'
  readonly bins: readonly {
    readonly low: number
    readonly high: number
    readonly rows: number
    /** Mean probability, and share that is right; NaN for an empty bin. */
    readonly confidence: number
    readonly accuracy: number
  }[]
  /** Mean of |accuracy - confidence|, weighted by rows. */
  readonly expectedError: number
}
