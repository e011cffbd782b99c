// Errors on their way from a worker: a clone would lose their class.
import {
  type Complaint,
  DataError,
  NumberError,
  OptionError,
  ShapeError,
  UnsupportedError,
  WiggleError,
} from '../check/errors.ts'
import type { Failure } from './messages.ts'

/** The kinds by names of their own: those of the classes are cut short in a minified worker. */
const kinds: Readonly<Record<string, new (complaint: Complaint) => WiggleError>> = {
  ShapeError,
  OptionError,
  DataError,
  UnsupportedError,
  NumberError,
}

/** An error as data. */
export function packFailure(error: unknown): Failure {
  if (error instanceof WiggleError) {
    const { message, where, expected, received, fix } = error
    const name = Object.keys(kinds).find((kind) => error instanceof kinds[kind]!)!
    return { name, message, complaint: { where, expected, received, fix } }
  }
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) }
}

/** The error again, of the class and with the message that it had. `before` goes in front of where it arose. */
export function unpackFailure({ name, message, complaint }: Failure, before = ''): Error {
  if (complaint) return new kinds[name]!({ ...complaint, where: `${before}${complaint.where}` })
  return Object.assign(new Error(`${before}${message}`), { name })
}

/** The error for a worker that could not start, or ended before it had answered. */
export function workerLost(where: string, reason: unknown, fix: string): UnsupportedError {
  return new UnsupportedError({
    where,
    expected: 'the worker must start, and live until it has answered',
    received: reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason),
    fix,
  })
}
