// How an error becomes one line and an exit code.
import { CommanderError } from 'commander'
import { WiggleError } from 'wigglenet'

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
    const text = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')
    return { code: exitCodes.badInput, line: `${text}. See wigglenet --help.` }
  }
  return { code: exitCodes.failed, line: messageOf(error) }
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/\s*\n\s*/g, ' ')
}
