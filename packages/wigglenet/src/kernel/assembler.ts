// A small assembler for WebAssembly with 128-bit vectors: functions are written as chained stack operations into one growing byte
// buffer. Source: WebAssembly Core Specification 2.0, sections 5.4 and 5.5.

import { Bytes } from './bytes.ts'
import * as op from './opcodes.ts'

export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128'
const typeCodes = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const

/** Of numbers as they stand in memory: the lowest byte first, as in WebAssembly's own memory. */
const bytesOf = ({ buffer }: Int32Array | Float32Array) => new Uint8Array(buffer)

/** One function being written. Locals are numbered; parameters come first. */
export class Emitter {
  readonly code = new Bytes()
  private readonly types: ValueType[] = []
  private readonly constants: Record<string, number> = {}
  private readonly prologue = new Bytes()

  constructor(
    readonly parameters: readonly ValueType[],
    private readonly fused?: number,
  ) {}

  local(type: ValueType): number {
    this.types.push(type)
    return this.parameters.length + this.types.length - 1
  }
  /** As many locals as are taken. */
  *locals(type: ValueType): Generator<number, never> {
    for (;;) yield this.local(type)
  }
  op(...codes: number[]): this {
    for (const code of codes) this.instruction(this.code, code)
    return this
  }
  private instruction(into: Bytes, code: number): void {
    if (code < 256) into.byte(code)
    else {
      into.byte(0xfd)
      into.unsigned(code - 256)
    }
  }
  /** Replaces the two vectors on the stack by their product plus the vector that `addend` leaves: in two roundings, or in one where the
   *  module is made to. */
  multiplyAdd(addend: () => void): this {
    if (!this.fused) this.op(op.f32x4Mul)
    addend()
    return this.op(this.fused ?? op.f32x4Add)
  }
  /** A load or store at the address on the stack plus `offset` bytes. Alignment is a hint; 4 bytes always hold here. */
  at(code: number, offset = 0): this {
    this.op(code)
    this.code.unsigned(code === op.i32Load8U ? 0 : 2)
    this.code.unsigned(offset)
    return this
  }
  /** Leaves what stands at a fixed address on the stack: a 32-bit word, or what another load gives. */
  read(address: number, load: number = op.i32Load): this {
    return this.i32(0).at(load, address)
  }
  get(local: number): this {
    this.code.byte(0x20)
    this.code.unsigned(local)
    return this
  }
  set(local: number): this {
    this.code.byte(0x21)
    this.code.unsigned(local)
    return this
  }
  tee(local: number): this {
    this.code.byte(0x22)
    this.code.unsigned(local)
    return this
  }
  i32(value: number): this {
    this.code.byte(0x41)
    this.code.signed(value)
    return this
  }
  f32(value: number): this {
    this.code.byte(0x43)
    this.code.list.push(...bytesOf(Float32Array.of(value)))
    return this
  }
  /** A vector constant, set once in the function's prologue: inside a loop Node 26 would make it anew each time. */
  constant(words: readonly [number, number, number, number]): this {
    const key = words.join()
    let local = this.constants[key]
    if (local === undefined) {
      local = this.constants[key] = this.local('v128')
      this.instruction(this.prologue, 256 + 12)
      this.prologue.list.push(...bytesOf(Int32Array.from(words)))
      this.prologue.byte(0x21)
      this.prologue.unsigned(local)
    }
    return this.get(local)
  }
  /** The same float32 in all four lanes. */
  floats(value: number): this {
    return this.words(new Int32Array(Float32Array.of(value).buffer)[0]!)
  }
  /** The same 32-bit word in all four lanes. */
  words(value: number): this {
    return this.constant([value, value, value, value])
  }
  /** Lanes of the two vectors on the stack, by 32-bit lane number 0 … 7. */
  lanes(a: number, b: number, c: number, d: number): this {
    this.instruction(this.code, 256 + 13)
    for (const lane of [a, b, c, d]) this.code.list.push(4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3)
    return this
  }
  /** One float32 lane of the vector on the stack. */
  lane(index: number): this {
    this.instruction(this.code, 256 + 31)
    this.code.byte(index)
    return this
  }
  /** Leaves global 0 on the stack. */
  own(): this {
    this.code.list.push(0x23, 0)
    return this
  }
  call(index: number): this {
    this.code.byte(0x10)
    this.code.unsigned(index)
    return this
  }
  private structure(code: number, body: () => void): this {
    this.code.list.push(code, 0x40)
    body()
    this.code.byte(0x0b)
    return this
  }
  /** Runs the body if the i32 on the stack is not 0. */
  when(body: () => void, otherwise?: () => void): this {
    return this.structure(0x04, () => {
      body()
      if (!otherwise) return
      this.code.byte(0x05)
      otherwise()
    })
  }
  /** Runs the body again while the i32 that it leaves on the stack is not 0. */
  loop(body: () => void): this {
    return this.structure(0x03, () => {
      body()
      this.code.list.push(0x0d, 0)
    })
  }
  /** Runs the body `count` times, counting the local down to 0; it must be at least 1. */
  repeat(count: number, body: () => void): this {
    return this.loop(() => {
      body()
      this.get(count).i32(1).op(op.i32Sub).tee(count)
    })
  }
  /** Runs the body so many times, at least once; once without a loop. */
  times(count: number, body: () => void): this {
    if (count > 1) {
      const left = this.local('i32')
      return this.i32(count).set(left).repeat(left, body)
    }
    body()
    return this
  }
  /** While local ≥ size: the body, then local -= size. */
  eachBlock(count: number, size: number, body: () => void): this {
    const again = () => this.get(count).i32(size).op(op.i32GeU)
    again()
    return this.when(() => {
      this.loop(() => {
        body()
        this.get(count).i32(size).op(op.i32Sub).set(count)
        again()
      })
    })
  }
  /** local += bytes. */
  advance(local: number, bytes: number): this {
    return bytes === 0 ? this : this.get(local).i32(bytes).op(op.i32Add).set(local)
  }
  body(): Bytes {
    const out = new Bytes()
    out.unsigned(this.types.length)
    for (const type of this.types) {
      out.list.push(1, typeCodes[type])
    }
    out.append(this.prologue)
    out.append(this.code)
    out.byte(0x0b)
    return out
  }
}

