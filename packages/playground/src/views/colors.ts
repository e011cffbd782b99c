// The page's colours as numbers, for canvases: their values stand once, in the custom properties of page/colours.css, which take them from the
// report's theme (Okabe and Ito, told apart by people who see few colours). Mixing and lookup are pure; only `readPalette` asks the page.

/** Red, green and blue, each in [0, 255]. */
export type Rgb = readonly [red: number, green: number, blue: number]

export interface Palette {
  readonly panel: Rgb
  readonly ink: Rgb
  readonly faint: Rgb
  readonly line: Rgb
  readonly accent: Rgb
  readonly positive: Rgb
  readonly negative: Rgb
  readonly classes: readonly Rgb[]
}

/** How many class colours the page has; with more classes they begin again, with other marks. */
export const classColours = 8

/** The colours that hold at an element now. The browser resolves them, so that a property may be any CSS colour. */
export function readPalette(element: Element): Palette {
  const probe = document.createElement('span')
  probe.hidden = true
  element.append(probe)
  const read = (name: string) => {
    probe.style.color = `var(--${name})`
    return parseColour(getComputedStyle(probe).color)
  }
  try {
    return {
      panel: read('panel'),
      ink: read('ink'),
      faint: read('faint'),
      line: read('line'),
      accent: read('accent'),
      positive: read('positive'),
      negative: read('negative'),
      classes: Array.from({ length: classColours }, (_, k) => read(`class-${k}`)),
    }
  } finally {
    probe.remove()
  }
}

/** A colour as `getComputedStyle` writes it: `rgb(0, 114, 178)`, or `color(srgb 0 0.45 0.7)` where it was mixed. */
export function parseColour(text: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (text.match(/-?\d*\.?\d+(e-?\d+)?/g) ?? []).map(Number)
  return text.startsWith('color(') ? [255 * red, 255 * green, 255 * blue] : [red, green, blue]
}

/** `share` of the way from one colour to another. */
export const mix = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
]

/** A number as a shade, by its share of the way from the least to the largest: the panel's colour hardly tinted, to the full one. */
export const rampColour = ({ panel, positive }: Palette, share: number): Rgb =>
  mix(panel, positive, 0.06 + 0.86 * share)

export const cssColour = (colour: Rgb): string => `rgb(${colour.map(Math.round).join(' ')})`

/** Class colours that mark networks side by side: the ones that data seldom need. */
export const variantClasses = [7, 3, 6, 5] as const

export const variantColour = (variant: number): string =>
  `var(--class-${variantClasses[variant % variantClasses.length]})`

export const classColour = ({ classes }: Palette, label: number): Rgb => classes[label % classes.length]!

/** A pixel of ImageData read as 32 bits: every machine that runs a browser puts red first. */
export const pixelOf = ([red, green, blue]: Rgb): number =>
  ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0
