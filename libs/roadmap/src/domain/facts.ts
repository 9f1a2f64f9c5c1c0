import type { GateFacts, LocalDate, Side } from '#libs/vocabulary';
import type {
  Horizon,
  ItemDependency,
  ItemKind,
  Lane,
  MoveCause,
  MoveReason,
  Owners,
  Signature,
  SuggestionCause,
  Verdict,
  Visibility,
  Window,
} from './values.js';

/** What can be written about an item at any time. */
export interface ItemDescription {
  readonly title: string;
  readonly owners: Owners;
  readonly goalIds: readonly string[];
  readonly propertyIds: readonly string[];
  readonly expectedImpact: string | null;
}

/** Every fact of a roadmap item and its payload, those of the gate of its risk review included. When, and who, are in the envelope. */
export interface ItemFacts extends GateFacts {
  ItemProposed: ItemDescription & {
    readonly number: number;
    readonly lane: Lane;
    readonly kind: ItemKind;
    readonly visibility: Visibility;
  };
  /** Only what changed. */
  ItemRevised: Partial<ItemDescription>;
  ItemPlanned: { readonly window: Window; readonly horizon: Horizon };
  ConfidenceSet: { readonly value: number; readonly why: string };
  ItemAgreed: { readonly side: Side; readonly byId: string; readonly onBehalfOf: string | null };
  ItemCommitted: { readonly window: Window };
  ItemUncommitted: { readonly reason: string };
  ItemStarted: object;
  /** What both sides agreed to while it was PLANNED does not hold for another window; a promised one is moved and stays promised. */
  ItemRescheduled: {
    readonly from: Window;
    readonly to: Window;
    readonly horizon: Horizon;
    readonly shiftDays: number;
    readonly reason: string;
    /** Null only while it was not promised. */
    readonly reasonCode: MoveReason | null;
    readonly causedBy: MoveCause | null;
    /** Items whose owners are to be told, because they depend on a promised one; empty while it was not promised. */
    readonly notifies: readonly string[];
  };
  RequestLinked: { readonly requestId: string; readonly primary: boolean };
  RequestUnlinked: { readonly requestId: string };
  /** This item depends on another one. The stream of the one it depends on gets no fact. */
  DependencyAdded: ItemDependency;
  DependencyRemoved: Omit<ItemDependency, 'bufferWorkingDays'>;
  /** What became of a linked request says that this item should perhaps move; nothing moves by it. */
  MoveSuggested: {
    readonly suggestionId: string;
    readonly requestId: string;
    readonly why: SuggestionCause;
    /** Null: no other window is proposed. */
    readonly suggested: Window | null;
    /** How sure the item would be, 0 to 100; null: no hint. */
    readonly confidence: number | null;
    readonly note: string;
  };
  /** `reason` is always there where it was not accepted. */
  SuggestionAnswered: { readonly suggestionId: string; readonly accepted: boolean; readonly reason: string | null };
  CampaignWorthinessAssessed: { readonly verdict: Verdict; readonly reason: string | null } & {
    readonly byId: string;
    readonly onBehalfOf: string | null;
  };
  VisibilitySet: { readonly visibility: Visibility };
  ItemShipped: { readonly localDate: LocalDate };
  /** `requestId`: the linked request whose launch was rolled back, where one is named. */
  ShipmentReverted: { readonly reason: string; readonly requestId: string | null };
  /** Exactly one of the two is there. */
  ItemMeasured: { readonly outcome: string | null; readonly waivedBecause: string | null };
  ItemDropped: { readonly reason: string };
  ItemRevived: object;
}

export type ItemEventType = keyof ItemFacts;
/** One fact by its name. */
export type ItemFact<T extends ItemEventType> = { readonly type: T; readonly data: ItemFacts[T] };
/** All facts of an item, discriminated by `type`. */
export type ItemEvent = { [T in ItemEventType]: ItemFact<T> }[ItemEventType];

export const fact = <T extends ItemEventType>(type: T, data: ItemFacts[T]): ItemFact<T> => ({ type, data });

/** The facts of who signed, as they are written down. */
export const signatureOf = ({ byId, onBehalfOf }: { byId: string; onBehalfOf: string | null }): Signature => ({
  personId: byId,
  onBehalfOf,
});
