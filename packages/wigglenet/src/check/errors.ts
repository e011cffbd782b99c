// The errors that every part of the library throws. One sentence form: `where: what must be so; got this. Do that.`

export interface Complaint {
  /** The function or path that refuses, such as `compile` or `layers[1].inputs`. */
  readonly where: string
  /** What must be so, such as `units must be a whole number in [1, 16777216]`. */
  readonly expected: string
  /** What came instead, shown as the reader would write it. */
  readonly received: string
  /** What to do about it: one imperative sentence, with its full stop. */
  readonly fix: string
}

/** The base of every error that the library throws on purpose.
 *  Message: `where: expected; got received. fix` */
export class WiggleError extends Error implements Complaint {
  declare readonly where: string
  declare readonly expected: string
  declare readonly received: string
  declare readonly fix: string

  constructor(complaint: Complaint) {
    const { where, expected, received, fix } = complaint
    super(`${where}: ${expected}; got ${received}.${fix === '' ? '' : ` ${fix}`}`)
    Object.assign(this, complaint)
    this.name = new.target.name // last: an error that is told again as another kind brings its own name
  }
}

/** Sizes that do not fit together. */
export class ShapeError extends WiggleError {}
/** An option outside its range, or an unknown name. */
export class OptionError extends WiggleError {}
/** A file or a table whose contents cannot be used. */
export class DataError extends WiggleError {}
/** Something that this engine or this version cannot do. */
export class UnsupportedError extends WiggleError {}
/** A number that became NaN or infinite. */
export class NumberError extends WiggleError {}

/** Throws an error. The page that trains a small network has some 40 of these calls: the names of the fields in each would cost 100 bytes. */
export function refuse(
  where: string,
  expected: string,
  received: string,
  fix: string,
  Kind: new (complaint: Complaint) => WiggleError = OptionError,
): never {
  throw new Kind({ where, expected, received, fix })
}
