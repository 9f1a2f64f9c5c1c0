/** Tables as one would write them for this without a log: the current row with the indexes of our own, and a history beside it. */
export const CRUD_TABLES = `
create schema crud;

create table crud.workspace (
  id uuid primary key,
  name text not null,
  time_zone text not null
);

create table crud.person (
  workspace_id uuid not null references crud.workspace,
  id uuid not null,
  name text not null,
  roles jsonb not null,
  primary key (workspace_id, id)
);

create table crud.token (
  id uuid primary key,
  workspace_id uuid not null,
  person_id uuid not null,
  hash bytea not null unique,
  scopes text[],
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  foreign key (workspace_id, person_id) references crud.person (workspace_id, id)
);

create table crud.request (
  workspace_id uuid not null,
  id uuid not null,
  version int not null,
  number int not null,
  title text not null,
  type text not null,
  status text not null,
  consumer_team_id uuid not null,
  provider_team_id uuid,
  requester_id uuid not null,
  owner_id uuid,
  co_author_ids uuid[] not null,
  waiting_on text not null,
  completeness int not null,
  revision int not null,
  held_until date,
  agreed_date date,
  sla_targets jsonb,
  brief jsonb not null,
  drafted_at timestamptz(3) not null,
  submitted_at timestamptz(3),
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id)
) with (fillfactor = 80);
create unique index request_number on crud.request (workspace_id, number);
create index request_updated on crud.request (workspace_id, updated_at, id);
create index request_queue on crud.request (workspace_id, status, submitted_at, id);
create index request_agreed on crud.request (workspace_id, agreed_date, id);

create table crud.request_history (
  id bigint generated always as identity primary key,
  workspace_id uuid not null,
  request_id uuid not null,
  version int not null,
  action text not null,
  data jsonb not null,
  actor_id uuid not null,
  actor_role text not null,
  correlation_id text not null,
  recorded_at timestamptz(3) not null,
  unique (workspace_id, request_id, version)
);

grant usage on schema crud to twolane_app;
grant select, insert, update on all tables in schema crud to twolane_app`;

/** Drafts that could be submitted, numbered from 1. $1 workspace, $2 requester, $3 team, $4 title, $5 brief, $6 how many. */
export const CRUD_DRAFTS = `
insert into crud.request (workspace_id, id, version, number, title, type, status, consumer_team_id, requester_id, co_author_ids,
  waiting_on, completeness, revision, brief, drafted_at, updated_at)
select $1, gen_random_uuid(), 2, n, $4, 'LANDING_PAGE', 'DRAFT', $3, $2, '{}', 'CONSUMER', 100, 1, $5::jsonb, clock_timestamp(), clock_timestamp()
from generate_series(1, $6::int) n returning id`;
