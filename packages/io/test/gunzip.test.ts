import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { WiggleError } from 'wigglenet'
import { gunzip } from '../src/gunzip.ts'

const plain = new TextEncoder().encode('the non-linearity is where we get the wiggle\n'.repeat(50))
const packed = new Uint8Array(gzipSync(plain))

test('what gzip packed comes back', async () => {
  expect(await gunzip(packed)).toEqual(plain)
  expect(await gunzip(new Uint8Array(gzipSync('')))).toEqual(new Uint8Array())
})

test('a large file comes back whole', async () => {
  const large = Uint8Array.from({ length: 3_000_000 }, (_, k) => (k % 1000 < 990 ? 0 : k))
  expect(Buffer.compare(await gunzip(new Uint8Array(gzipSync(large))), large)).toBe(0)
})

test('a gzip file cut at any byte is refused', async () => {
  for (let length = 0; length < packed.length; length++) {
    const error = await gunzip(packed.slice(0, length), { where: 'f.gz' }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(WiggleError)
    expect((error as Error).message).toMatch(/^f\.gz: the gzip file must be whole; got .+\. Fetch or pack it again\.$/)
  }
})

test('a gzip file cut short, with another checksum or size, or of something else says so', async () => {
  const changed = (at: number) => packed.map((byte, index) => (index === packed.length - at ? byte ^ 1 : byte))
  const whole = 'f.gz: the gzip file must be whole; got '
  const fix = '. Fetch or pack it again.'
  const messages = await Promise.all(
    [packed.slice(0, 12), packed.slice(0, 40), changed(8), changed(4), plain].map((bytes) =>
      gunzip(bytes, { where: 'f.gz' }).then(String, (error: Error) => error.message),
    ),
  )
  expect(messages[0]).toBe(`${whole}only 12 bytes${fix}`)
  expect(messages[4]).toBe(`${whole}bytes that do not start as gzip does${fix}`)
  for (const message of messages.slice(1, 4)) expect(message).toBe(`${whole}one that is cut short or damaged${fix}`)
})

test('a bomb stops at the limit', async () => {
  const bomb = new Uint8Array(gzipSync(new Uint8Array(20_000_000)))
  await expect(gunzip(bomb, { where: 'f.gz', limit: 1_000_000 })).rejects.toThrow(
    'f.gz: the gzip file must unpack to at most 1000000 bytes; got more. Give a smaller file, or raise the limit.',
  )
})
