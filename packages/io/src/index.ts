// Files that people have → tables, for Node and browsers.
export { guessDelimiter } from './guess-delimiter.ts'
export { gunzip, isGzip, UNPACKED_LIMIT } from './gunzip.ts'
export { iris } from './iris.ts'
export { type CsvOptions, readCsv } from './read-csv.ts'
