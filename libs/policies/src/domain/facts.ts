import type { LocalDate, PolicyKindName, Side } from '#libs/vocabulary';

/** What somebody wants a policy to be from a day on. */
interface Wish {
  readonly kind: PolicyKindName;
  readonly effectiveFrom: LocalDate;
  /** The whole policy, as its kind defines it. */
  readonly value: unknown;
  /** Why, for the other lead and for whoever asks later. */
  readonly reason: string | null;
}

export interface PolicyFacts {
  /** A wish that waits for a lead, or for both; a later one takes its place. */
  PolicyProposed: Wish & {
    /** Whose lead wants it so; null: somebody who sets no policy proposes it to both. */
    readonly side: Side | null;
    readonly byId: string;
    readonly onBehalfOf: string | null;
  };
  PolicyProposalWithdrawn: {
    readonly kind: PolicyKindName;
    readonly byId: string;
    readonly onBehalfOf: string | null;
  };
  /** Both leads want it so. */
  PolicySet: Wish & {
    /** 2, 3, …; 1 is what held before anybody set anything. */
    readonly version: number;
    /** The local day of the second lead's word. */
    readonly setOn: LocalDate;
    readonly byIds: readonly [first: string, second: string];
  };
}

export type PolicyEvent = {
  [T in keyof PolicyFacts]: { readonly type: T; readonly data: PolicyFacts[T] };
}[keyof PolicyFacts];
