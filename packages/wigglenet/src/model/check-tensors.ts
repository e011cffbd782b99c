// Whether tensors given by name are those that are asked for.
import { checkObject, show } from '../check/check.ts'
import { NumberError, refuse, ShapeError } from '../check/errors.ts'

type Shapes = readonly { readonly name: string; readonly shape: readonly number[] }[]

/** The tensors, if there is one for each shape, of its size and finite, and no other. `label` names the record in errors.
 *  Throws:  OptionError for what is no record; ShapeError for a tensor that is missing, unknown or of another size; NumberError */
export function checkTensors(
  where: string,
  label: string,
  shapes: Shapes,
  given: unknown,
): Readonly<Record<string, ArrayLike<number>>> {
  const tensors = checkObject(where, label, given) as Readonly<Record<string, ArrayLike<number>>>
  for (const { name, shape } of shapes) checkTensor(where, `${label}['${name}']`, shape, tensors[name])
  const extra = Object.keys(tensors).find((name) => shapes.every((shape) => shape.name !== name))
  if (extra === undefined) return tensors
  refuse(where, `${label} must be those of the network`, `${show(extra)} too`, 'Remove it.', ShapeError)
}

/** The values of a tensor, if they are as many as its shape asks for, and finite in 32 bits.
 *  Throws:  ShapeError or NumberError otherwise */
export function checkTensor(
  where: string,
  name: string,
  shape: readonly number[],
  values: ArrayLike<number> | undefined,
): ArrayLike<number> {
  const count = shape.reduce((product, size) => product * size, 1)
  if (values?.length !== count) {
    refuse(
      where,
      `${name} must hold ${count} numbers, shape (${shape.join(', ')})`,
      values?.length === undefined ? 'none' : `${values.length}`,
      'Give every parameter that parameterShapes lists, in its shape.',
      ShapeError,
    )
  }
  // The engine's own search runs at full speed from the first call on, where a loop must be compiled before.
  if (values instanceof Float32Array && ![NaN, Infinity, -Infinity].some((bad) => values.includes(bad))) return values
  for (let i = 0; i < count; i++) {
    if (typeof values[i] === 'number' && Number.isFinite(Math.fround(values[i]!))) continue
    refuse(
      where,
      `${name} must hold finite numbers`,
      `${show(values[i])} at index ${i}`,
      'Correct that number.',
      NumberError,
    )
  }
  return values
}
