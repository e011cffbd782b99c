// Files of the disk → tables and sets of images.
export { fileSource } from './file-source.ts'
export { readBytes } from './read-bytes.ts'
export { type FoundData, readData } from './read-data.ts'
export { type ImageFolder, readImageFolder } from './read-image-folder.ts'
export { readTable } from './read-table.ts'
export { streamImageFolder } from './stream-image-folder.ts'
export { streamTable } from './stream-table.ts'
