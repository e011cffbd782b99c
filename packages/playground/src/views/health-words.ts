// How each layer fares, in words with numbers.
import type { LayerHealth } from '../session/messages.ts'
import { numberText, percentText } from './ticks.ts'

export interface HealthLine {
  readonly about: string
  readonly text: string
  /** What share of the worst it is, for a bar beside the text; left out where there is no such share. */
  readonly share?: number
}

export function healthLines(layer: LayerHealth, all: number): HealthLine[] {
  const lines: HealthLine[] = []
  const units = layer.on?.length ?? all
  if (units < all) {
    lines.push({ about: 'Switched off', text: `${all - units} of ${all}: not counted here, nor by the doctor` })
  }
  if (layer.dead) {
    const dead = layer.dead.length
    lines.push({
      about: 'Dead units',
      text: dead === 0 ? `none of ${units}` : `${dead} of ${units} never activate (${percentText(dead / units)})`,
      share: dead / units,
    })
  }
  if (layer.saturated) {
    const share = layer.saturated.reduce((sum, part) => sum + part, 0) / units
    lines.push({ about: 'Saturated', text: `${percentText(share)} of the outputs lie in the tails`, share })
  }
  lines.push({
    about: 'Zig-zag',
    text: `${percentText(layer.zigZag)} of the updates move all weights of a unit one way`,
    share: layer.zigZag,
  })
  lines.push({ about: 'Update ratio', text: updateWords(layer.updateRatio) })
  return lines
}

const updateWords = (ratio: number | undefined) =>
  ratio === undefined
    ? 'not known before a few steps'
    : `a step changes the weights by ${numberText(ratio)} of their length; about 0.001 is usual`
