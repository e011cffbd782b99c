/** Bytes that grow: nested arrays would cost 5-15 ms at the first compile. */
export class Bytes {
  private buffer = new Uint8Array(1024)
  length = 0

  byte(value: number): void {
    if (this.length === this.buffer.length) this.grow(1)
    this.buffer[this.length++] = value
  }
  private grow(extra: number): void {
    const next = new Uint8Array(Math.max(this.buffer.length * 2, this.length + extra))
    next.set(this.buffer)
    this.buffer = next
  }
  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.buffer.length) this.grow(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
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
  view(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length)
  }
}
