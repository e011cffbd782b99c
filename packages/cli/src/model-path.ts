// A model as users name it: its file, or the folder of its run.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DataError, type Model } from 'wigglenet'
import { loadModel } from 'wigglenet/node'
import { quoted } from './terminal.ts'

/** Loads a model file, or the model of a run folder.
 *  Throws:  DataError when there is none, or it is damaged */
export async function openModel(path: string): Promise<Model> {
  const inside = join(path, 'model.wiggle.safetensors')
  if (existsSync(inside)) return loadModel(inside)
  if (!existsSync(join(path, 'options.json'))) return loadModel(path)
  throw new DataError({
    where: path,
    expected: 'the run must have ended, or been interrupted, to have a model',
    received: 'a folder without model.wiggle.safetensors',
    fix: `Go on with: npx wigglenet train --resume ${quoted(path)}`,
  })
}
