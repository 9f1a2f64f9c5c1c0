import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import { person, type PersonEvent } from './domain/person.js';
import { team, type TeamEvent } from './domain/team.js';
import { token, type TokenEvent } from './domain/token.js';
import { personRow } from './person-row.js';
import { teamRow } from './team-row.js';
import { tokenRow } from './token-row.js';

/** Every event of this context with the schema version written today; the compiler misses none. */
export const peopleEvents: readonly EventDefinition[] = [
  ...versionsOf<PersonEvent>(person.type, {
    PersonAdded: 1,
    PersonDetailsChanged: 1,
    RoleGranted: 1,
    RoleRevoked: 1,
    RoleDelegated: 1,
    DelegationEnded: 1,
  }),
  ...versionsOf<TeamEvent>(team.type, { TeamCreated: 1 }),
  ...versionsOf<TokenEvent>(token.type, { TokenMinted: 1, TokenRevoked: 1 }),
];

/** Any fact of this context. */
export type PeopleFact = PersonEvent | TeamEvent | TokenEvent;

/** What this context adds to the model of the log. */
export const peopleModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } = {
  events: peopleEvents,
  aggregates: [person, team, token] as readonly Aggregate<unknown, Fact>[],
  views: [personRow, teamRow, tokenRow] as readonly InlineView<object, Fact>[],
};
