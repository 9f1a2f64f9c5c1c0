import type { ExpectedStream } from './store.js';

/** Whether a stream at this version (0: not there) meets the expectation. */
export const matches = (expected: ExpectedStream, version: number): boolean =>
  expected === 'any' || (expected === 'some' ? version > 0 : expected === version);
