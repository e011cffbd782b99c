// A model as users name it: its file, or the folder of its run.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Model } from 'wigglenet'
import { loadModel } from 'wigglenet/node'

/** Loads a model file, or the model of a run folder.
 *  Throws:  DataError when there is none, or it is damaged */
export function openModel(path: string): Promise<Model> {
  const inside = join(path, 'model.wiggle.safetensors')
  return loadModel(existsSync(inside) ? inside : path)
}
