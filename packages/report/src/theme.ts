// The colours of every chart and of the page, once. The series are those of Okabe and Ito, which people who see few colours tell apart, in
// another lightness where the ground is dark.

/** `light` and `dark` are pictures of their own; `page` takes the colours of the page around it, which follows the reader's choice. */
export type Theme = 'light' | 'dark' | 'page'

export interface Colours {
  /** The ground, and what lies on it: writing, quieter writing, lines and the grid. */
  readonly paper: string
  readonly ink: string
  readonly soft: string
  readonly line: string
  /** Classes and curves, in their order. */
  readonly series: readonly string[]
  /** Above and below 0. */
  readonly positive: string
  readonly negative: string
}

const light: Colours = {
  paper: '#ffffff',
  ink: '#1b1f24',
  soft: '#59636e',
  line: '#d3d9df',
  series: [
    '#0072b2',
    '#d98200',
    '#009e73',
    '#b5578f',
    '#c44e00',
    '#3a9fd8',
    '#9a8700',
    '#4b3b9a',
    '#7a2048',
    '#5f6872',
  ],
  positive: '#0072b2',
  negative: '#d55e00',
}

const dark: Colours = {
  paper: '#171a1f',
  ink: '#e8eaed',
  soft: '#a0a8b2',
  line: '#383e46',
  series: [
    '#56a8e8',
    '#f0a830',
    '#2fc39a',
    '#dd8fbb',
    '#f2783c',
    '#8fd0f5',
    '#e8dc55',
    '#a79af0',
    '#d9708f',
    '#a9b1ba',
  ],
  positive: '#56a8e8',
  negative: '#f2783c',
}

/** Red, green and blue of pictures made of pixels, which are tints over the ground: they must do on both. */
export const pixelColours = {
  series: [
    [0, 120, 190],
    [230, 150, 0],
    [0, 164, 122],
    [204, 111, 163],
    [219, 94, 0],
    [80, 178, 235],
    [190, 175, 30],
    [110, 95, 200],
    [175, 60, 100],
    [120, 130, 140],
  ],
  positive: [0, 124, 200],
  negative: [222, 98, 8],
} as const

const pageColours: Colours = {
  paper: 'var(--paper)',
  ink: 'var(--ink)',
  soft: 'var(--soft)',
  line: 'var(--line)',
  series: light.series.map((_, k) => `var(--series-${k})`),
  positive: 'var(--positive)',
  negative: 'var(--negative)',
}

export const coloursOf = (theme: Theme): Colours => ({ light, dark, page: pageColours })[theme]

/** The colour of a class or a curve; beyond the last one they begin again. */
export const seriesColour = ({ series }: Colours, k: number): string => series[k % series.length]!

/** What a page must say for charts of the theme `page`: variables for a light and a dark ground. */
export function themeCss(): string {
  const variables = ({ series, ...rest }: Colours) =>
    [...Object.entries(rest), ...series.map((colour, k) => [`series-${k}`, colour] as const)]
      .map(([name, colour]) => `--${name}:${colour}`)
      .join(';')
  return `:root{color-scheme:light dark;${variables(light)}}@media(prefers-color-scheme:dark){:root{${variables(dark)}}}`
}
