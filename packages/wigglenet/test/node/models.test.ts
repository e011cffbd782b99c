import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { DataError } from '../../src/check/errors.ts'
import { modelToBytes } from '../../src/model/file.ts'
import { createModel } from '../../src/model/model.ts'
import { loadModel, saveModel } from '../../src/node/models.ts'
import { prices, rich } from '../model/parts.ts'

const folder = mkdtempSync(join(tmpdir(), 'models-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'a.wiggle.safetensors')

test('a saved model is loaded with the same scores, bit for bit, and nothing but its file is left in the folder', async () => {
  const model = createModel(rich)
  await saveModel(model, path)
  expect(readdirSync(folder)).toEqual(['a.wiggle.safetensors'])
  expect(new Uint8Array(readFileSync(path))).toEqual(modelToBytes(model))
  const row = [[0.25, -1, 0.5, 2, 0.125]]
  expect((await loadModel(path)).scores(row)).toEqual(model.scores(row))
})

test('a loaded model predicts on the device that is asked for', async () => {
  await saveModel(prices, path)
  const model = await loadModel(path, { device: reference })
  expect(model.predict([{ size: 12, colour: 'blue' }])).toEqual([325])
})

test('a damaged file is refused with its name, and a missing one too', async () => {
  writeFileSync(path, modelToBytes(prices).subarray(0, 5))
  await expect(loadModel(path)).rejects.toThrow(DataError)
  await expect(loadModel(path)).rejects.toThrow(
    `loadModel: ${path}: a safetensors file must have at least 8 bytes; got 5. The file is damaged, or no safetensors file: save or fetch it again.`,
  )
  await expect(loadModel(join(folder, 'none'))).rejects.toThrow(DataError)
})

test('saving into a folder that is not there is a rejection, not a thrown error', async () => {
  await expect(saveModel(prices, join(folder, 'no', 'such.safetensors'))).rejects.toThrow(DataError)
})
