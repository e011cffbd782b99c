import type { ImageScaling, Table } from 'wigglenet'
import type { CsvOptions } from '../read-csv.ts'
import { lookAt } from './read-bytes.ts'
import { type ImageFolder, readImageFolder } from './read-image-folder.ts'
import { readTable } from './read-table.ts'

/** What a path holds: a table, or sets of images. */
export type FoundData = { readonly kind: 'table'; readonly table: Table } | ({ readonly kind: 'images' } & ImageFolder)

/** Reads a CSV file, or a folder of images, whichever the path names.
 *  Throws:  DataError when it cannot be read, see `readTable` and `readImageFolder`
 *  Example: (await readData('mnist')).kind  // 'images'  */
export async function readData(
  path: string,
  { scaling, ...csv }: CsvOptions & { readonly scaling?: ImageScaling } = {},
): Promise<FoundData> {
  if (!(await lookAt(path)).isDirectory()) return { kind: 'table', table: await readTable(path, csv) }
  return { kind: 'images', ...(await readImageFolder(path, scaling ? { scaling } : {})) }
}
