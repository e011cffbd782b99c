// Setup → the network and how it is trained.
import {
  concat,
  type DataSet,
  dense,
  drawParameter,
  type Layer,
  maxout,
  type Network,
  network,
  OptionError,
  optimizerFromData,
  parameterShapes,
  type TrainerOptions,
} from 'wigglenet'
import { activations, losses, optimizers } from 'wigglenet/catalogue'
import type { Setup } from '../setup.ts'
import type { NodeView } from './messages.ts'

/** The network of a setup for these data: hidden layers h1, h2, …; with a skip connection the scores read `joined`, the inputs and the
 *  last hidden layer side by side. */
export function networkOf({ layers, skip, training }: Setup, { inputs, classes = [] }: DataSet): Network {
  const hidden = layers.map(({ units, activation, dropout, pieces }, k): [string, Layer] => [
    `h${k + 1}`,
    activation === 'maxout'
      ? maxout(units, { dropout, ...(pieces !== undefined && { pieces }) })
      : dense(units, partOf('activation', activations, activation), { dropout }),
  ])
  const last = hidden.at(-1)?.[0]
  const joined: [string, Layer][] = skip && last ? [['joined', concat({ from: ['x', last] })]] : []
  const outputs = partOf('loss', losses, training.loss).target === 'index' ? classes.length : 1
  return network(inputs, Object.fromEntries([...hidden, ...joined, ['scores', dense(outputs)]]))
}

/** How it is trained. Where few rows are left, a batch is all of them. */
export function optionsOf(
  { training }: Setup,
  made: Network,
  data: DataSet,
  test: DataSet | undefined,
): TrainerOptions {
  const { rate, batch, l2, l1, seed, scale } = training
  const { options, ...rule } = partOf('optimizer', optimizers, training.optimizer)
  return {
    loss: partOf('loss', losses, training.loss),
    optimizer: optimizerFromData({ ...rule, options: { ...options, rate } }, training.optimizer),
    batch: Math.min(batch, data.rows),
    ...{ l2, l1, seed },
    ...(scale !== 1 && { parameters: firstParameters(made, seed, scale) }),
    ...(test && { validation: test }),
  }
}

/** The part of that kind.
 *  Throws:  OptionError that lists the kinds */
function partOf<Part>(role: string, parts: Readonly<Record<string, () => Part>>, kind: string): Part {
  const make = Object.hasOwn(parts, kind) ? parts[kind] : undefined
  if (make) return make()
  throw new OptionError({
    where: 'setup',
    expected: `the ${role} must be one of ${Object.keys(parts).join(', ')}`,
    received: kind,
    fix: 'Choose one of these.',
  })
}

/** What the initializers draw, the weights times `scale`. */
export function firstParameters(made: Network, seed: number, scale: number): Record<string, Float32Array> {
  return Object.fromEntries(
    parameterShapes(made).map((shape, i) => {
      const drawn = drawParameter(shape, seed, i)
      return [shape.name, shape.role === 'weights' ? drawn.map((w) => scale * w) : drawn]
    }),
  )
}

/** The layers as the page shows them. */
export const nodesOf = ({ nodes }: Network): NodeView[] =>
  nodes.map((node) => ({
    name: node.name,
    from: node.from,
    units: node.units,
    activation: node.kind === 'dense' ? node.activation.kind : node.kind,
  }))
