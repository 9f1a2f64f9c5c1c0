import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Workspaces, what is known of people and teams beyond the log, secrets of tokens, and the rows folded from the log.
 * Rows of the log (`…_row`) are written by the append alone; everything else is mutable and carries no history.
 */
export class People1764000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [MUTABLE, ROWS, RIGHTS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema people cascade');
  }
}

const MUTABLE = `
create schema people;

create table people.workspace (
  workspace_id uuid primary key,
  name text not null check (char_length(name) between 1 and 200),
  sandbox boolean not null,
  time_zone text not null,
  created_at timestamptz(3) not null default clock_timestamp()
);

-- Personal data, and the only place it is kept: deleting a row forgets the person, the log keeps an opaque id.
-- version: of the person's stream at the last change, so that a late repetition never undoes a newer one.
create table people.person (
  workspace_id uuid not null references people.workspace,
  person_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  email text check (char_length(email) between 3 and 320),
  version int not null,
  primary key (workspace_id, person_id)
);

create table people.team (
  workspace_id uuid not null references people.workspace,
  team_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  version int not null,
  primary key (workspace_id, team_id)
);

-- The hash finds the token, so it is unique over all workspaces; the secret itself is nowhere.
create table people.token_secret (
  workspace_id uuid not null references people.workspace,
  token_id uuid not null,
  hash bytea not null unique check (octet_length(hash) = 32),
  label text not null check (char_length(label) between 1 and 200),
  primary key (workspace_id, token_id)
);
`;

const ROWS = `
create table people.person_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  person_id uuid not null,
  roles jsonb not null,
  delegations jsonb not null,
  added_at timestamptz(3) not null,
  primary key (workspace_id, stream_id)
);
create unique index person_row_order on people.person_row (workspace_id, person_id);
create index person_row_deputies on people.person_row using gin (delegations jsonb_path_ops);

create table people.team_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  team_id uuid not null,
  side text not null check (side in ('CONSUMER', 'PROVIDER')),
  time_zone text not null,
  created_at timestamptz(3) not null,
  primary key (workspace_id, stream_id)
);
create unique index team_row_order on people.team_row (workspace_id, team_id);

create table people.token_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  token_id uuid not null,
  person_id uuid not null,
  roles text[],
  scopes text[],
  expires_at timestamptz(3),
  ancestors uuid[] not null,
  status text not null check (status in ('active', 'revoked', 'revoked-with-minted')),
  minted_at timestamptz(3) not null,
  primary key (workspace_id, stream_id)
);
create index token_row_of_person on people.token_row (workspace_id, person_id);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema people to twolane_app;
    grant select on all tables in schema people to twolane_app;
    grant insert on people.workspace, people.team, people.token_secret to twolane_app;
    grant update on people.team to twolane_app;
    grant update (hash) on people.token_secret to twolane_app;
    grant insert, update, delete on people.person to twolane_app;
  end if;
end $$;
`;
