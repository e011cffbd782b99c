/** Bytes that grow: one flat list, since nested ones would cost 5-15 ms at the first compile. */
export class Bytes {
  readonly list: number[] = []

  byte(value: number): void {
    this.list.push(value)
  }
  append({ list }: Bytes): void {
    // In pieces, since an engine bounds the number of arguments.
    for (let from = 0; from < list.length; from += 4096) this.list.push(...list.slice(from, from + 4096))
  }
  unsigned(value: number): void {
    value >>>= 0
    while (value > 127) {
      this.byte((value & 127) | 128)
      value >>>= 7
    }
    this.byte(value)
  }
  signed(value: number): void {
    value |= 0
    while (value < -64 || value > 63) {
      this.byte((value & 127) | 128)
      value >>= 7
    }
    this.byte(value & 127)
  }
  text(value: string): void {
    this.unsigned(value.length)
    for (let i = 0; i < value.length; i++) this.byte(value.charCodeAt(i))
  }
}
