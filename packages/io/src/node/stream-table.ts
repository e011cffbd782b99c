import type { DataStream } from 'wigglenet'
import { type StreamCsvOptions, streamCsv } from '../stream-csv.ts'
import { fileSource } from './file-source.ts'

/** A stream of the rows of CSV files of the disk, one or several with the same columns; see `streamCsv`.
 *  Throws:  DataError when one cannot be read or understood; OptionError for an option that does not fit
 *  Example: const rows = await streamTable('huge.csv', { target: 'y', validation: 0.1 }); fit(net, rows, { epochs: 5 })  */
export async function streamTable(
  paths: string | readonly string[],
  options: StreamCsvOptions = {},
): Promise<DataStream> {
  const list = typeof paths === 'string' ? [paths] : paths
  return streamCsv(await Promise.all(list.map(fileSource)), options)
}
