// The public surface, every name listed.

export type { Backend, Cursor, Execution, Settings, Slot, Totals } from './backend/backend.ts'
export { reference } from './backend/reference/reference.ts'
export { fast } from './backend/wasm/fast.ts'
export { wasm } from './backend/wasm/wasm.ts'
export {
  type Complaint,
  DataError,
  NumberError,
  OptionError,
  ShapeError,
  UnsupportedError,
  WiggleError,
} from './check/errors.ts'
export { version } from './check/version.ts'
export { applyPreprocessing } from './data/apply-preprocessing.ts'
export { decodeCifar10, type ImageBytes } from './data/cifar10.ts'
export { classWeights } from './data/class-weights.ts'
export { guessTask, labelledRows } from './data/columns.ts'
export { encodeTable } from './data/encode.ts'
export { inputsOf } from './data/encode-features.ts'
export { encodeRows } from './data/encode-rows.ts'
export { type ExamplesOptions, examples } from './data/examples.ts'
export { type FittedPreprocessing, fitPreprocessing, type PreprocessingOptions } from './data/fit-preprocessing.ts'
export { flatRows, type Rows } from './data/flat-rows.ts'
export { type HashSplit, type HashSplitOptions, hashSplit } from './data/hash-split.ts'
export { decodeIdx, type IdxArray } from './data/idx.ts'
export { type ImageBlock, type ImageScan, type ImageScanOptions, imageScan } from './data/image-scan.ts'
export { type ImageScaling, type ImageSet, type ImagesOptions, images, scaleImages } from './data/images.ts'
export { labelRows } from './data/label-rows.ts'
export { blobs } from './data/make/blobs.ts'
export { circles } from './data/make/circles.ts'
export { functionOf } from './data/make/function-of.ts'
export { moons } from './data/make/moons.ts'
export { rings } from './data/make/rings.ts'
export { spiral } from './data/make/spiral.ts'
export { xor } from './data/make/xor.ts'
export { resizeImages } from './data/resize-images.ts'
export { folds, type Split, splitRows } from './data/split.ts'
export { type ColumnKinds, type TableOptions, tableFromTexts } from './data/table-from-texts.ts'
export { type ScannedTable, type TableScan, type TableScanOptions, tableScan } from './data/table-scan.ts'
export { takeRows } from './data/take-rows.ts'
export type {
  Column,
  DataSet,
  ImagePreprocessing,
  Preprocessing,
  PreprocessingData,
  Row,
  Table,
  TablePreprocessing,
} from './data/types.ts'
export { rowWeights, weighted } from './data/weighted.ts'
export { diagnose, findingsText } from './diagnose/doctor/diagnose.ts'
export type { RunFacts } from './diagnose/doctor/facts.ts'
export type { Finding } from './diagnose/doctor/finding.ts'
export { type Course, runFacts } from './diagnose/doctor/run-facts.ts'
export { type Gradcheck, type GradcheckOptions, gradcheck } from './diagnose/gradcheck.ts'
export { type Inspection, type InspectOptions, inspect, type LayerInspection } from './diagnose/inspect.ts'
export { deadUnits } from './diagnose/monitors/dead-units.ts'
export { distributions } from './diagnose/monitors/distributions.ts'
export type { MonitorOptions } from './diagnose/monitors/monitor.ts'
export { saturation } from './diagnose/monitors/saturation.ts'
export { updateRatio } from './diagnose/monitors/update-ratio.ts'
export { zigZag } from './diagnose/monitors/zig-zag.ts'
export { type RateRange, type RateRangeOptions, rateRange } from './diagnose/rate-range.ts'
export { revive } from './diagnose/revive.ts'
export { activationsOf } from './explore/activations-of.ts'
export { calibrationCurve } from './explore/calibration-curve.ts'
export { decisionRaster } from './explore/decision-raster.ts'
export { decisionRegions } from './explore/decision-regions.ts'
export type { GridOptions } from './explore/grid.ts'
export {
  type Histogram,
  type HistogramOptions,
  type HistogramSeries,
  histogram,
  histogramSeries,
} from './explore/histogram.ts'
export { type InputGradients, type InputGradientsOptions, inputGradients } from './explore/input-gradients.ts'
export {
  type LayerCurve,
  type LayerDistributions,
  layerCurves,
  layerDistributions,
} from './explore/layer-curves.ts'
export { type LearningCurves, learningCurves } from './explore/learning-curves.ts'
export { nearestSteps, type Staircase, type StairStep } from './explore/nearest-steps.ts'
export {
  type DiagramLayer,
  type DiagramNode,
  type NetworkDiagram,
  networkDiagram,
} from './explore/network-diagram.ts'
export { type NeuronDiagram, neuronDiagram } from './explore/neuron-diagram.ts'
export {
  type PartialDependence,
  type PartialDependenceOptions,
  partialDependence,
} from './explore/partial-dependence.ts'
export {
  type PermutationImportance,
  type PermutationImportanceOptions,
  permutationImportance,
} from './explore/permutation-importance.ts'
export { type Projection, principalComponents } from './explore/principal-components.ts'
export { type SliceOptions, slice } from './explore/slice.ts'
export { type Sweep, type SweepOptions, sweep } from './explore/sweep.ts'
export type {
  DecisionCell,
  DecisionRaster,
  DecisionRegion,
  DiagramEdge,
  ExactRegions,
  LinearRegion,
  Slice,
  SliceAxis,
  SliceGrid,
  UnitResponses,
  WarpedGrid,
} from './explore/types.ts'
export { unitResponses } from './explore/unit-responses.ts'
export { warpedGrid } from './explore/warped-grid.ts'
export { type WeightImageOptions, type WeightImages, weightImages } from './explore/weight-images.ts'
export { accuracyInterval } from './judge/accuracy-interval.ts'
export { cohenKappa, matthews } from './judge/agreement.ts'
export { type BootstrapOptions, bootstrap, type Interval } from './judge/bootstrap.ts'
export { type CalibrationCurve, calibration } from './judge/calibration.ts'
export { type ClassScore, type ClassScores, classScores } from './judge/class-scores.ts'
export { type LabelScores, labelScores } from './judge/label-scores.ts'
export { brierScore, topAccuracy } from './judge/probability-scores.ts'
export { precisionRecallCurve, type RankingCurve, rocCurve } from './judge/ranking.ts'
export {
  accuracy,
  confusion,
  largestError,
  logLoss,
  meanAbsoluteError,
  rootMeanSquaredError,
  rSquared,
} from './judge/scores.ts'
export { meanAbsolutePercentageError, medianAbsoluteError } from './judge/typical-error.ts'
export type { PlanBuffer } from './kernel/place.ts'
export { type ConvertOptions, convert } from './model/convert.ts'
export { type Ensemble, ensemble } from './model/ensemble.ts'
export { evaluate } from './model/evaluate.ts'
export { modelFromBytes, modelToBytes } from './model/file.ts'
export { foldLinear } from './model/fold-linear.ts'
export { evaluateLabels, labelsAbove } from './model/label-predictions.ts'
export { createModel, type ModelOptions } from './model/model.ts'
export { predictedNumbers } from './model/outputs.ts'
export { preprocessingFromData } from './model/preprocessing-from-data.ts'
export { type Tempered, withTemperature } from './model/temperature.ts'
export type {
  Classifier,
  Evaluation,
  LiveModel,
  Model,
  ModelParts,
  ModelRows,
  Provenance,
  Regressor,
} from './model/types.ts'
export { activation, activationFromData } from './network/activations/activation.ts'
export * from './network/activations/all.ts'
export { alphaDropout } from './network/chance/alpha-dropout.ts'
export { weightNoise } from './network/chance/weight-noise.ts'
export { constraintFromData } from './network/constraints/from-data.ts'
export { maxNorm } from './network/constraints/max-norm.ts'
export { nonNegative } from './network/constraints/non-negative.ts'
export { describe } from './network/describe.ts'
export { networkFromData } from './network/from-data.ts'
export { constant } from './network/initializers/constant.ts'
export { drawParameter } from './network/initializers/draw.ts'
export { glorot } from './network/initializers/glorot.ts'
export { he } from './network/initializers/he.ts'
export { lecun } from './network/initializers/lecun.ts'
export { normal } from './network/initializers/normal.ts'
export { zero } from './network/initializers/zero.ts'
export { add } from './network/layers/add.ts'
export { type BatchNormSettings, batchNorm } from './network/layers/batch-norm.ts'
export { columns } from './network/layers/columns.ts'
export { concat } from './network/layers/concat.ts'
export { crelu } from './network/layers/crelu.ts'
export { dense } from './network/layers/dense.ts'
export { layerNorm } from './network/layers/layer-norm.ts'
export { maxout } from './network/layers/maxout.ts'
export { type NeuronSettings, type NeuronsSettings, neurons } from './network/layers/neurons.ts'
export type { NormSettings } from './network/layers/normalized.ts'
export { sameAs } from './network/layers/same-as.ts'
export * from './network/losses/all.ts'
export { binaryCrossEntropy } from './network/losses/binary-cross-entropy.ts'
export { type CrossEntropyOptions, crossEntropy } from './network/losses/cross-entropy.ts'
export { elementLoss, lossFromData } from './network/losses/element-loss.ts'
export { type JointPart, joint } from './network/losses/joint.ts'
export { klDivergence } from './network/losses/kl-divergence.ts'
export { multiLabel } from './network/losses/multi-label.ts'
export { type LossName, resolveLoss } from './network/losses/resolve.ts'
export { network } from './network/network.ts'
export { neuron } from './network/neuron.ts'
export { parameterShapes } from './network/parameters.ts'
export type { Step } from './network/steps.ts'
export type {
  Activation,
  Constraint,
  Dropout,
  Initializer,
  Layer,
  LearnedParameter,
  Loss,
  Network,
  Node,
  ParameterShape,
  WeightNoise,
} from './network/types.ts'
export { fingerprint } from './number/hash.ts'
export { randomStream, streams } from './number/random.ts'
export { adadelta } from './optimizer/adadelta.ts'
export { adagrad } from './optimizer/adagrad.ts'
export { adam } from './optimizer/adam.ts'
export { adamax } from './optimizer/adamax.ts'
export { adamw } from './optimizer/adamw.ts'
export { amsgrad } from './optimizer/amsgrad.ts'
export { averaged } from './optimizer/averaged.ts'
export { centeredRmsprop } from './optimizer/centered-rmsprop.ts'
export { type ClipOptions, clipped } from './optimizer/clipped.ts'
export { gradientDescent } from './optimizer/gradient-descent.ts'
export { weightHalfLife } from './optimizer/half-life.ts'
export { layerRates } from './optimizer/layer-rates.ts'
export { lion } from './optimizer/lion.ts'
export { momentum } from './optimizer/momentum.ts'
export { nadam } from './optimizer/nadam.ts'
export { nesterov } from './optimizer/nesterov.ts'
export { optimizer, optimizerFromData } from './optimizer/optimizer.ts'
export { radam } from './optimizer/radam.ts'
export { type OptimizerName, resolveOptimizer } from './optimizer/resolve.ts'
export { rmsprop } from './optimizer/rmsprop.ts'
export { rprop } from './optimizer/rprop.ts'
export { constantRate, schedule, scheduleFromData } from './optimizer/schedule.ts'
export { cosineDecay } from './optimizer/schedules/cosine-decay.ts'
export { exponentialDecay } from './optimizer/schedules/exponential-decay.ts'
export { inverseTimeDecay } from './optimizer/schedules/inverse-time-decay.ts'
export { onPlateau } from './optimizer/schedules/on-plateau.ts'
export { oneCycle } from './optimizer/schedules/one-cycle.ts'
export { polynomialDecay } from './optimizer/schedules/polynomial-decay.ts'
export { stepDecay } from './optimizer/schedules/step-decay.ts'
export { warmRestarts } from './optimizer/schedules/warm-restarts.ts'
export { warmUp } from './optimizer/schedules/warm-up.ts'
export type { Optimizer, Schedule } from './optimizer/types.ts'
export { type CompileOptions, compile } from './plan/compile.ts'
export type { Plan } from './plan/types.ts'
export {
  type CrossValidation,
  type CrossValidationCurve,
  crossValidate,
  type FoldOptions,
  type FoldSource,
  type NetworkFor,
  type Spread,
  sizeCurve,
  validationCurve,
} from './search/cross-validate.ts'
export { type Advance, type Halving, type HalvingOptions, halving } from './search/halving.ts'
export {
  choice,
  type Dimension,
  drawSettings,
  gridOf,
  logUniform,
  type Setting,
  type Space,
  uniform,
  whole,
} from './search/space.ts'
export { type Augmentation, augmentImages } from './train/augment-images.ts'
export { checkpointFromBytes, checkpointToBytes } from './train/checkpoint.ts'
export { dataStream, type RowBlocks } from './train/data-stream.ts'
export { fit } from './train/fit.ts'
export { fitLbfgs, type LbfgsOptions } from './train/fit-lbfgs.ts'
export { type LossAndGradients, type LossAndGradientsOptions, lossAndGradients } from './train/loss-and-gradients.ts'
export { memoryOf, type TrainingMemory } from './train/memory.ts'
export type { Run } from './train/run.ts'
export type { DataStream } from './train/stream-types.ts'
export { type Trainer, trainer } from './train/trainer.ts'
export type {
  Checkpoint,
  CheckpointSink,
  FitOptions,
  LayerReading,
  Monitor,
  RunView,
  Score,
  Snapshot,
  StopReason,
  Sums,
  TrainerOptions,
  TrainingEvent,
} from './train/types.ts'
