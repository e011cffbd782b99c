// A model as the bytes of one safetensors file, and back. The tensors are the parameters; the metadata hold all else as JSON texts.
import { resolveDevice } from '../backend/resolve.ts'
import { checkNames, checkNumber, checkObject, checkWhole, show } from '../check/check.ts'
import { DataError, WiggleError } from '../check/errors.ts'
import { networkFromData } from '../network/from-data.ts'
import { lossFromData } from '../network/losses/element-loss.ts'
import { parameterShapes } from '../network/parameters.ts'
import type { Network } from '../network/types.ts'
import { checkParts, copyParameters } from './check-parts.ts'
import { createModel, type ModelOptions } from './model.ts'
import { checkTexts, preprocessingFromData } from './preprocessing-from-data.ts'
import { checkFinite, decodeSafetensors, encodeSafetensors, type SavedTensors } from './safetensors.ts'
import type { Model, ModelParts, Provenance } from './types.ts'

const FORMAT = 'wigglenet'
/** Raised when a file of the new form would be misread by the old code. */
const VERSION = '1'
/** How deep the JSON of a model may be nested; its own is 6 deep, and the options of a run are not deeper. */
const DEEPEST = 32
const AGAIN = 'Save the model again.'

/** The bytes of a model file; the same model gives the same bytes.
 *  Throws:  as `createModel` does, for parts that no model could be made of again */
export function modelToBytes(model: ModelParts): Uint8Array<ArrayBuffer> {
  const { network, loss, task, classes, preprocessing, provenance } = model
  checkParts('modelToBytes', model)
  const parameters = copyParameters('modelToBytes', network, model.parameters)
  const metadata: Record<string, string> = { format: FORMAT, version: VERSION }
  for (const [name, value] of Object.entries({ network, loss, task, classes, preprocessing, provenance })) {
    if (value !== undefined) metadata[name] = JSON.stringify(value)
  }
  const tensors = parameterShapes(network).map(
    ({ name, shape }) => ({ name, dtype: 'F32', shape, values: parameters[name]! }) as const,
  )
  return encodeSafetensors(tensors, metadata)
}

/** The model of a file. All of the file is checked before a network's memory is taken; formulas are parsed, never run as code.
 *  `where` begins the errors, such as `loadModel: spiral.wiggle.safetensors`.
 *  Throws:  DataError for a file that is cut, damaged, of another format or version, or whose parts do not fit together */
export function modelFromBytes(
  bytes: Uint8Array,
  where = 'modelFromBytes',
  options: Pick<ModelOptions, 'device'> = {},
): Model {
  checkNames(where, options, ['device'])
  const device = resolveDevice(where, options.device)
  const saved = decodeSafetensors(bytes, where)
  try {
    return createModel(readParts(where, saved), { where, device })
  } catch (error) {
    if (!(error instanceof WiggleError)) throw error
    const at = error.where.startsWith(where) ? error.where : `${where}: ${error.where}`
    throw new DataError({ ...error, where: at })
  }
}

function readParts(where: string, { tensors, metadata }: SavedTensors): ModelParts {
  const { format, version } = metadata
  const otherFormat = 'Give a file that saveModel wrote.'
  if (format !== FORMAT) fail(where, `the format in the metadata must be ${show(FORMAT)}`, show(format), otherFormat)
  if (version !== VERSION) {
    const fix = 'Use the version of the library that saved it.'
    fail(where, `the version of the format must be ${show(VERSION)}`, show(version), fix)
  }
  const read = <T>(name: string, check: (data: unknown, where: string) => T): T =>
    check(parse(where, name, metadata[name]), `${where}: ${name}`)
  const optional = <Name extends string, T>(name: Name, check: (data: unknown, where: string) => T) =>
    (metadata[name] === undefined ? {} : { [name]: read(name, check) }) as { readonly [N in Name]?: T }
  const network = read('network', networkFromData)
  return {
    network,
    parameters: readParameters(where, network, tensors),
    loss: read('loss', lossFromData),
    task: read('task', (task) => task as ModelParts['task']), // createModel checks it
    ...optional('classes', (classes, at) => checkTexts(at, 'classes', classes)),
    ...optional('preprocessing', preprocessingFromData),
    provenance: read('provenance', (data, at) => provenanceFromData(data, at, network.inputs)),
  }
}

function parse(where: string, name: string, text: string | undefined): unknown {
  if (text === undefined) fail(where, `the metadata must have ${name}`, 'none', AGAIN)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    fail(where, `${name} in the metadata must be JSON`, show(text), AGAIN)
  }
  if (isDeeper(value, DEEPEST)) fail(where, `${name} must be nested at most ${DEEPEST} deep`, 'deeper JSON', AGAIN)
  return value
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1)))

function readParameters(where: string, network: Network, tensors: SavedTensors['tensors']): ModelParts['parameters'] {
  const shapes = parameterShapes(network)
  if (shapes.length !== tensors.size) {
    const expected = `the file must have ${shapes.length} tensors, one for each parameter of the network`
    fail(where, expected, String(tensors.size), AGAIN)
  }
  const parameters: Record<string, Float32Array> = {}
  for (const { name, shape } of shapes) {
    const tensor = tensors.get(name)
    const expected = `tensor ${show(name)} must be F32 of shape (${shape.join(', ')}), as the network says`
    const received = tensor ? `${tensor.dtype} of shape (${tensor.shape.join(', ')})` : 'none'
    if (tensor?.dtype !== 'F32' || tensor.shape.join() !== shape.join()) fail(where, expected, received, AGAIN)
    checkFinite(where, tensor)
    parameters[name] = tensor.values as Float32Array
  }
  return parameters
}

function provenanceFromData(value: unknown, where: string, inputs: number): Provenance {
  const fields = checkObject(where, 'provenance', value)
  checkNames(where, fields, ['library', 'seed', 'options', 'data', 'epochs', 'steps', 'engine'])
  checkText(where, 'library', fields.library)
  checkNumber(where, 'seed', fields.seed, '(-∞, ∞)')
  checkObject(where, 'options', fields.options)
  const data = checkObject(where, 'data', fields.data)
  checkNames(`${where}.data`, data, ['fingerprint', 'rows', 'ranges'])
  checkText(where, 'data.fingerprint', data.fingerprint)
  checkWhole(where, 'data.rows', data.rows, '[0, ∞)')
  if (
    data.ranges !== undefined &&
    !(Array.isArray(data.ranges) && data.ranges.length === inputs && data.ranges.every(isRange))
  ) {
    fail(
      where,
      `data.ranges must hold two numbers, the least and the largest, for each of ${inputs} inputs`,
      show(data.ranges),
      AGAIN,
    )
  }
  checkWhole(where, 'epochs', fields.epochs, '[0, ∞)')
  checkWhole(where, 'steps', fields.steps, '[0, ∞)')
  const engine = checkObject(where, 'engine', fields.engine)
  checkNames(`${where}.engine`, engine, ['backend', 'features'])
  checkText(where, 'engine.backend', engine.backend)
  if (!Array.isArray(engine.features)) fail(where, 'engine.features must be a list', show(engine.features), AGAIN)
  for (const feature of engine.features) checkText(where, 'every feature of engine', feature)
  return value as Provenance
}

const isRange = (range: unknown): boolean =>
  Array.isArray(range) && range.length === 2 && range.every(Number.isFinite) && range[0] <= range[1]

function checkText(where: string, name: string, value: unknown): void {
  if (typeof value !== 'string') fail(where, `${name} must be text`, show(value), AGAIN)
}

function fail(where: string, expected: string, received: string, fix: string): never {
  throw new DataError({ where, expected, received, fix })
}
