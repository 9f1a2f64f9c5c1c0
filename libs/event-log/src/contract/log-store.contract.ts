import { describeAppend } from './append.contract.js';
import { describeDecide } from './decide.contract.js';
import type { HarnessOf } from './harness.js';
import { describeIdempotency } from './idempotency.contract.js';
import { describeReading } from './reading.contract.js';
import { describeVersions } from './versions.contract.js';

/** What every place the log is kept in must do; each implementation's spec calls it once. */
export function describeLogStore(harness: HarnessOf): void {
  describeAppend(harness);
  describeIdempotency(harness);
  describeReading(harness);
  describeDecide(harness);
  describeVersions(harness);
}
