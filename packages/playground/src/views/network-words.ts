// A unit and a weight of the diagram in words.
import type { LayerHealth, UnitPictures } from '../session/messages.ts'
import type { Column, Parameters, Wire } from './network-places.ts'
import { numberText, percentText } from './ticks.ts'

/** Units are counted from 0, as in the parameters and in the library's messages. */
export const nameOf = (names: readonly string[], node: string, unit: number): string =>
  node === 'x' ? names[unit]! : `${node}[${unit}]`

export function unitWords(
  { node, activation }: Pick<Column, 'node' | 'activation'>,
  unit: number,
  names: readonly string[],
  {
    parameters,
    pictures,
    health,
    off,
  }: {
    readonly parameters?: Parameters | undefined
    readonly pictures?: UnitPictures | undefined
    readonly health?: LayerHealth | undefined
    readonly off: boolean
  },
): string {
  if (node === 'x') return `input ${names[unit]}`
  const parts = [`${nameOf(names, node, unit)}: ${activation}`]
  const bias = parameters?.[`${node}.b`]?.[unit]
  if (bias !== undefined) parts.push(`bias ${numberText(bias)}`)
  if (pictures && unit < pictures.units) {
    const [low, high] = [pictures.ranges[2 * unit]!, pictures.ranges[2 * unit + 1]!]
    parts.push(`answers from ${numberText(low)} to ${numberText(high)} over the window`)
  }
  if (health?.dead?.includes(unit)) parts.push('dead: it never activates on the training data')
  const saturated = health?.saturated?.[unit] ?? 0
  if (saturated > 0) parts.push(`${percentText(saturated)} of its answers saturated`)
  if (off) parts.push('switched off')
  return parts.join(', ')
}

export const wireWords = ({ parameter, index, value, source, target }: Wire, names: readonly string[]): string =>
  `${nameOf(names, ...source)} → ${nameOf(names, ...target)}: ${numberText(value)} (${parameter}, number ${index})`
