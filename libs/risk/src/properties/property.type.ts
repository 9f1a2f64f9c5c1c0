import { Instant, LocalDate, Needs, Node } from '#libs/api-kit';
import { Person } from '#libs/people';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { LookedUp } from '../looked-up.js';
import { CheckKindEnum, CheckResultEnum, ResponsibilityAreaEnum } from './enums.js';

@ObjectType('PropertyResponsibility', { description: 'Who answers for a part of a web property.' })
export class PropertyResponsibilityType {
  @Field(() => ResponsibilityAreaEnum, { description: 'Which part.' })
  area: string;

  @Field(() => Person, { nullable: true, description: 'Who answers for it.' })
  @Needs('people.read')
  person: LookedUp<Person>;
}

@ObjectType('PropertyCheck', { description: 'What a check of a web property found.' })
export class PropertyCheckType {
  @Field(() => CheckKindEnum, { description: 'What it was checked for.' })
  kind: string;

  @Field(() => CheckResultEnum, { description: 'What was found.' })
  result: string;

  @Field(() => String, { description: 'What shows it, e.g. the link of a report.' })
  evidence: string;

  @Field(() => LocalDate, { description: 'The day of the check.' })
  checkedOn: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Requests a minute a PERFORMANCE check reached, e.g. 6000; null for every other check.',
  })
  capacityRpm: number | null;
}

@ObjectType('Property', {
  implements: () => Node,
  description: 'A web property: a site or an app that requests concern, by its name.',
})
export class PropertyObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => String, { description: 'Its name, as requests link it, e.g. `www.example`; unique in the workspace.' })
  name: string;

  @Field(() => String, { description: 'Where it is, e.g. `https://www.example`.' })
  url: string;

  @Field(() => Boolean, { description: 'Whether everybody can reach it.' })
  isPublic: boolean;

  @Field(() => [PropertyResponsibilityType], { description: 'Who answers for what; at most one person for a part.' })
  responsibilities: PropertyResponsibilityType[];

  @Field(() => [PropertyCheckType], { description: 'The last check of each kind, by their days.' })
  checks: PropertyCheckType[];

  @Field(() => Int, {
    nullable: true,
    description:
      'Requests a minute the last PERFORMANCE check reached; null while none did, or when the last one failed.',
  })
  testedCapacityRpm: number | null;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: Date;

  /** Not fields: what its other fields are looked up by. */
  propertyId: string;
  workspaceId: string;
  streamId: string;
  /** Freezes that are not over, the earliest first. */
  freezeIds: readonly string[];
}
