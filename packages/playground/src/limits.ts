/** What a page can draw and train in good time; links and controls keep to it. */
export const limits = {
  rows: 20_000,
  layers: 8,
  units: 512,
  pieces: 4,
  classes: 10,
  columns: 64,
  noise: 1000,
  formula: 2000,
  name: 200,
} as const
