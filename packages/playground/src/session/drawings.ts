// What is drawn on demand: exact regions, a layer's view of the window, the pieces of a curve and what as many bumps could do.
import {
  activationsOf,
  type DataSet,
  decisionRegions,
  describe,
  type LiveModel,
  type Model,
  nearestSteps,
  type Slice,
  sweep,
  UnsupportedError,
  warpedGrid,
} from 'wigglenet'
import type { Bumps, Drawing, Drawn, ExactPicture, Pieces, Warped } from './messages.ts'

/** More linear regions than these are no picture any more, and take too long while a network trains. */
const mostRegions = 20_000
/** Data points that a warped picture shows, at most. */
const mostPoints = 1000

export interface Subject {
  /** Answers as the network stands. */
  readonly live: LiveModel
  /** The network as a model of what it has learned so far. */
  model(): Model
  readonly view: Slice
  readonly training: DataSet
  /** Regression: the function itself. */
  readonly truth?: DataSet
}

export function drawn(subject: Subject, { exact, warped, pieces, bumps }: Drawing): Drawn {
  return {
    // Over one input there is a line, and no regions.
    ...(exact && subject.live.network.inputs > 1 && { exact: exactOf(subject) }),
    ...(warped && isThere(subject, warped) && { warped: warpedOf(subject, warped) }),
    ...(pieces && subject.truth && { pieces: piecesOf(subject, subject.truth) }),
    ...(bumps && subject.truth && { bumps: bumpsOf(subject, subject.truth) }),
  }
}

/** The true polygons, or why there are none: only piecewise-linear networks have them. */
function exactOf({ model, view }: Subject): ExactPicture {
  try {
    const { kinks, boundary, linearRegionCount, regions } = decisionRegions(model(), view, { limit: mostRegions })
    return {
      kinks: kinks.slice(),
      boundary: boundary.slice(),
      linearRegions: linearRegionCount,
      regions: regions.length,
    }
  } catch (error) {
    if (error instanceof UnsupportedError) return { refusal: error.message }
    throw error
  }
}

/** What is asked for may be of the network before. */
const isThere = ({ live }: Subject, { node, units }: NonNullable<Drawing['warped']>) =>
  live.network.nodes.some((own) => own.name === node && units.every((unit) => unit < own.units))

function warpedOf({ live, view, training }: Subject, { node, units }: NonNullable<Drawing['warped']>): Warped {
  const grid = warpedGrid(live, view, { node, units })
  const all = activationsOf(live, node, training)
  const width = all.length / training.rows
  const every = Math.ceil(training.rows / mostPoints)
  const rows = Math.ceil(training.rows / every)
  const at = new Float32Array(2 * rows)
  for (let k = 0; k < rows; k++) {
    at[2 * k] = all[k * every * width + units[0]]!
    at[2 * k + 1] = all[k * every * width + units[1]]!
  }
  const labels = Uint16Array.from({ length: rows }, (_, k) => training.y[k * every]!)
  return { node, units, columns: grid.columns, rows: grid.rows, grid: grid.warped, points: at, labels }
}

/** What each unit of the last hidden layer adds to the curve: its answer times its weight. */
function piecesOf({ live, model }: Subject, { X }: DataSet): Pieces | undefined {
  const { nodes } = live.network
  const scores = nodes.at(-1)!
  const last = nodes.findLast(({ kind }, k) => k < nodes.length - 1 && (kind === 'dense' || kind === 'maxout'))
  if (!last) return undefined
  const points = X.length
  const { units } = sweep(live, { window: [X[0]!, X.at(-1)!], points, node: last.name })
  const W = model().parameters[`${scores.name}.W`]!
  const first = W.length - last.units // with a skip connection the inputs come first
  return {
    node: last.name,
    units: last.units,
    x: Float64Array.from(X),
    values: units.map((answer, i) => answer * W[first + Math.floor(i / points)]!),
  }
}

/** The nearest sum of bumps side by side with at most as many parameters: each has both ends and a height, and there is one constant. */
function bumpsOf({ live }: Subject, { X, y }: DataSet): Bumps {
  const { parameters } = describe(live.network)
  const count = Math.max(1, Math.floor((parameters - 1) / 3))
  const { steps, error } = nearestSteps(y, count)
  const half = (X[1]! - X[0]!) / 2
  const edge = (place: number) => (place === 0 ? X[0]! : place === X.length ? X.at(-1)! : X[place]! - half)
  return {
    parameters,
    count: steps.length,
    supError: error,
    steps: Float64Array.from(steps.flatMap(({ from, to, height }) => [edge(from), edge(to), height])),
  }
}
