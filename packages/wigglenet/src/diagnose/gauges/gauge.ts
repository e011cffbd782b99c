import type { Batch } from '../probe.ts'

/** A measurement that is fed batch by batch. */
export interface Gauge<Reading> {
  look(batch: Batch): void
  /** What was found in the rows so far. */
  reading(): Reading
}
