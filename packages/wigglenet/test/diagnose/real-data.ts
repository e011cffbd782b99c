// Real data for tests, where they are there: WIGGLENET_DATA, or ../shared/data beside the checkout.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { decodeIdx } from '../../src/data/idx.ts'
import { type ImageSet, images } from '../../src/data/images.ts'
import { tableFromTexts } from '../../src/data/table-from-texts.ts'
import { takeRows } from '../../src/data/take-rows.ts'
import type { DataSet, Table } from '../../src/data/types.ts'

const root = process.env.WIGGLENET_DATA ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url))

/** For the names of tests that are skipped without them. */
export const whereReal = existsSync(root) ? '' : ' (skipped: no data at WIGGLENET_DATA or ../shared/data)'

/** The first training images of `mnist` or `fashion-mnist`, or nothing where the files are not. */
export function imagesFrom(name: 'mnist' | 'fashion-mnist', rows: number): DataSet | undefined {
  const file = (part: string) => join(root, name, `train-${part}-ubyte.gz`)
  if (!existsSync(file('images-idx3'))) return undefined
  const read = (part: string) => decodeIdx(new Uint8Array(gunzipSync(readFileSync(file(part)))), part)
  const pixels = read('images-idx3').values as Uint8Array
  const labels = read('labels-idx1').values as Uint8Array
  const every: ImageSet = images({ pixels, labels, shape: [1, 28, 28] })
  return takeRows(
    every,
    Uint32Array.from({ length: rows }, (_, row) => row),
  )
}

/** A table without quoted cells, or nothing where the file is not. */
export function tableFrom(name: string): Table | undefined {
  const path = join(root, 'tabular', `${name}.csv`)
  if (!existsSync(path)) return undefined
  const [header, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n')
  return tableFromTexts(
    header!.split(','),
    rows.map((row) => row.split(',')),
  )
}
