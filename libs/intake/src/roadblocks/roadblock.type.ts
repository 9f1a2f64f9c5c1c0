import { Instant, LocalDate, Needs, Node } from '#libs/api-kit';
import { Person } from '#libs/people';
import { RequestObject } from '#libs/requests';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { RoadblockStatusEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';

@ObjectType('Roadblock', { implements: () => Node, description: 'Something that keeps work from going on.' })
export class RoadblockObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => Int, { description: 'Its number in the workspace, e.g. 3.' })
  number: number;

  @Field(() => String, { description: 'Its number as people say it, e.g. `RB-3`.' })
  reference: string;

  @Field(() => String, { description: 'What it is, in 3 to 200 characters.' })
  title: string;

  @Field(() => String, { nullable: true, description: 'More about it, at most 4,000 characters.' })
  text: string | null;

  @Field(() => RoadblockStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => LocalDate, { description: 'The day on which it is expected to end, e.g. `2026-02-02`.' })
  until: string;

  @Field(() => Boolean, { description: 'True when that day is over and it is still OPEN or MITIGATED.' })
  overdue: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'How it was mitigated or resolved, or why it is lived with; null while it is OPEN.',
  })
  outcome: string | null;

  @Field(() => Instant, { description: 'When it was raised.' })
  raisedAt: string | Date;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: string | Date;

  @Field(() => Person, { nullable: true, description: 'Who takes care of it; null when nobody does.' })
  @Needs('people.read')
  owner: LookedUp<Person>;

  @Field(() => Person, { nullable: true, description: 'Who raised it.' })
  @Needs('people.read')
  raisedBy: LookedUp<Person>;

  @Field(() => [RequestObject], { nullable: true, complexity: 50, description: 'The requests it blocks, at most 50.' })
  @Needs('request.read')
  affectedRequests: LookedUp<RequestObject[]>;

  /** Not fields: where its history is read. */
  workspaceId: string;
  streamId: string;
}
