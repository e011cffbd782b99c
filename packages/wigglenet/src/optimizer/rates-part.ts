// What `layerRates` brings along: a step that writes the factors of the layers into a slot.
import { checkNumber, checkObject, deepFreeze } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { placeOf, walk } from '../kernel/kernel.ts'
import * as op from '../kernel/opcodes.ts'
import { ownStep, type StepCode } from '../kernel/step.ts'
import type { OptimizerPart } from './part.ts'

/** The slot that holds the factor of each number. */
export const rateSlot = 'layerRate'

/** The factors, checked and frozen.
 *  Throws:  OptionError */
export function checkRates(where: string, given: unknown): Readonly<Record<string, number>> {
  const rates = checkObject(where, 'rates', given)
  return deepFreeze(
    Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, checkNumber(where, name, rate, '[0, ∞)')])),
  )
}

/** What an optimizer carries whose layers have rates of their own: before each update their factors stand in a slot. */
export const ratesPart = (rates: Readonly<Record<string, number>>): OptimizerPart => ({
  before(tensors) {
    const layerOf = (parameter: string) => parameter.split('.')[0]!
    const layers = new Set(tensors.map(({ parameter }) => layerOf(parameter)))
    const stranger = Object.keys(rates).find((name) => !layers.has(name))
    if (stranger !== undefined) {
      throw new OptionError({
        where: 'layerRates',
        expected: `the layers must be some of those that learn, ${[...layers].join(', ')}`,
        received: JSON.stringify(stranger),
        fix: 'Correct the name, or leave it out.',
      })
    }
    return tensors.map(({ parameter, state }) =>
      ownStep(fillSlot, { slot: state[rateSlot]!, value: rates[layerOf(parameter)] ?? 1 }),
    )
  },
})

/** slot = value, in every number */
const fillSlot: StepCode<{ readonly slot: string; readonly value: number }> = {
  name: 'fill-slot',
  reference(machine, { slot, value }) {
    const { values } = machine.buffers.get(slot)!
    return () => {
      values.fill(value)
    }
  },
  wasm(e, kernel, { slot, value }) {
    const place = placeOf(kernel, slot)
    walk(
      e,
      [place],
      () => e.i32((place.storedRows * place.stride) / 4),
      () => 16,
      ([pointer]) => {
        e.get(pointer!).floats(value).at(op.v128Store)
      },
    )
  },
}