/** What a module may import beside its memory, with its bytes: the function `p` (i32) → (), which is function 0, or the i32 `s`, global 0.
 *  Source: section 5.5.5. */
export const imported = { p: [0, 0], s: [3, 0x7f, 0] } as const

/** A module that imports one memory `m` and exports the functions that have a name. `fused` is the opcode of a multiply-add in one rounding, if it may be used. */
export class Assembler {
  private readonly types = ['i32>']
  private readonly functions: { type: number; name?: string | undefined; body: Bytes }[] = []

  constructor(
    private readonly imports?: keyof typeof imported,
    readonly fused?: number,
  ) {}

  /** Adds a function and gives its index. */
  define(
    parameters: readonly ValueType[],
    results: readonly ValueType[],
    write: (emitter: Emitter) => void,
    name?: string,
  ): number {
    const key = `${parameters.join()}>${results.join()}`
    if (!this.types.includes(key)) this.types.push(key)
    const emitter = new Emitter(parameters, this.fused)
    write(emitter)
    this.functions.push({ type: this.types.indexOf(key), name, body: emitter.body() })
    return this.functions.length - (this.imports === 'p' ? 0 : 1)
  }

  /** The finished module, for a memory of this module alone or a `shared` one of at most 4 GiB. */
  assemble(shared?: boolean): Uint8Array<ArrayBuffer> {
    const out = new Bytes()
    out.list.push(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
    const section = (id: number, count: number, write: (into: Bytes) => void) => {
      const part = new Bytes()
      part.unsigned(count)
      write(part)
      out.byte(id)
      out.unsigned(part.list.length)
      out.append(part)
    }
    section(1, this.types.length, (into) => {
      for (const key of this.types) {
        into.byte(0x60)
        for (const side of key.split('>')) {
          const list = side === '' ? [] : (side.split(',') as ValueType[])
          into.unsigned(list.length)
          for (const type of list) into.byte(typeCodes[type])
        }
      }
    })
    section(2, this.imports ? 2 : 1, (into) => {
      into.text('e')
      into.text('m')
      into.list.push(2, shared ? 3 : 0, 1)
      if (shared) into.unsigned(65536)
      if (!this.imports) return
      into.text('e')
      into.text(this.imports)
      into.list.push(...imported[this.imports])
    })
    section(3, this.functions.length, (into) => {
      for (const { type } of this.functions) into.unsigned(type)
    })
    const first = this.imports === 'p' ? 1 : 0
    const exported = this.functions.flatMap(({ name }, i) => (name === undefined ? [] : [{ name, index: first + i }]))
    section(7, exported.length, (into) => {
      for (const { name, index } of exported) {
        into.text(name)
        into.byte(0)
        into.unsigned(index)
      }
    })
    section(10, this.functions.length, (into) => {
      for (const { body } of this.functions) {
        into.unsigned(body.list.length)
        into.append(body)
      }
    })
    return new Uint8Array(out.list)
  }
}
