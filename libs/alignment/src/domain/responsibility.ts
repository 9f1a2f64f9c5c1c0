import type { Aggregate, Instant, Recorded } from '#libs/event-log';
import type { DoneBy } from '#libs/vocabulary';

export const responsibilityRoles = ['RESPONSIBLE', 'ACCOUNTABLE', 'CONSULTED', 'INFORMED'] as const;
/** RACI: who does it, who answers for it, who is asked before, who is told after. */
export type ResponsibilityRole = (typeof responsibilityRoles)[number];

export const partyKinds = ['TEAM', 'PERSON'] as const;

/** A team or a person, by uuid. */
export interface Party {
  readonly kind: (typeof partyKinds)[number];
  readonly id: string;
}

/** One role of one party on requests of one type, or (`null`) of all types. */
export interface Assignment {
  readonly requestType: string | null;
  readonly role: ResponsibilityRole;
  readonly party: Party;
}

/** Every fact of the responsibilities on one property (P29). */
export interface ResponsibilityFacts {
  ResponsibilitySet: Assignment & {
    /** As it was written; the stream's id comes from its key. */
    readonly property: string;
    readonly reason: string | null;
    /** The party that was accountable until now. */
    readonly replaced: Party | null;
  };
  ResponsibilityRemoved: Assignment & { readonly property: string; readonly reason: string };
}

export type ResponsibilityEventType = keyof ResponsibilityFacts;
export type ResponsibilityEvent = {
  [Type in ResponsibilityEventType]: { readonly type: Type; readonly data: ResponsibilityFacts[Type] };
}[ResponsibilityEventType];

export interface Held extends Assignment {
  readonly reason: string | null;
  readonly by: DoneBy;
  readonly since: Instant;
}

export interface KnownResponsibilities {
  readonly status: 'known';
  /** As it was written first; `*` stands for every property. */
  readonly property: string;
  readonly held: readonly Held[];
}

/** Who does what on one property. */
export type Responsibilities = { readonly status: 'unknown' } | KnownResponsibilities;

/** The property that stands for all that say nothing of their own. */
export const EVERY_PROPERTY = '*';

/**
 * What makes two writings of a property the same: no scheme, no closing slash, no capitals, single blanks, e.g.
 * `https://Shop.example/` and `shop.example`. Empty for a text that names nothing.
 */
export const propertyKeyOf = (property: string): string =>
  property
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/\s+/g, ' ')
    .trim();

export const sameParty = (a: Party, b: Party): boolean => a.kind === b.kind && a.id === b.id;

export const samePlace = (a: Assignment, b: Assignment): boolean =>
  a.requestType === b.requestType && a.role === b.role;

const isSame = (a: Assignment, b: Assignment): boolean => samePlace(a, b) && sameParty(a.party, b.party);

/** The entry for exactly this, or undefined. */
export const heldAs = (state: Responsibilities, assignment: Assignment): Held | undefined =>
  state.status === 'unknown' ? undefined : state.held.find((held) => isSame(held, assignment));

const doneBy = ({ meta }: Recorded): DoneBy => ({ personId: meta.actorId, onBehalfOf: meta.onBehalfOf ?? null });

export const responsibilities: Aggregate<Responsibilities, ResponsibilityEvent> = {
  type: 'responsibility',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve(state, event) {
    const { property, requestType, role, party, reason } = event.data;
    const assignment = { requestType, role, party };
    const known: KnownResponsibilities = state.status === 'known' ? state : { status: 'known', property, held: [] };
    switch (event.type) {
      case 'ResponsibilitySet': {
        const stays = (held: Held): boolean =>
          !isSame(held, assignment) && !(role === 'ACCOUNTABLE' && samePlace(held, assignment));
        const held = { ...assignment, reason, by: doneBy(event), since: event.recordedAt };
        return { ...known, held: [...known.held.filter(stays), held] };
      }
      case 'ResponsibilityRemoved':
        return { ...known, held: known.held.filter((held) => !isSame(held, assignment)) };
    }
  },
};
