// A model file → a setup and weights that the page can show; or one sentence that says why it cannot. Loaded only when it is asked for.
import type { Model, Network } from 'wigglenet'
import { activations, losses } from 'wigglenet/catalogue'
import { limits } from '../limits.ts'
import { partName } from '../part-words.ts'
import {
  classCount,
  type DataSetup,
  isOwn,
  type LayerSetup,
  lossesFor,
  optimizers,
  type Setup,
  withData,
} from '../setup.ts'
import type { Shared, Weights } from '../share.ts'

/** Names that the generators give their classes, and which of them does. */
const shapesByClass = {
  arm: 'spiral',
  inner: 'circles',
  upper: 'moons',
  same: 'xor',
  blob: 'blobs',
  ring: 'rings',
} as const

class CannotShow extends Error {}
const refuse = (why: string): never => {
  throw new CannotShow(why)
}

/** What the page opens for a model: its network, how it was trained, its weights; the data shown where they fit, else those that it knows by
 *  the names of their classes. */
export function setupOfModel(model: Model, present: Setup): Shared {
  try {
    const { layers, skip, names } = layersOf(model.network)
    const data = dataOf(model, present.data)
    const loss = model.loss.kind
    const known = losses[loss]
    if (!lossesFor(data).includes(loss) || JSON.stringify(known?.()) !== JSON.stringify(model.loss)) {
      refuse(`its loss is ${partName(loss)}, which the page does not have for these data`)
    }
    const setup = withData({ ...present, layers, skip }, data)
    const training = { ...setup.training, ...trainingOf(model.provenance.options), seed: model.provenance.seed, loss }
    return { setup: { ...setup, training: { ...training, scale: 1 } }, weights: weightsOf(model, names) }
  } catch (error) {
    if (!(error instanceof CannotShow)) throw error
    return { problem: `The page cannot show this model: ${error.message}.` }
  }
}

/** Hidden layers in a chain; the scores read the last of them, and with a skip connection the inputs too. `names` maps to the page's own. */
function layersOf({ nodes }: Network): { layers: LayerSetup[]; skip: boolean; names: Map<string, string> } {
  const [last, before] = [nodes.at(-1)!, nodes.at(-2)]
  const skip = before?.kind === 'concat' && before.from.length === 2 && before.from[0] === 'x'
  const hidden = nodes.slice(0, skip ? -2 : -1)
  const names = new Map([[last.name, 'scores'], ...(skip ? [[before.name, 'joined'] as const] : [])])
  if (hidden.length > limits.layers)
    refuse(`it has ${hidden.length} hidden layers, and the page at most ${limits.layers}`)
  if (last.kind !== 'dense' || last.activation.kind !== 'identity') refuse('its last layer has an activation')
  const layers = hidden.map((node, k): LayerSetup => {
    const from = hidden[k - 1]?.name ?? 'x'
    if (node.kind !== 'dense' && node.kind !== 'maxout' && node.kind !== 'add' && node.kind !== 'concat')
      return refuse(`its layer ${node.name} is of kind ${node.kind}`)
    if (node.kind === 'add' || node.kind === 'concat' || node.from[0] !== from) {
      return refuse('its layers are no chain, with or without a skip connection to the scores')
    }
    if (node.units > limits.units)
      refuse(`its layer ${node.name} has ${node.units} units, and the page at most ${limits.units}`)
    if (node.inputNoise > 0) refuse(`its layer ${node.name} has noise on its inputs`)
    const rare = (['l2', 'l1', 'constraint', 'noise', 'locked'] as const).find((name) => node[name] !== undefined)
    if (rare) refuse(`its layer ${node.name} has the option ${rare}, which no layer of the page has`)
    const { dropout } = node
    if (typeof dropout === 'object') return refuse(`its layer ${node.name} has dropout of kind ${dropout.kind}`)
    names.set(node.name, `h${k + 1}`)
    const pieces = node.kind === 'maxout' && { pieces: node.pieces }
    return { units: node.units, activation: activationOf(node), dropout, ...pieces }
  })
  const end = hidden.at(-1)?.name ?? 'x'
  if ((skip ? before.from[1] : last.from[0]) !== end) refuse('its scores do not read its last hidden layer')
  return { layers, skip, names }
}

