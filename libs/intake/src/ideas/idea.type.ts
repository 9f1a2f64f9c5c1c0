import { Instant, LogPosition, Needs, Node } from '#libs/api-kit';
import { Person, Team } from '#libs/people';
import { RequestObject, SideEnum, TouchEnum } from '#libs/requests';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { IdeaSourceEnum, IdeaStatusEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';

@ObjectType({ description: 'Votes for an idea. Nobody is told who voted.' })
export class IdeaVotes {
  @Field(() => Int, { description: 'Votes from teams that ask for work, e.g. 4.' })
  consumer: number;

  @Field(() => Int, { description: 'Votes from teams that do the work, e.g. 2.' })
  provider: number;

  @Field(() => Int, { description: 'All votes, those of people in no team too, e.g. 6.' })
  total: number;

  @Field(() => Boolean, { description: 'Whether one of them is yours.' })
  mine: boolean;
}

@ObjectType('Idea', { implements: () => Node, description: 'Something that could be done, from either side.' })
export class IdeaObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => LogPosition, {
    nullable: true,
    description:
      'The place in the log it is shown as of: name it as `asOf: { position }` for the same again. Null for an idea as it stands.',
  })
  asOfPosition: number | null;

  @Field(() => Int, { description: 'Its number in the workspace, e.g. 7.' })
  number: number;

  @Field(() => String, { description: 'Its number as people say it, e.g. `IDEA-7`.' })
  reference: string;

  @Field(() => String, { description: 'What it is called, in 3 to 200 characters.' })
  title: string;

  @Field(() => String, { description: 'What it is about, at most 4,000 characters.' })
  text: string;

  @Field(() => IdeaStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => SideEnum, { nullable: true, description: 'The side it came from; null when from nobody’s team.' })
  originSide: string | null;

  @Field(() => IdeaSourceEnum, { description: 'Where it was captured.' })
  sourceKind: string;

  @Field(() => String, { nullable: true, description: 'Where exactly, e.g. the link of a chat message.' })
  sourceRef: string | null;

  @Field(() => String, { nullable: true, description: 'The problem it solves; null before it is shaped.' })
  problem: string | null;

  @Field(() => String, { nullable: true, description: 'What it brings; null before it is shaped.' })
  benefit: string | null;

  @Field(() => Int, { nullable: true, description: 'First guess of its size in minutes; null before it is shaped.' })
  roughMinutes: number | null;

  @Field(() => [TouchEnum], { description: 'What it would touch.' })
  touches: readonly string[];

  @Field(() => Boolean, {
    description: 'True for at most 120 minutes without a risky touch; false before it is shaped.',
  })
  quickWin: boolean;

  @Field(() => IdeaVotes, { description: 'How many want it.' })
  votes: IdeaVotes;

  @Field(() => String, { nullable: true, description: 'Why it is parked or dropped; null otherwise.' })
  reason: string | null;

  @Field(() => Instant, { description: 'When it was captured.' })
  capturedAt: string | Date;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: string | Date;

  @Field(() => Team, { nullable: true, description: 'The team it came from.' })
  @Needs('people.read')
  originTeam: LookedUp<Team>;

  @Field(() => Person, { nullable: true, description: 'Who captured it.' })
  @Needs('people.read')
  capturedBy: LookedUp<Person>;

  @Field(() => RequestObject, { nullable: true, description: 'The request it became; null unless it is CONVERTED.' })
  @Needs('request.read')
  request: LookedUp<RequestObject>;

  /** Not fields: where its history is read. */
  workspaceId: string;
  streamId: string;
}
