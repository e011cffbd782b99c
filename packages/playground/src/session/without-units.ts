// A network whose units are switched off answers as one that does not have them. So its health is that of the smaller one: what is off is not
// counted, and does not hide how the others fare.
import {
  concat,
  dense,
  type Layer,
  maxout,
  type Network,
  network,
  type ParameterShape,
  parameterShapes,
  type Trainer,
  type TrainerOptions,
} from 'wigglenet'

/** Units of a layer that are left, in their order. */
export type Left = ReadonlyMap<string, readonly number[]>

/** What of a trainer is read. */
export type Watched = Pick<
  Trainer,
  'network' | 'training' | 'validation' | 'options' | 'stepsPerEpoch' | 'cursor' | 'snapshot'
>

type Tensors = Readonly<Record<string, Float32Array | Float64Array>>

const every = (count: number) => Array.from({ length: count }, (_, k) => k)

/** The units of each layer that are not off. */
export const leftOf = ({ nodes }: Network, isOff: (node: string, unit: number) => boolean): Left =>
  new Map(nodes.map(({ name, units }) => [name, every(units).filter((unit) => !isOff(name, unit))]))

/** The trainer as it is seen without the units that are off. Every layer must have some left.
 *  Throws nothing of its own: the smaller network is one that the library takes */
export function withoutUnits(
  trainer: Trainer,
  options: TrainerOptions & { readonly parameters: Tensors },
  left: Left,
): { readonly watched: Watched; readonly options: TrainerOptions } {
  const { network: whole } = trainer
  const shapes = new Map(parameterShapes(whole).map((shape) => [shape.name, shape]))
  const reads = columnsRead(whole, left)
  const smaller = network(whole.inputs, layersOf(whole, left))

  /** Parameters, or an optimizer's numbers for them, which are named after them. */
  const cut = (tensors: Tensors): Tensors =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, values]) => {
        const shape = shapes.get(name.slice(name.indexOf(':') + 1))!
        return [name, cutTensor(values, shape, left.get(shape.node)!, reads.get(shape.node)!)]
      }),
    )

  const watched: Watched = {
    ...trainer,
    network: smaller,
    snapshot() {
      const { parameters, state, ...rest } = trainer.snapshot()
      return { ...rest, parameters: cut(parameters), state: cut(state) }
    },
  }
  return { watched, options: { ...options, parameters: cut(options.parameters) } }
}

function layersOf({ nodes }: Network, left: Left): Record<string, Layer> {
  return Object.fromEntries(
    nodes.map((node): [string, Layer] => {
      const { name, from } = node
      const units = left.get(name)!.length
      switch (node.kind) {
        case 'dense':
          return [name, dense(units, node.activation, { from: from[0]!, dropout: node.dropout })]
        case 'maxout':
          return [name, maxout(units, { from: from[0]!, pieces: node.pieces, dropout: node.dropout })]
        case 'concat':
          return [name, concat({ from: [...from] })]
        default:
          throw new Error(`the page makes no layer of kind ${node.kind}`)
      }
    }),
  )
}

/** Which numbers of what it reads each layer still reads. */
function columnsRead({ nodes, inputs }: Network, left: Left): ReadonlyMap<string, readonly number[]> {
  const given = new Map<string, { readonly width: number; readonly kept: readonly number[] }>([
    ['x', { width: inputs, kept: every(inputs) }],
  ])
  const reads = new Map<string, readonly number[]>()
  for (const { name, kind, from, units } of nodes) {
    let width = 0
    const kept = from.flatMap((source) => {
      const own = given.get(source)!
      width += own.width
      return own.kept.map((place) => place + width - own.width)
    })
    reads.set(name, kept)
    given.set(name, kind === 'concat' ? { width, kept } : { width: units, kept: left.get(name)! })
  }
  return reads
}

function cutTensor<Values extends Float32Array | Float64Array>(
  values: Values,
  { role, shape }: ParameterShape,
  units: readonly number[],
  columns: readonly number[],
): Values {
  if (role === 'learned' && shape[0] === 1) return values // one for the layer
  const width = shape[1] ?? 1
  const kept = shape[1] === undefined ? [0] : columns
  const numbers = units.flatMap((unit) => kept.map((column) => values[unit * width + column]!))
  return (values instanceof Float32Array ? Float32Array.from(numbers) : Float64Array.from(numbers)) as Values
}
