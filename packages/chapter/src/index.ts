// The public surface of the chapter.
export type { Experiment, Finding, Measurement, Outcome, Setting, Verdict } from './experiment.ts'
export { outcome } from './experiment.ts'
export { experiments } from './experiments.ts'
export type { Axis, Figure, FigurePoints, Series } from './figure.ts'
export { type DataName, type RealData, realData } from './real-data.ts'
export { measurementLines, resultLines, verdictWords } from './result-text.ts'
export { type Result, type RunOptions, runExperiment } from './run-experiment.ts'
