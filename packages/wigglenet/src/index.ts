// The public surface, every name listed.
export {
  type Complaint,
  DataError,
  NumberError,
  OptionError,
  ShapeError,
  UnsupportedError,
  WiggleError,
} from './check/errors.ts'
export { applyPreprocessing } from './data/apply-preprocessing.ts'
export { decodeCifar10, type ImageBytes } from './data/cifar10.ts'
export { guessTask, labelledRows } from './data/columns.ts'
export { encodeTable, inputsOf } from './data/encode.ts'
export { encodeRows, type Row } from './data/encode-rows.ts'
export { type ExamplesOptions, examples } from './data/examples.ts'
export { type FittedPreprocessing, fitPreprocessing, type PreprocessingOptions } from './data/fit-preprocessing.ts'
export { flatRows, type Rows } from './data/flat-rows.ts'
export { decodeIdx, type IdxArray } from './data/idx.ts'
export { type ImageScaling, type ImageSet, type ImagesOptions, images, scaleImages } from './data/images.ts'
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
export { takeRows } from './data/take-rows.ts'
export type {
  Column,
  DataSet,
  ImagePreprocessing,
  Preprocessing,
  Table,
  TablePreprocessing,
} from './data/types.ts'
export {
  accuracy,
  confusion,
  logLoss,
  meanAbsoluteError,
  rootMeanSquaredError,
  rSquared,
} from './judge/scores.ts'
