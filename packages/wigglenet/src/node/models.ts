// Models on disk: one file each, written whole or not at all.
import { modelFromBytes, modelToBytes } from '../model/file.ts'
import type { ModelOptions } from '../model/model.ts'
import type { Model, ModelParts } from '../model/types.ts'
import { readFileBytes, writeFileSafely } from './files.ts'

/** A model file larger than this is refused before it is read. */
const LIMIT_BYTES = 2 ** 31

/** Writes a model to one safetensors file: network, parameters, preprocessing, label names and provenance.
 *  Throws:  DataError when the folder is missing, may not be written, or is full
 *  Example: await saveModel(model, 'spiral.wiggle.safetensors')  */
export async function saveModel(model: ModelParts, path: string): Promise<void> {
  writeFileSafely(path, modelToBytes(model))
}

/** Reads a model that `saveModel` wrote. All of the file is checked first; nothing in it is run as code.
 *  Options: device, which backend predicts, default the standard one
 *  Throws:  DataError when there is no such file, or it is cut, damaged or no model
 *  Example: (await loadModel('spiral.wiggle.safetensors')).predict([[0.1, 0.4]])  */
export async function loadModel(path: string, options: Pick<ModelOptions, 'device'> = {}): Promise<Model> {
  return modelFromBytes(readFileBytes(path, { limitBytes: LIMIT_BYTES }), `loadModel: ${path}`, options)
}
