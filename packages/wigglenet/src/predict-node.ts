// `wigglenet/predict` as Node gets it: the standard device is that of `wigglenet` there.
import { setStandardDevice } from './backend/resolve.ts'
import { threads } from './node/threads.ts'

export * from './predict.ts'

setStandardDevice(threads())
