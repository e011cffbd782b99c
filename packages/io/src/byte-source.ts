// Bytes that lie somewhere and are read in pieces: a file of the disk, or a Blob or File of a page.

/** Bytes that can be read from any place, always the same. */
export interface ByteSource {
  /** What error messages name. */
  readonly name: string
  readonly size: number
  /** The bytes from `start` on, before `end`; fewer where there are no more. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>
}

/** A Blob, such as a File that was chosen in a page or the body of a Response, as a source of bytes.
 *  Example: blobSource(input.files[0])  */
export function blobSource(blob: Blob, name = 'name' in blob ? String(blob.name) : 'blob'): ByteSource {
  return {
    name,
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  }
}
