import { Refusal, type RefusalCategory } from '#libs/event-log';
import type { WarningCode } from '../domain/index.js';

/** What became of one of many things. */
export type Fate =
  | { readonly kind: 'CHANGED'; readonly warnings: readonly WarningCode[] }
  | { readonly kind: 'UNCHANGED' }
  | { readonly kind: 'REFUSED'; readonly refusal: Refusal };

/** A refusal as data. */
interface KeptRefusal {
  readonly code: string;
  readonly category: RefusalCategory;
  readonly message: string;
  readonly details: object;
  readonly path?: readonly string[];
  readonly retryable: boolean;
}

/** A fate as it is kept with its command. */
export type KeptFate = Exclude<Fate, { kind: 'REFUSED' }> | { readonly kind: 'REFUSED'; readonly refusal: KeptRefusal };

export function keptFate(fate: Fate): KeptFate {
  if (fate.kind !== 'REFUSED') return fate;
  const { code, category, message, details, path, retryable } = fate.refusal;
  return { kind: 'REFUSED', refusal: { code, category, message, details, ...(path && { path }), retryable } };
}

export function fateOf(kept: KeptFate): Fate {
  if (kept.kind !== 'REFUSED') return kept;
  const { code, category, message, details, path, retryable } = kept.refusal;
  const refusal = new Refusal(code, category, message, details, { ...(path && { path }), retryable });
  return { kind: 'REFUSED', refusal };
}
