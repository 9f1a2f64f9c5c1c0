import type { GateEntries, LocalDate, Side } from '#libs/vocabulary';
import type { ItemDescription, ItemFacts } from './facts.js';
import type {
  Horizon,
  ItemDependency,
  ItemKind,
  ItemStatus,
  Lane,
  Signature,
  Verdict,
  Visibility,
  Window,
} from './values.js';

export interface LinkedRequest {
  readonly requestId: string;
  /** This SHARED item is the one the request is told by (I4). */
  readonly primary: boolean;
}

export interface Confidence {
  /** 0 to 100. */
  readonly value: number;
  readonly why: string;
}

export interface Worthiness {
  readonly verdict: Verdict;
  /** Always there for NOT_WORTHY. */
  readonly reason: string | null;
  readonly by: Signature;
}

/** A move that was suggested, and what became of it. */
export type Suggestion = ItemFacts['MoveSuggested'] & {
  /** Null: nobody has answered. */
  readonly answer: { readonly accepted: boolean; readonly reason: string | null } | null;
};

/** A roadmap item as its facts tell it. */
export interface ItemState extends ItemDescription {
  readonly status: ItemStatus;
  readonly number: number;
  readonly lane: Lane;
  readonly kind: ItemKind;
  readonly visibility: Visibility;
  /** Null before it is planned. */
  readonly horizon: Horizon | null;
  readonly window: Window | null;
  readonly confidence: Confidence | null;
  /** By side; of this plan, and kept by what was committed. */
  readonly agreements: Readonly<Record<Side, Signature | null>>;
  /** Null: unassessed. */
  readonly worthiness: Worthiness | null;
  readonly links: readonly LinkedRequest[];
  /** What this item depends on, in the order of adding; at most `limits.dependencies`. What depends on it is not here. */
  readonly dependencies: readonly ItemDependency[];
  /** The last `limits.suggestions`, in the order of suggesting. */
  readonly suggestions: readonly Suggestion[];
  /** What the item's own risk review says to it; kept in every status. */
  readonly gate: GateEntries;
  readonly shippedOn: LocalDate | null;
  readonly measured: { readonly outcome: string | null; readonly waivedBecause: string | null } | null;
}

/** `unknown` before it was proposed. */
export type Item = { readonly status: 'unknown' } | ItemState;

export const noAgreements: ItemState['agreements'] = { CONSUMER: null, PROVIDER: null };
