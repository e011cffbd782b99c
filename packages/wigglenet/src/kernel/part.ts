// Parts are data, and some carry code beside it: functions that JSON does not hold, found again when a part is made from its JSON. So a page
// has the code of those parts alone that it makes.
import { checkMade } from '../check/options.ts'

/** The data with what it carries, as a property that is not enumerable: it is in no JSON, and in no copy by `{ ...data }`. */
export function carrying<Data extends object>(data: Data, part: object): Data {
  return Object.defineProperty(data, 'part', { value: part })
}

/** What the data carry, if they do. */
export const carriedBy = (data: object): unknown => (data as { readonly part?: unknown }).part

/** What a part carries, whatever else it is; `maker` and `reader` are named in the error.
 *  Throws:  OptionError for what is no such part, or a copy that has lost its functions */
export const checkCarrying = <Part>(
  where: string,
  what: string,
  data: unknown,
  names: readonly [string, string],
): Part => checkMade<{ readonly part: Part }>(where, what, data, { part: 'object' }, names).part
