// Many small pictures beside one another, each with a caption.
import { shortened } from '../svg/lettering.ts'
import { element, type PaperElement } from '../svg/paper.ts'
import type { Drawn } from '../svg/picture.ts'
import type { Colours } from '../theme.ts'

export interface Small {
  /** A picture as a data address. */
  readonly image: string
  readonly caption: string
  /** What is told where the reader points. */
  readonly title: string
}

/** Pictures in rows.
 *  Options: ratio, height of a picture by its width; least, its least width in pixels; crisp, whether its pixels are to be seen */
export function multiples(
  pictures: readonly Small[],
  width: number,
  colours: Colours,
  { ratio, least, crisp }: { readonly ratio: number; readonly least: number; readonly crisp: boolean },
): Drawn {
  const [gap, captionSize] = [10, 11]
  const across = Math.max(1, Math.min(pictures.length, Math.floor((width + gap) / (least + gap))))
  const wide = Math.min((width + gap) / across - gap, 2 * least)
  const high = wide * ratio
  const row = high + captionSize + 14
  const nodes = pictures.map(({ image, caption, title }, k): PaperElement => {
    const [x, y] = [(k % across) * (wide + gap), Math.floor(k / across) * row]
    const place = { x: x + 0.5, y: y + 0.5, width: wide - 1, height: high - 1 }
    return element(
      'g',
      { class: 'small' },
      element('title', {}, title),
      element('image', {
        ...place,
        preserveAspectRatio: 'none',
        href: image,
        ...(crisp && { 'image-rendering': 'pixelated' }),
      }),
      element('rect', { ...place, fill: 'none', stroke: colours.line }),
      element(
        'text',
        {
          x: x + wide / 2,
          y: y + high + captionSize + 2,
          'text-anchor': 'middle',
          'font-size': captionSize,
          fill: colours.soft,
        },
        shortened(caption, captionSize, wide + gap),
      ),
    )
  })
  return { node: element('g', {}, ...nodes), width, height: Math.ceil(pictures.length / across) * row }
}

/** Numbers of units, at most so many, evenly spaced. */
export const someOf = (units: number, most: number): number[] =>
  Array.from({ length: Math.min(units, most) }, (_, k) => Math.floor((k * units) / Math.min(units, most)))
