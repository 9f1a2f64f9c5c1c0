import { type Command, type Decided, EventLog, NotFound, type ExpectedVersion } from '#libs/event-log';
import { createdId } from './commands.js';
import { person, type Person } from './domain/person.js';
import type { Bearer, Minter } from './domain/token.rules.js';
import { mintToken, revokeToken } from './domain/token.rules.js';
import { token, type TokenBounds } from './domain/token.js';
import { PeopleStore } from './people-store.js';
import { hashOfToken, newToken } from './secret.js';

const DAY_MS = 86_400_000;

/** The instant so many days from now, on the real clock. */
export const daysFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

export interface AskedToken extends TokenBounds {
  readonly personId: string;
  /** What it is for, in the words of whoever mints it; kept outside the log. */
  readonly label: string;
}

export interface MintedToken extends Decided<'token' | 'person'> {
  readonly tokenId: string;
  /** In clear, this once; null when it was handed out before. */
  readonly token: string | null;
}

const bearerOf = (state: Person, activeTokens: number): Bearer => {
  if (state.status === 'unknown') throw new NotFound('person', ['input', 'personId']);
  return { personId: state.personId, heldRoles: state.roles.map(({ role }) => role), activeTokens };
};

/** Minting and revoking, for the mutations as for the command line. */
export class Tokens {
  constructor(
    private readonly log: EventLog,
    private readonly store: PeopleStore,
  ) {}

  /**
   * `minter`: the token it is minted with, whose bounds hold for the new one; null for the operator.
   * The fact is stored first and the hash after it, so a secret never works without the log saying whose it is.
   */
  async mint(command: Command, asked: AskedToken, minter: Minter | null): Promise<MintedToken> {
    const { personId, label, ...wanted } = asked;
    const { workspaceId } = command;
    const tokenId = createdId(command, 'token');
    const activeTokens = await this.store.activeTokens(workspaceId, personId);
    const decided = await this.log.decide(
      command,
      {
        token: { aggregate: token, id: tokenId, expect: 'new' },
        person: { aggregate: person, id: personId, expect: 'latest' },
      },
      (states) => ({
        token: mintToken({ tokenId, wanted, bearer: bearerOf(states.person, activeTokens), minter })(states.token),
      }),
    );
    return { ...decided, tokenId, token: await this.handOut(workspaceId, tokenId, label) };
  }

  /** `owner`: whose tokens the caller may end; null: everybody's. */
  revoke(command: Command, revoked: RevokedToken): Promise<Decided<'it'>> {
    const { tokenId, expect, withMinted, owner } = revoked;
    return this.log.decideOne(command, { aggregate: token, id: tokenId, expect }, revokeToken({ withMinted, owner }));
  }

  private async handOut(workspaceId: string, tokenId: string, label: string): Promise<string | null> {
    const secret = newToken();
    const hash = hashOfToken(secret);
    if (hash === null) throw new Error('A new token does not have the form of a token.');
    return (await this.store.saveSecret({ workspaceId, tokenId, hash, label })) ? secret : null;
  }
}

export interface RevokedToken {
  readonly tokenId: string;
  readonly expect: ExpectedVersion;
  readonly withMinted: boolean;
  readonly owner: string | null;
}
