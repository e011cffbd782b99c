// Files that people have → tables, for Node and browsers.
export { type ByteSource, blobSource } from './byte-source.ts'
export { guessDelimiter } from './guess-delimiter.ts'
export { gunzip, isGzip, UNPACKED_LIMIT } from './gunzip.ts'
export { iris } from './iris.ts'
export { type CsvOptions, readCsv } from './read-csv.ts'
export { type StreamCsvOptions, streamCsv } from './stream-csv.ts'
export { cifarSource, type ImageSource, idxSource, type StreamImagesOptions, streamImages } from './stream-images.ts'
