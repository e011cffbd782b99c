// The outputs of a layer inside a network, by a backend, at its full speed: the network is cut off behind the layer.
import type { Backend } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { checkNames } from '../check/check.ts'
import type { DataSet } from '../data/types.ts'
import { checkData } from '../model/check-data.ts'
import type { LiveModel, ModelParts } from '../model/types.ts'
import { cutBehind, nodeOf } from '../network/cut-behind.ts'
import { parameterShapes } from '../network/parameters.ts'
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

/** Something to explore: a model, or a run under way, which answers by itself. */
export type Explored = ModelParts & Partial<Pick<LiveModel, 'answersInto'>>

/** What computes a layer's outputs for encoded rows.
 *  Throws:  OptionError for a name that is no layer's */
export function runnerOf(where: string, model: Explored, name: string, device: Backend) {
  const node = nodeOf(where, model.network, name)
  const { answersInto } = model
  if (answersInto) return { run: (X: Float32Array, out: Float32Array) => answersInto(name, X, out), units: node.units }
  const network = cutBehind(model.network, node)
  const execution = device.prepare(compile(network, { batch: BATCH }))
  for (const { name: parameter } of parameterShapes(network)) execution.write(parameter, model.parameters[parameter]!)
  const run = (X: Float32Array, out: Float32Array) => out.set(execution.scores(X, X.length / network.inputs))
  return { run, units: node.units }
}
