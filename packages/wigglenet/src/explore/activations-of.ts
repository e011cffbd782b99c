// The outputs of a layer inside a network, by a backend, at its full speed: the network is cut off behind the layer.
import type { Backend } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { checkNames, checkOneOf, deepFreeze } from '../check/check.ts'
import type { DataSet } from '../data/types.ts'
import { checkData } from '../model/check-data.ts'
import type { ModelParts } from '../model/types.ts'
import { parameterShapes } from '../network/parameters.ts'
import type { Network, Node } from '../network/types.ts'
import { compile } from '../plan/compile.ts'

const BATCH = 256

/** What every unit of a layer gives for every row of a data set, without dropout and noise.
 *  Shapes:  data (rows, inputs) → (rows, units), row-major
 *  Options: device, the backend that computes, default the standard one
 *  Throws:  OptionError for a name that is no layer's; ShapeError for data of another width
 *  Example: histogram(activationsOf(model, 'h1', data))  */
export function activationsOf(
  model: ModelParts,
  node: string,
  data: DataSet,
  options: { readonly device?: Backend } = {},
): Float32Array {
  const where = 'activationsOf'
  checkNames(where, options, ['device'])
  checkData(where, model.network, data)
  const { run, units } = runnerOf(where, model, node, resolveDevice(where, options.device))
  const out = new Float32Array(data.rows * units)
  run(encodedOf(data), out)
  return out
}

/** The rows of a data set as the network sees them: bytes are scaled. */
export function encodedOf({ X, inputs, scaling }: DataSet): Float32Array {
  if (X instanceof Float32Array) return X
  const { scale, shift } = scaling!
  const result = new Float32Array(X.length)
  for (let row = 0; row < X.length; row += inputs) {
    for (let k = 0; k < inputs; k++) result[row + k] = Math.fround(scale[k]! * X[row + k]!) + shift[k]!
  }
  return result
}

/** What computes a layer's outputs for encoded rows.
 *  Throws:  OptionError for a name that is no layer's */
export function runnerOf(where: string, model: ModelParts, name: string, device: Backend) {
  const node = nodeOf(where, model.network, name)
  const network = cutBehind(model.network, node)
  const execution = device.prepare(compile(network, { batch: BATCH }))
  for (const { name: parameter } of parameterShapes(network)) execution.write(parameter, model.parameters[parameter]!)
  const run = (X: Float32Array, out: Float32Array) => out.set(execution.scores(X, X.length / network.inputs))
  return { run, units: node.units }
}

/** The node of that name.
 *  Throws:  OptionError that lists the names */
export function nodeOf(where: string, network: Network, name: string): Node {
  checkOneOf(
    where,
    'node',
    name,
    network.nodes.map((node) => node.name),
  )
  return network.nodes.find((node) => node.name === name)!
}

function cutBehind({ inputs, nodes }: Network, last: Node): Network {
  const needed = new Set([last.name])
  for (const node of [...nodes].reverse()) if (needed.has(node.name)) for (const source of node.from) needed.add(source)
  const kept = nodes.filter(({ name }) => needed.has(name))
  return deepFreeze({ kind: 'network', inputs, outputs: last.units, nodes: kept })
}
