/** For one property of a request: who answers for it. */
export interface AccountableFor {
  readonly property: string;
  /** A team or a person, by uuid; null when nobody is accountable. */
  readonly party: { readonly kind: 'TEAM' | 'PERSON'; readonly id: string } | null;
}

/** What triage asks before it takes a request up (P29); answered by the context that keeps responsibilities. */
export abstract class Accountability {
  /** In the order of the properties, in one statement; empty for a request without properties. */
  abstract accountableFor(
    workspaceId: string,
    properties: readonly string[],
    type: string,
  ): Promise<readonly AccountableFor[]>;
}
