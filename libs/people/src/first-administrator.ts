import type { EventLog } from '#libs/event-log';
import { createdId, operatorCommand } from './commands.js';
import { person, type PersonEvent } from './domain/person.js';
import { PeopleStore } from './people-store.js';
import { daysFromNow, Tokens } from './tokens.js';

const TOKEN_DAYS = 365;

/**
 * Gives a new workspace somebody who can add everybody else, and answers with that person's token.
 * Repeated, it mints a further token for the same person.
 */
export async function firstAdministrator(log: EventLog, store: PeopleStore, workspaceId: string): Promise<string> {
  const command = operatorCommand({ workspaceId, operation: 'firstAdministrator', input: {}, key: 'first' });
  const personId = createdId(command, 'person');
  const facts: PersonEvent[] = [
    { type: 'PersonAdded', data: { personId } },
    { type: 'RoleGranted', data: { personId, role: 'ADMIN', teamId: null } },
  ];
  await log.decideOne(command, { aggregate: person, id: personId, expect: 'new' }, () => facts);
  await store.addPerson({ workspaceId, id: personId, version: 1 }, { name: 'Administrator', email: null });
  const asked = { personId, label: 'first token', roles: null, scopes: null, expiresAt: daysFromNow(TOKEN_DAYS) };
  const { token } = await new Tokens(log, store).mint(
    operatorCommand({ workspaceId, operation: 'mintToken', input: asked }),
    asked,
    null,
  );
  if (token === null) throw new Error('A token just minted had been handed out before.');
  return token;
}
