// A network from JSON that may come from anywhere: every layer is made again by the functions that a program calls, and compared.
import { checkNames, checkObject, checkOneOf, checkWhole, show } from '../check/check.ts'
import { OptionError, ShapeError } from '../check/errors.ts'
import { activationFromData } from './activations/activation.ts'
import { dropoutFromData, noiseFromData } from './chance/from-data.ts'
import { constraintFromData } from './constraints/from-data.ts'
import { add } from './layers/add.ts'
import { batchNorm } from './layers/batch-norm.ts'
import { columns } from './layers/columns.ts'
import { concat } from './layers/concat.ts'
import { crelu } from './layers/crelu.ts'
import { dense } from './layers/dense.ts'
import { layerNorm } from './layers/layer-norm.ts'
import { maxout } from './layers/maxout.ts'
import { type NeuronSettings, type NeuronsSettings, neurons } from './layers/neurons.ts'
import { sameAs } from './layers/same-as.ts'
import { checkName, type LayerSettings, rare, sizes } from './layers/settings.ts'
import { type Entry, place } from './place.ts'
import type { Activation, Layer, Network, Neurons } from './types.ts'

/** A network from its JSON, as a model file holds it. Nothing in it is taken on trust: names, sizes, options and formulas are checked.
 *  Throws:  OptionError or ShapeError that says what is wrong with the data
 *  Example: networkFromData(JSON.parse(JSON.stringify(net)))  // equal to net  */
export function networkFromData(data: unknown, where = 'network'): Network {
  const fields = checkObject(where, 'a network', data)
  checkNames(where, fields, ['kind', 'inputs', 'outputs', 'nodes'])
  checkOneOf(where, 'kind', fields.kind, ['network'])
  const inputs = checkWhole(where, 'inputs', fields.inputs, sizes)
  const given = list(where, 'nodes', fields.nodes)
  const result = place(
    where,
    inputs,
    given.map((node, i) => readNode(`${where}.nodes[${i}]`, node)),
  )
  compare(where, 'outputs', result.outputs, fields.outputs)
  const stated = new Map(given.map((node) => [(node as { name: string }).name, node as Record<string, unknown>]))
  for (const { name, inputs, units } of result.nodes) {
    compare(`${where}.${name}`, 'inputs', inputs, stated.get(name)!.inputs)
    compare(`${where}.${name}`, 'units', units, stated.get(name)!.units)
  }
  return result
}

/** Fields that are there only where they say something. */
const optional: readonly string[] = rare
const settings = ['dropout', 'inputNoise', 'weights', 'biases', ...rare]
const own = {
  dense: ['activation', ...settings],
  maxout: ['pieces', ...settings],
  add: [],
  concat: [],
  'batch-norm': ['activation', 'momentum', 'epsilon', 'locked'],
  'layer-norm': ['activation', 'epsilon', 'locked'],
  crelu: [],
  'same-as': ['of'],
  columns: ['first'],
  neurons: ['neurons', 'edges', 'outputs', 'l2', 'l1', 'locked'],
}

function readNode(where: string, data: unknown): Entry {
  const node = checkObject(where, 'a layer', data)
  const kind = checkOneOf(where, 'kind', node.kind, Object.keys(own) as (keyof typeof own)[])
  const fields = ['kind', 'name', 'from', 'inputs', 'units', ...own[kind]]
  checkNames(where, node, fields)
  const missing = fields.find((field) => !Object.hasOwn(node, field) && !optional.includes(field))
  if (missing !== undefined) fail(where, `the field ${missing} must be there`, 'none')
  const name = checkName(where, node.name)
  const from = list(where, 'from', node.from).map((source) => checkName(where, source, 'each name in from'))
  const { units, pieces } = node
  /** Those of the fields that are there. */
  const chosen = (names: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(names.flatMap((field) => (Object.hasOwn(node, field) ? [[field, node[field]]] : [])))
  const given = chosen(settings)
  if (given.constraint !== undefined) given.constraint = constraintFromData(given.constraint, `${where}.constraint`)
  if (typeof (given.dropout ?? 0) === 'object') given.dropout = dropoutFromData(given.dropout, `${where}.dropout`)
  if (given.noise !== undefined) given.noise = noiseFromData(given.noise, `${where}.noise`)
  const options = given as LayerSettings
  let layer: Layer
  switch (kind) {
    case 'dense':
      layer = at(where, () => dense(units as number, activationFromData(node.activation, 'activation'), options))
      break
    case 'maxout':
      layer = at(where, () => maxout(units as number, { ...options, pieces: pieces as number }))
      break
    case 'batch-norm':
    case 'layer-norm': {
      const make: (activation: Activation, options: object) => Layer = kind === 'batch-norm' ? batchNorm : layerNorm
      layer = at(where, () =>
        make(activationFromData(node.activation, 'activation'), chosen(['momentum', 'epsilon', 'locked'])),
      )
      break
    }
    case 'crelu':
      layer = at(where, () => crelu())
      break
    case 'same-as':
      layer = at(where, () => sameAs(node.of as string))
      break
    case 'columns':
      layer = at(where, () => columns(node.first as number, units as number))
      break
    case 'neurons':
      layer = at(where, () => {
        const all = list('neurons', 'neurons', node.neurons).map((neuron, i) => {
          const { activation, ...rest } = checkObject(`neurons[${i}]`, 'a neuron', neuron)
          return { ...rest, activation: activationFromData(activation, `neurons[${i}].activation`) } as NeuronSettings
        })
        return neurons(
          all,
          node.edges as Neurons['edges'],
          chosen(['outputs', 'l2', 'l1', 'locked']) as NeuronsSettings,
        )
      })
      break
    case 'add':
      return { name, from, layer: at(where, () => add({ from })) }
    case 'concat':
      return { name, from, layer: at(where, () => concat({ from })) }
    default:
      return kind satisfies never
  }
  if (from.length !== 1) fail(where, `from of a ${kind} layer must be one name`, show(from))
  return { name, from, layer }
}

/** Runs `make`, and says in its error where in the data the fault lies. */
function at<T>(where: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    throw new OptionError({ ...error, where: `${where}: ${error.where}` })
  }
}

function list(where: string, name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value
  return fail(where, `${name} must be a list that is not empty`, show(value))
}

function fail(where: string, expected: string, received: string): never {
  throw new OptionError({ where, expected, received, fix: 'Save the network again.' })
}

function compare(where: string, name: string, expected: number, received: unknown): void {
  if (received === expected) return
  const fix = 'Save the network again.'
  throw new ShapeError({
    where,
    expected: `${name} must be ${expected}, as its layers say`,
    received: show(received),
    fix,
  })
}
