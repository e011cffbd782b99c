// How an error becomes one line and an exit code.
import { CommanderError } from 'commander'
import { OptionError, WiggleError } from 'wigglenet'
import { visible } from './terminal.ts'

/** 0: done. 1: it ran, and failed. 2: bad input. 130: stopped by Ctrl-C, as shells say it. */
export const exitCodes = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const

/** Something that went wrong while a command ran, when its input had been found good. */
export class RunFailure extends Error {
  constructor(cause: unknown) {
    super(messageOf(cause), { cause: cause instanceof RunFailure ? cause.cause : cause })
  }
}

/** What `run` is to return after an error, and the line that says what was wrong. */
export function explain(error: unknown): { readonly code: number; readonly line: string } {
  if (error instanceof WiggleError) return { code: exitCodes.badInput, line: messageOf(error) }
  if (error instanceof CommanderError) {
    const text = error.message.replace(/^error: /, '').replace(/\.$/, '')
    return { code: exitCodes.badInput, line: `${oneLine(text)}. See wigglenet --help.` }
  }
  return { code: exitCodes.failed, line: messageOf(error) }
}

/** What a function says again with the place that users know: the file, say, in which a label has too few rows.
 *  Throws:  what `work` throws, with another `where` */
export function placed<Result>(where: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof WiggleError)) throw error
    const Kind = error.constructor as new (complaint: ReturnType<typeof complaintOf>) => WiggleError
    throw new Kind({ ...complaintOf(error), where })
  }
}

/** Flags whose values the library knows by another name. */
const flagOf: Readonly<Record<string, string>> = {
  everyEpochs: 'revive',
  k: 'folds',
  limit: 'max-norm',
  pieces: 'maxout',
  units: 'hidden',
}
/** Flags whose values the library checks under their own names. */
const checked =
  'activation batch buffer category delimiter dropout drop epochs l1 l2 loss missing number patience rate scaling seed target task test unseen validation'

function messageOf(error: unknown): string {
  if (error instanceof WiggleError)
    return oneLine(new WiggleError({ ...complaintOf(error), where: placeOf(error) }).message)
  return oneLine(error instanceof Error ? error.message : String(error))
}

/** Where users look: the flag whose value is wrong (but sizes such as 3-4-2 are no flag), or a path without the function that could not use it. */
function placeOf(error: WiggleError): string {
  const { where, expected } = error
  const [, name = ''] = /^(\w+) must /.exec(expected) ?? []
  const flag = flagOf[name] ?? (checked.split(' ').includes(name) ? name : undefined)
  if (error instanceof OptionError && flag !== undefined && !/^\d+-/.test(where)) return `--${flag}`
  return where.replace(/^(readFileBytes|writeFileSafely|loadModel): /, '')
}

function complaintOf({ where, expected, received, fix }: WiggleError) {
  return { where, expected, received, fix }
}

function oneLine(text: string): string {
  return visible(text.replace(/\s*\n\s*/g, ' '))
}