function activationOf(node: Extract<Network['nodes'][number], { readonly kind: 'dense' | 'maxout' }>): string {
  if (node.kind === 'maxout') {
    return node.pieces <= limits.pieces
      ? 'maxout'
      : refuse(`its layer ${node.name} is maxout of ${node.pieces} pieces, and the page has at most ${limits.pieces}`)
  }
  const { activation } = node
  const plain = activations[activation.kind]
  if (plain && JSON.stringify(plain()) === JSON.stringify(activation)) return activation.kind
  return refuse(`its layer ${node.name} has an activation ${activation.kind} with options or formulas of its own`)
}

function dataOf({ task, classes, network, preprocessing }: Model, present: DataSetup): DataSetup {
  if (preprocessing) return ownData(preprocessing, classes, present)
  if (task === 'regression') {
    if (network.inputs !== 1 || network.outputs !== 1) refuse('it is of regression with more than one input or target')
    if (present.kind === 'function') return present
    const end = { testShare: present.testShare, seed: present.seed }
    return { kind: 'function', formula: 'sin(6*x)', range: [-1, 1], noise: 0, rows: 200, ...end }
  }
  const count = classes!.length
  if (network.inputs !== 2) refuse(`it reads ${network.inputs} inputs, and the page draws two`)
  if (count > limits.classes) refuse(`it tells ${count} classes, and the page at most ${limits.classes}`)
  const kind = Object.entries(shapesByClass).find(([word]) => classes![0]!.split(' ')[0] === word)?.[1]
  if (!isOwn(present) && present.kind !== 'function') {
    if (kind === undefined ? classCount(present) === count : kind === present.kind)
      return { ...present, classes: count }
  }
  if (!kind) return refuse(`it tells the classes ${classes!.join(', ')}: first choose data of ${count} classes`)
  const { testShare, seed } = present
  return { kind, classes: count, noise: 0.2, rows: 300, testShare, seed }
}

/** A table's model is shown on the data that it was made of: the page cannot draw rows from it. */
function ownData(preprocessing: NonNullable<Model['preprocessing']>, classes: Model['classes'], present: DataSetup) {
  if (preprocessing.kind !== 'table') return refuse('it reads images')
  const names = preprocessing.features.map(({ name }) => name)
  const { target } = preprocessing
  const fits =
    isOwn(present) &&
    present.names.join('\n') === names.join('\n') &&
    (present.kind === 'points' ? present.classes.join('\n') === classes?.join('\n') : present.target === target.name)
  if (fits) return present
  const told = classes ? ` and tells ${classes.join(', ')}` : ` and tells ${target.name}`
  return refuse(`it reads the columns ${names.join(', ')}${told}: first open the CSV that it learned from`)
}

/** What the run's options say, where the page has a control for it; a file may hold anything. */
function trainingOf(options: Readonly<Record<string, unknown>>) {
  const number = (value: unknown, low: number, high: number) =>
    typeof value === 'number' && value >= low && value <= high ? value : undefined
  const { kind, options: own } = (options.optimizer ?? {}) as { kind?: unknown; options?: { rate?: unknown } }
  const found = {
    optimizer: optimizers.find((name) => name === kind),
    rate: number(own?.rate, 0, Number.MAX_VALUE),
    batch: number(options.batch, 1, limits.rows),
    l2: number(options.l2, 0, Number.MAX_VALUE),
    l1: number(options.l1, 0, Number.MAX_VALUE),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

/** Parameters under the page's names: `first.W` of the first layer is `h1.W`. */
function weightsOf({ network, parameters }: Model, names: ReadonlyMap<string, string>): Weights {
  const nodes = network.nodes.map(({ name }) => name).sort((a, b) => b.length - a.length)
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => {
      const node = nodes.find((own) => name.startsWith(`${own}.`))!
      return [`${names.get(node)}${name.slice(node.length)}`, values]
    }),
  )
}
