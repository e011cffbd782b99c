// Byte addresses of the control block: values that change from run to run and are never constants in the code. Each address is a
// constant of its own, which a bundler writes in place; import them as `control`.

export const seedLow = 0
export const seedHigh = 4
/** Steps done, low and high word: the counter of noise and dropout. */
export const step = 8
export const stepHigh = 12
export const epoch = 16
/** Rows already used of this epoch. */
export const position = 20
export const batch = 24
/** Rows of this step. */
export const rows = 28
/** Rows of the data set in use. */
export const total = 32
export const X = 36
export const y = 40
/** Address of the order of rows, or 0 for 0, 1, 2 … */
export const order = 44
/** 1 if X holds bytes. */
export const bytes = 48
export const scale = 52
export const shift = 56
export const training = 60
/** Address of this step's row in the table. */
export const table = 64
export const l2 = 68
export const l1 = 72
export const shuffle = 76
export const lossSum = 80 // float64
export const hits = 88 // float64
export const seen = 96
/** Noise: a float32 deviation each; dropout: a threshold word and a float32 factor each. */
export const streams = 100
