import type { Fact } from '#libs/event-log';
import type { HeldRole, PersonEvent } from './domain/person.js';
import type { TeamEvent } from './domain/team.js';
import type { TokenEvent } from './domain/token.js';

type PeopleEvent = PersonEvent | TeamEvent | TokenEvent;
type Sentences = {
  readonly [T in PeopleEvent['type']]: (data: Extract<PeopleEvent, { readonly type: T }>['data']) => string;
};

const spoken = (word: string): string => word.toLowerCase().replaceAll('_', ' ');
const where = ({ teamId }: HeldRole): string => (teamId === null ? 'in the whole workspace' : 'in a team');

const SENTENCES: Sentences = {
  PersonAdded: () => 'Somebody came',
  PersonDetailsChanged: ({ fields }) => `The ${fields.join(' and the ')} changed`,
  RoleGranted: (held) => `Became ${spoken(held.role)} ${where(held)}`,
  RoleRevoked: (held) => `Is no longer ${spoken(held.role)} ${where(held)}`,
  RoleDelegated: ({ role, from, until }) => `Somebody acts as ${spoken(role)} for this person from ${from} to ${until}`,
  DelegationEnded: ({ cause }) =>
    cause === 'ENDED'
      ? 'A deputy stopped acting for this person'
      : 'A deputy stopped, as the role itself was taken back',
  TeamCreated: ({ side, timeZone }) =>
    `A team that ${side === 'CONSUMER' ? 'asks for work' : 'does the work'}, in ${timeZone}`,
  TokenMinted: ({ expiresAt, scopes }) =>
    `It was minted${expiresAt === null ? '' : ` until ${expiresAt}`}${scopes === null ? '' : `, cut to ${scopes.length} rights`}`,
  TokenRevoked: ({ withMinted }) => `It was ended${withMinted ? ', with everything minted with it' : ''}`,
};

/** What happened, in one sentence that a person understands, e.g. `Became marketing lead in a team.` No sentence names anybody. */
export const summaryOf = ({ type, data }: Fact): string =>
  `${(SENTENCES[type as keyof Sentences] as (data: object) => string)(data)}.`;
