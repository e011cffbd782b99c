// Where units and weights of the diagram lie, in CSS pixels, and which number of which parameter a line stands for.
import type { NodeView, Opened } from '../session/messages.ts'

/** At most so many units of a layer are drawn; the others are counted. */
export const mostUnits = 12
export const unitSize = 34
const rowPitch = 42
const leastColumnPitch = 116
/** Room for what stands above a column. */
const top = 84

export interface Column {
  /** The layer's name, `x` for the inputs. */
  readonly node: string
  readonly units: number
  readonly drawn: number
  readonly hidden: boolean
  readonly activation: string
  /** Middles of the drawn units. */
  readonly x: number
  readonly y: readonly number[]
}

export interface Places {
  readonly width: number
  readonly height: number
  readonly columns: readonly Column[]
}

/** A drawn weight: the one between two drawn units. */
export interface Wire {
  readonly parameter: string
  readonly index: number
  readonly value: number
  readonly from: readonly [x: number, y: number]
  readonly to: readonly [x: number, y: number]
  /** |value| as a share of the largest of its layer, in [0, 1]. */
  readonly share: number
  readonly source: readonly [node: string, unit: number]
  readonly target: readonly [node: string, unit: number]
}

export type Parameters = Readonly<Record<string, Float32Array>>

/** Layers without weights of their own (joins) have no column: who reads them reads what they join. */
const isJoin = ({ activation }: NodeView) => activation === 'concat' || activation === 'add'

/** A column a layer, the inputs first, each in the middle of the height. */
export function placesOf({ nodes, names }: Pick<Opened, 'nodes' | 'names'>, room: number): Places {
  const layers = nodes.filter((node) => !isJoin(node))
  const inputs = { name: 'x', units: names.length, activation: 'identity' }
  const all = [inputs, ...layers]
  const width = Math.max(room, all.length * leastColumnPitch)
  const pitch = width / all.length
  const tallest = Math.max(...all.map(({ units }) => Math.min(units, mostUnits)))
  const more = all.some(({ units }) => units > mostUnits)
  const middle = top + (tallest * rowPitch) / 2
  const columns = all.map(({ name, units, activation }, k) => {
    const drawn = Math.min(units, mostUnits)
    return {
      node: name,
      units,
      drawn,
      hidden: k > 0 && k < all.length - 1,
      activation,
      x: pitch * (k + 0.5),
      y: Array.from({ length: drawn }, (_, unit) => middle + (unit - (drawn - 1) / 2) * rowPitch),
    }
  })
  return { width, height: top + tallest * rowPitch + (more ? 24 : 4), columns }
}

/** All weights between drawn units. A maxout unit has a weight a piece: the line is the strongest of them, and names its parameter. */
export function wiresOf(nodes: readonly NodeView[], { columns }: Places, parameters: Parameters): Wire[] {
  const byNode = new Map(columns.map((column) => [column.node, column]))
  return columns.slice(1).flatMap((target) => {
    const node = nodes.find(({ name }) => name === target.node)!
    const sources = sourcesOf(nodes, node.from).flatMap((name) => byNode.get(name) ?? [])
    const inputs = sources.reduce((sum, { units }) => sum + units, 0)
    // A view of the network before this one may still be on its way: its sizes are others.
    const pieces = Object.keys(parameters).filter(
      (name) => isWeightsOf(name, node.name) && parameters[name]!.length === inputs * target.units,
    )
    if (pieces.length === 0) return []
    const largest = pieces.reduce((most, name) => Math.max(most, largestOf(parameters[name]!)), 0)
    return target.y.flatMap((y, unit) => {
      let offset = unit * inputs
      return sources.flatMap((source) => {
        const first = offset
        offset += source.units
        return source.y.map((fromY, from): Wire => {
          const index = first + from
          const parameter = pieces.reduce((best, name) =>
            Math.abs(parameters[name]![index]!) > Math.abs(parameters[best]![index]!) ? name : best,
          )
          const value = parameters[parameter]![index]!
          return {
            parameter,
            index,
            value,
            from: [source.x + unitSize / 2, fromY],
            to: [target.x - unitSize / 2, y],
            share: largest > 0 ? Math.abs(value) / largest : 0,
            source: [source.node, from],
            target: [target.node, unit],
          }
        })
      })
    })
  })
}

/** `h1.W`, or of a maxout layer `h1.W1`, `h1.W2`, …: all (units, inputs). */
const isWeightsOf = (name: string, node: string) =>
  name.startsWith(`${node}.W`) && /^\d*$/.test(name.slice(node.length + 2))

function sourcesOf(nodes: readonly NodeView[], from: readonly string[]): string[] {
  return from.flatMap((name) => {
    const node = nodes.find((node) => node.name === name)
    return node && isJoin(node) ? sourcesOf(nodes, node.from) : [name]
  })
}

const largestOf = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** Stroke width in CSS pixels. */
export const wireWidth = (share: number): number => 0.5 + 3.5 * share

/** Weak weights step back, none vanishes. */
export const wireOpacity = (share: number): number => 0.2 + 0.7 * share

/** The wire nearest to a point, at most `within` pixels away. */
export function nearestWire(wires: readonly Wire[], x: number, y: number, within: number): Wire | undefined {
  let [best, least]: [Wire | undefined, number] = [undefined, within]
  for (const wire of wires) {
    const distance = distanceTo(wire, x, y)
    if (distance <= least) [best, least] = [wire, distance]
  }
  return best
}

function distanceTo({ from: [x0, y0], to: [x1, y1] }: Wire, x: number, y: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy)
}

/** A length for a style: Preact adds no unit of its own. */
export const px = (length: number): string => `${length}px`
