import { Injectable } from '@nestjs/common';
import { EventLog } from '#libs/event-log';
import { createdId, operatorCommand } from './commands.js';
import { person, type HeldRole } from './domain/person.js';
import { addPerson, grantRole } from './domain/person.rules.js';
import type { TokenBounds } from './domain/token.js';
import { PeopleStore, type PersonDetails } from './people-store.js';
import { daysFromNow, Tokens, type MintedToken } from './tokens.js';

export interface OperatorsToken extends Omit<TokenBounds, 'expiresAt'> {
  readonly workspaceId: string;
  readonly personId: string;
  readonly label: string;
  /** Null: it never ends by itself. */
  readonly expiresInDays: number | null;
}

/** What the command line may do without a viewer: let the first people of a workspace in. Recorded as the operator's acts. */
@Injectable()
export class Operator {
  constructor(
    private readonly log: EventLog,
    private readonly store: PeopleStore,
    private readonly tokens: Tokens,
  ) {}

  /** Adds somebody with these roles at once; answers with the person's id. */
  async addPerson(workspaceId: string, details: PersonDetails, roles: readonly HeldRole[]): Promise<string> {
    const command = operatorCommand({ workspaceId, operation: 'operator.addPerson', input: { roles } });
    const id = createdId(command, 'person');
    const decided = await this.log.decideOne(command, { aggregate: person, id, expect: 'new' }, (state) => {
      const holding = (held: readonly HeldRole[]) =>
        ({ status: 'known', personId: id, roles: held, delegations: [] }) as const;
      const granted = roles.flatMap((held, index) => grantRole(held, [])(holding(roles.slice(0, index))));
      return [...addPerson(id)(state), ...granted];
    });
    await this.store.addPerson({ workspaceId, id, version: decided.versions.it }, details);
    return id;
  }

  /** A token with any bounds. */
  mintToken({ workspaceId, expiresInDays, ...asked }: OperatorsToken): Promise<MintedToken> {
    const command = operatorCommand({ workspaceId, operation: 'operator.mintToken', input: asked });
    const expiresAt = expiresInDays === null ? null : daysFromNow(expiresInDays);
    return this.tokens.mint(command, { ...asked, expiresAt }, null);
  }
}
