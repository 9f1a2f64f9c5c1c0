import { Instant, LocalDate, LogPosition, Needs, Node } from '#libs/api-kit';
import { Person } from '#libs/people';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { HorizonEnum, SideEnum } from '../enums.js';
import { RoadmapItemObject } from '../items/item.type.js';
import type { LookedUp } from '../looked-up.js';
import { SessionStatusEnum } from './enums.js';

@ObjectType('PlanningAttendance', { description: 'Somebody who was there.' })
export class AttendanceType {
  @Field(() => ID, { description: 'Who.' })
  personId: string;

  @Field(() => Person, { nullable: true, description: 'Who; null when the person is no longer known.' })
  @Needs('people.read')
  person: LookedUp<Person>;

  @Field(() => SideEnum, { description: 'For which side.' })
  side: string;
}

@ObjectType('PlanningDecision', { description: 'What was decided about an item.' })
export class SessionDecisionType {
  @Field(() => ID, { description: 'About which item.' })
  itemId: string;

  @Field(() => RoadmapItemObject, { nullable: true, description: 'The item as it stands now.' })
  @Needs('roadmap.read')
  item: LookedUp<RoadmapItemObject>;

  @Field(() => String, { description: 'What was decided.' })
  decision: string;

  @Field(() => String, { description: 'Why.' })
  rationale: string;
}

@ObjectType('PlanningBaseline', { description: 'The roadmap a session ended with.' })
export class BaselineType {
  @Field(() => LogPosition, {
    description: 'Where the log stood: `roadmap(asOf: { position })` shows it, `roadmapDiff` compares with it.',
  })
  position: number;

  @Field(() => Int, { description: 'People of the side that asks for work.' })
  marketing: number;

  @Field(() => Int, { description: 'People of the side that does it.' })
  engineering: number;

  @Field(() => Boolean, { description: 'Both sides were there: only then it counts for the cadence.' })
  joint: boolean;

  @Field(() => Int, { description: 'Version of the policy PLANNING_CADENCE by which it counts.' })
  policyVersion: number;
}

@ObjectType('PlanningSession', {
  implements: () => Node,
  description:
    'Both sides look at the roadmap together; what stands at its end is the baseline later roadmaps are compared with.',
})
export class PlanningSessionObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => SessionStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => LocalDate, { description: 'The day it is meant for, e.g. `2026-01-08`.' })
  plannedOn: string;

  @Field(() => LocalDate, { nullable: true, description: 'The day it was held; null before it is.' })
  heldOn: string | null;

  @Field(() => HorizonEnum, { description: 'How far it looks.' })
  horizon: string;

  @Field(() => [AttendanceType], { description: 'Who was there, at most 200.' })
  attendance: AttendanceType[];

  @Field(() => [SessionDecisionType], { description: 'What was decided, in order, at most 500.' })
  decisions: SessionDecisionType[];

  @Field(() => BaselineType, { nullable: true, description: 'What it ended with; null before it is closed.' })
  baseline: BaselineType | null;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: string;

  /** Not fields: where its history is read. */
  workspaceId: string;
  streamId: string;
}
