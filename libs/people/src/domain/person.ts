import type { Aggregate } from '#libs/event-log';
import type { Role } from './rights.js';

/** A role as it is held: in one team, or (null) in the whole workspace. */
export interface HeldRole {
  readonly role: Role;
  readonly teamId: string | null;
}

/** Somebody may act in a role of somebody else, from one local day to another, both included. */
export interface Delegation {
  readonly delegationId: string;
  readonly role: Role;
  readonly deputyId: string;
  /** Local dates of the workspace, `YYYY-MM-DD`. */
  readonly from: string;
  readonly until: string;
}

/** What can be known of a person beyond the log: kept in a mutable table, never in an event. */
export type PersonDetail = 'name' | 'email';

/** Facts of one person. Opaque ids only: the log says who had which right and when, never who that was. */
export type PersonEvent =
  | { readonly type: 'PersonAdded'; readonly data: { readonly personId: string } }
  | {
      readonly type: 'PersonDetailsChanged';
      readonly data: { readonly personId: string; readonly fields: readonly PersonDetail[] };
    }
  | { readonly type: 'RoleGranted'; readonly data: HeldRole & { readonly personId: string } }
  | { readonly type: 'RoleRevoked'; readonly data: HeldRole & { readonly personId: string } }
  | {
      readonly type: 'RoleDelegated';
      /** `on` is the local day of the decision. */
      readonly data: Delegation & { readonly personId: string; readonly on: string };
    }
  | {
      readonly type: 'DelegationEnded';
      readonly data: {
        readonly personId: string;
        readonly delegationId: string;
        readonly cause: 'ENDED' | 'ROLE_REVOKED';
      };
    };

export interface KnownPerson {
  readonly status: 'known';
  readonly personId: string;
  readonly roles: readonly HeldRole[];
  /** Running and coming ones; those that were over when the latest was made are forgotten. */
  readonly delegations: readonly Delegation[];
}

export type Person = { readonly status: 'unknown' } | KnownPerson;

export const sameRole = (one: HeldRole, other: HeldRole): boolean =>
  one.role === other.role && one.teamId === other.teamId;

const known = (person: Person): KnownPerson =>
  person.status === 'known' ? person : { status: 'known', personId: '', roles: [], delegations: [] };

const evolve = (state: Person, event: PersonEvent): Person => {
  const person = known(state);
  switch (event.type) {
    case 'PersonAdded':
      return { ...person, personId: event.data.personId };
    case 'PersonDetailsChanged':
      return state;
    case 'RoleGranted': {
      const { role, teamId } = event.data;
      return { ...person, roles: [...person.roles, { role, teamId }] };
    }
    case 'RoleRevoked':
      return { ...person, roles: person.roles.filter((held) => !sameRole(held, event.data)) };
    case 'RoleDelegated': {
      const { delegationId, role, deputyId, from, until, on } = event.data;
      const running = person.delegations.filter((delegation) => delegation.until >= on);
      return { ...person, delegations: [...running, { delegationId, role, deputyId, from, until }] };
    }
    case 'DelegationEnded':
      return {
        ...person,
        delegations: person.delegations.filter(({ delegationId }) => delegationId !== event.data.delegationId),
      };
  }
};

export const person: Aggregate<Person, PersonEvent> = {
  type: 'person',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve,
};
