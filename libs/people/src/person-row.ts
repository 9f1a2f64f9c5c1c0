import type { InlineView } from '#libs/event-log';
import { person, type Delegation, type HeldRole, type Person, type PersonEvent } from './domain/person.js';

/** `people.person_row`: what a person may do now, without who that is. */
export interface PersonRow {
  readonly person_id: string;
  readonly roles: readonly HeldRole[];
  readonly delegations: readonly Delegation[];
  readonly added_at: string;
}

const stateOf = (row: PersonRow | null): Person =>
  row === null
    ? person.initial
    : { status: 'known', personId: row.person_id, roles: row.roles, delegations: row.delegations };

export const personRow: InlineView<PersonRow, PersonEvent> = {
  table: 'people.person_row',
  streamType: person.type,
  source: import.meta.url,
  evolve(row, event) {
    const state = person.evolve(stateOf(row), event);
    const { personId, roles, delegations } =
      state.status === 'known' ? state : { personId: event.data.personId, roles: [], delegations: [] };
    return { person_id: personId, roles, delegations, added_at: row?.added_at ?? event.recordedAt };
  },
};
