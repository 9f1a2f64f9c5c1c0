import { Connection, Instant, Node, toGlobalId } from '#libs/api-kit';
import { publish, RequestTypeEnum } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import {
  type Held,
  type Party,
  type ResponsibilityLevel,
  responsibilityLevels,
  type ResponsibilityRole,
  responsibilityRoles,
} from '../domain/index.js';
import type { ResponsibilityRow } from './responsibility-row.js';

export const ResponsibilityRoleEnum = publish(
  'ResponsibilityRole',
  'What somebody is to the requests on a property.',
  {
    RESPONSIBLE: 'Does the work.',
    ACCOUNTABLE: 'Answers for it; one for a property and a type.',
    CONSULTED: 'Is asked before.',
    INFORMED: 'Is told after.',
  },
  responsibilityRoles,
);

export const ResponsibilityLevelEnum = publish(
  'ResponsibilityLevel',
  'Which entry of the responsibility map gave an answer, from the most to the least specific.',
  {
    EXACT: 'That of this property and this type.',
    PROPERTY: 'That of this property for all types.',
    DEFAULT_TYPE: 'That of all properties (`*`) for this type.',
    DEFAULT: 'That of all properties (`*`) for all types.',
  },
  responsibilityLevels,
);

@ObjectType({ description: 'A team or a person who has a role; one of the two is set.' })
export class ResponsibleParty {
  @Field(() => ID, { nullable: true, description: 'Global id of the team; null for a person.' })
  teamId: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person; null for a team.' })
  personId: string | null;

  /** Not a field: the plain ids. */
  party: Party;
}

@ObjectType({ description: 'One role of one party on a property.' })
export class Responsibility {
  @Field(() => RequestTypeEnum, { nullable: true, description: 'For requests of this type; null: of all types.' })
  requestType: string | null;

  @Field(() => ResponsibilityRoleEnum, { description: 'The role.' })
  role: ResponsibilityRole;

  @Field(() => ResponsibleParty, { description: 'Who has it.' })
  party: ResponsibleParty;

  @Field(() => String, { nullable: true, description: 'Why, where somebody said so.' })
  reason: string | null;

  @Field(() => ID, { description: 'Global id of the person who set it.' })
  setById: string;

  @Field(() => Instant, { description: 'Since when.' })
  since: string;
}

@ObjectType({ implements: () => Node, description: 'Who does what on one web property, or on all of them.' })
export class PropertyResponsibilities extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => String, {
    description: 'Name or address of the property, e.g. `shop.example`; `*` stands for every property.',
  })
  property: string;

  @Field(() => [Responsibility], { description: 'Its entries, the oldest first; at most 500.' })
  responsibilities: Responsibility[];

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: Date;
}

@ObjectType({ description: 'Properties and who does what on them, page by page.' })
export class PropertyResponsibilitiesConnection extends Connection(
  'PropertyResponsibilities',
  () => PropertyResponsibilities,
) {}

@ObjectType({ description: 'Who has one of the four roles.' })
export class RoleAnswer {
  @Field(() => ResponsibilityRoleEnum, { description: 'The role.' })
  role: ResponsibilityRole;

  @Field(() => ResponsibilityLevelEnum, {
    nullable: true,
    description: 'Which entry says so: the most specific one that names somebody for this role. Null: nobody has it.',
  })
  level: ResponsibilityLevel | null;

  @Field(() => [ResponsibleParty], { description: 'Who has it; at most 500, of ACCOUNTABLE at most one.' })
  parties: ResponsibleParty[];
}

/** A row as it comes from Postgres. */
export type StoredResponsibilities = Omit<ResponsibilityRow, 'updated_at'> & {
  readonly version: number;
  readonly updated_at: Date;
};

export const toParty = (party: Party): ResponsibleParty => ({
  teamId: party.kind === 'TEAM' ? toGlobalId('Team', party.id) : null,
  personId: party.kind === 'PERSON' ? toGlobalId('Person', party.id) : null,
  party,
});

const toResponsibility = ({ requestType, role, party, reason, by, since }: Held): Responsibility => ({
  requestType,
  role,
  party: toParty(party),
  reason,
  setById: toGlobalId('Person', by.personId),
  since,
});

export const toResponsibilities = (row: StoredResponsibilities): PropertyResponsibilities =>
  Object.assign(new PropertyResponsibilities(), {
    id: toGlobalId('PropertyResponsibilities', row.property_id),
    version: row.version,
    property: row.property,
    responsibilities: row.held.map(toResponsibility),
    updatedAt: row.updated_at,
  });
