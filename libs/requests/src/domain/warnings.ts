import type { WarningCode } from './values-delivery.js';

/** The part of a fact that keeps what its command said aloud; absent when there was nothing to say. */
export const warned = (codes: readonly WarningCode[]): { readonly warnings?: readonly WarningCode[] } =>
  codes.length > 0 ? { warnings: codes } : {};
