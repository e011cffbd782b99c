import type { Table } from 'wigglenet'
import { type CsvOptions, readCsv } from '../read-csv.ts'
import { readBytes } from './read-bytes.ts'

/** Reads a CSV file of the disk, packed by gzip or not.
 *  Throws:  DataError when it cannot be read or understood, see `readCsv`
 *  Example: (await readTable('iris.csv')).rows  // 150  */
export async function readTable(path: string, options: CsvOptions = {}): Promise<Table> {
  return readCsv(await readBytes(path), { where: path, ...options })
}
