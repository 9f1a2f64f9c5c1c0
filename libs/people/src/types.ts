import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Connection, Instant, LocalDate, Node, toGlobalId } from '#libs/api-kit';
import type { Delegation as DelegationData, HeldRole } from './domain/person.js';
import type { Role } from './domain/rights.js';
import type { Side } from './domain/team.js';
import { RoleName, SideName } from './enums.js';
import type { PersonRecord, TeamRecord, TokenRecord, WorkspaceRecord } from './people-reads.js';

@ObjectType({
  implements: () => Node,
  description: 'A closed world of its own: nothing in it is seen from another one.',
})
export class Workspace extends Node {
  @Field(() => String, { description: 'What it is called, e.g. `Twolane Demo`.' })
  name: string;

  @Field(() => Boolean, { description: 'True when its time is a test clock that only moves by command.' })
  sandbox: boolean;

  @Field(() => String, { description: 'IANA zone of its days, e.g. `Europe/Berlin`.' })
  timeZone: string;
}

@ObjectType({ implements: () => Node, description: 'A team: it asks for work, or does it.' })
export class Team extends Node {
  @Field(() => String, { nullable: true, description: 'What it is called, e.g. `Marketing`.' })
  name: string | null;

  @Field(() => SideName, { description: 'Which lane it works in.' })
  side: Side;

  @Field(() => String, { description: 'IANA zone of its working days, e.g. `Europe/Berlin`.' })
  timeZone: string;

  @Field(() => Int, { description: 'Counts the facts about it, e.g. `1`; for `expect`.' })
  version: number;
}

@ObjectType({ description: 'A role as somebody holds it. `team` is null for a role of the whole workspace.' })
export class RoleHolding {
  @Field(() => RoleName, { description: 'The role.' })
  role: Role;

  /** Uuid; the field `team` is looked up by it. */
  teamId: string | null;
}

@ObjectType({ description: 'Somebody may act in a role of somebody else for some days.' })
export class Delegation {
  @Field(() => ID, { description: 'Opaque id, for `endDelegation`.' })
  id: string;

  @Field(() => RoleName, { description: 'The role given.' })
  role: Role;

  @Field(() => LocalDate, { description: 'First day, in the workspace’s zone, e.g. `2026-01-12`.' })
  from: string;

  @Field(() => LocalDate, { description: 'Last day, in the workspace’s zone, e.g. `2026-01-16`.' })
  until: string;

  /** Uuids; the fields `deputy` and `principal` are looked up by them. */
  deputyId: string;
  principalId: string;
}

@ObjectType({ implements: () => Node, description: 'Somebody who works here, or a machine that does.' })
export class Person extends Node {
  @Field(() => String, { nullable: true, description: 'The name, e.g. `Carla Moreno`; null when it is forgotten.' })
  name: string | null;

  @Field(() => String, { nullable: true, description: 'The address, e.g. `carla@example.com`; null when not known.' })
  email: string | null;

  @Field(() => [RoleHolding], { description: 'The roles held, in the order they were granted.' })
  roles: RoleHolding[];

  @Field(() => [Delegation], { description: 'Deputies of this person, now or to come; past ones may still be listed.' })
  delegations: Delegation[];

  @Field(() => Instant, { description: 'When the person was added.' })
  addedAt: Date;

  @Field(() => Int, { description: 'Counts the facts about the person, e.g. `4`; for `expect`.' })
  version: number;
}

@ObjectType({ implements: () => Node, description: 'A token, without its secret: that was shown once.' })
export class Token extends Node {
  @Field(() => String, { nullable: true, description: 'What it is for, e.g. `laptop`.' })
  label: string | null;

  @Field(() => [RoleName], {
    nullable: true,
    description: 'The roles it uses at most; null: all its person has, but INTEGRATION.',
  })
  roles: readonly Role[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The rights it is cut to, e.g. `["request.read"]`; null: not cut.',
  })
  scopes: readonly string[] | null;

  @Field(() => Instant, { nullable: true, description: 'When it ends, on the real clock; null: never.' })
  expiresAt: Date | null;

  @Field(() => Instant, { description: 'When it was minted.' })
  mintedAt: Date;

  @Field(() => Boolean, { description: 'True when it was ended before its time.' })
  revoked: boolean;

  @Field(() => Int, { description: 'Counts the facts about it, e.g. `1`; for `expect`.' })
  version: number;

  /** Uuid; the field `person` is looked up by it. */
  personId: string;
}

@ObjectType({ description: 'People, page by page.' })
export class PersonConnection extends Connection('Person', () => Person) {}

@ObjectType({ description: 'Teams, page by page.' })
export class TeamConnection extends Connection('Team', () => Team) {}

@ObjectType({ description: 'Tokens, page by page.' })
export class TokenConnection extends Connection('Token', () => Token) {}

const roleHolding = ({ role, teamId }: HeldRole): RoleHolding => Object.assign(new RoleHolding(), { role, teamId });

export const roleHoldings = (roles: readonly HeldRole[]): RoleHolding[] => roles.map(roleHolding);

export const toDelegation = (principalId: string, { delegationId, ...given }: DelegationData): Delegation =>
  Object.assign(new Delegation(), given, { id: toGlobalId('Delegation', delegationId), principalId });

export const toPerson = ({ id, roles, delegations, ...rest }: PersonRecord): Person =>
  Object.assign(new Person(), rest, {
    id: toGlobalId('Person', id),
    roles: roleHoldings(roles),
    delegations: delegations.map((delegation) => toDelegation(id, delegation)),
  });

export const toTeam = ({ id, ...rest }: TeamRecord): Team =>
  Object.assign(new Team(), rest, { id: toGlobalId('Team', id) });

export const toToken = ({ id, status, ...rest }: TokenRecord): Token =>
  Object.assign(new Token(), rest, { id: toGlobalId('Token', id), revoked: status !== 'active' });

export const toWorkspace = ({ id, ...rest }: WorkspaceRecord): Workspace =>
  Object.assign(new Workspace(), rest, { id: toGlobalId('Workspace', id) });

export const orNull = <From, To>(convert: (from: From) => To) => {
  return (from: From | null): To | null => (from === null ? null : convert(from));
};
