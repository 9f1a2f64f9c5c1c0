import type { Pool } from 'pg';

export interface PersonDetails {
  readonly name: string;
  readonly email: string | null;
}

/** What of the details changes: a field that is left out stays, `email: null` removes it. */
export type DetailsChange = Partial<PersonDetails>;

/** One object's place, and the version of its stream when the change was stored. */
export interface Stored {
  readonly workspaceId: string;
  readonly id: string;
  readonly version: number;
}

const ADD_PERSON = `
insert into people.person (workspace_id, person_id, version, name, email) values ($1, $2, $3, $4, $5)
on conflict (workspace_id, person_id) do nothing`;

/** A repetition of an older change, late or twice, changes nothing. */
const CHANGE_PERSON = `
update people.person set name = coalesce($4, name), email = case when $6 then $5 else email end, version = $3
where workspace_id = $1 and person_id = $2 and version < $3`;

const NAME_TEAM = `
insert into people.team (workspace_id, team_id, version, name) values ($1, $2, $3, $4)
on conflict (workspace_id, team_id) do nothing`;

/** No conflict target: two processes that bring the same demo token collide on its hash as well as on its id. */
const SAVE_SECRET = `
insert into people.token_secret (workspace_id, token_id, hash, label) values ($1, $2, $3, $4) on conflict do nothing`;

const REPLACE_SECRET = `
update people.token_secret set hash = $3 where workspace_id = $1 and token_id = $2 and hash <> $3`;

const ACTIVE_TOKENS = `
select count(*) as active from people.token_row
where workspace_id = $1 and person_id = $2 and status = 'active' and (expires_at is null or expires_at > clock_timestamp())`;

export interface TokenSecret {
  readonly workspaceId: string;
  readonly tokenId: string;
  readonly hash: Buffer;
  readonly label: string;
}

/**
 * What this context keeps beside the log: names, addresses, hashes of secrets. Written after the append that allows it;
 * every write may be repeated, so a command whose answer was lost is completed by sending it again.
 */
export class PeopleStore {
  constructor(readonly pool: Pick<Pool, 'query'>) {}

  async addPerson({ workspaceId, id, version }: Stored, { name, email }: PersonDetails): Promise<void> {
    await this.pool.query(ADD_PERSON, [workspaceId, id, version, name, email]);
  }

  async changePerson({ workspaceId, id, version }: Stored, change: DetailsChange): Promise<void> {
    const values = [workspaceId, id, version, change.name ?? null, change.email ?? null, change.email !== undefined];
    await this.pool.query(CHANGE_PERSON, values);
  }

  async nameTeam({ workspaceId, id, version }: Stored, name: string): Promise<void> {
    await this.pool.query(NAME_TEAM, [workspaceId, id, version, name]);
  }

  /** False when the token has a secret already: it was handed out before and is never handed out again. */
  async saveSecret(secret: TokenSecret): Promise<boolean> {
    const { rowCount } = await this.pool.query(SAVE_SECRET, secretValues(secret));
    return rowCount === 1;
  }

  /** The token works with this secret from now on, and with no other. */
  async replaceSecret(secret: TokenSecret): Promise<void> {
    if (await this.saveSecret(secret)) return;
    await this.pool.query(REPLACE_SECRET, [secret.workspaceId, secret.tokenId, secret.hash]);
  }

  /** Tokens of a person that still work. */
  async activeTokens(workspaceId: string, personId: string): Promise<number> {
    const { rows } = await this.pool.query<{ active: number | string }>(ACTIVE_TOKENS, [workspaceId, personId]);
    return Number(rows[0]?.active ?? 0);
  }
}

const secretValues = ({ workspaceId, tokenId, hash, label }: TokenSecret): unknown[] => [
  workspaceId,
  tokenId,
  hash,
  label,
];
