import { Instant, LocalDate, Needs, Node } from '#libs/api-kit';
import { Person, Team } from '#libs/people';
import { BandEnum, MissingPointType } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { MissingPoint } from '../domain/index.js';
import {
  GateOutcomeEnum,
  LensAnswerEnum,
  LensEnum,
  ReviewPriorityEnum,
  ReviewStatusEnum,
  ReviewSubjectEnum,
} from '../enums.js';
import type { LookedUp } from '../looked-up.js';
import { RiskObject } from '../risks/risk.type.js';

@ObjectType('LensQuestion', { description: 'A question of a lens, and its answer.' })
export class LensQuestionType {
  @Field(() => ID, { description: 'Its name in the lens, e.g. `card-data`: give it to answer.' })
  itemId: string;

  @Field(() => String, { description: 'What a yes says, e.g. `Card data never reaches our servers.`.' })
  text: string;

  @Field(() => Boolean, { description: 'True where a yes needs something to show.' })
  needsEvidence: boolean;

  @Field(() => LensAnswerEnum, { nullable: true, description: 'The answer; null while nobody has given one.' })
  answer: string | null;

  @Field(() => String, { nullable: true, description: 'What shows it, or why it is no yes.' })
  evidence: string | null;
}

@ObjectType('ReviewLens', { description: 'One lens of a review: who looks through it, at what, and what they found.' })
export class ReviewLensType {
  @Field(() => LensEnum, { description: 'Which lens.' })
  lens: string;

  @Field(() => ID, { nullable: true, description: 'Global id of its reviewer; null while it has none.' })
  reviewerId: string | null;

  @Field(() => Person, { nullable: true, description: 'Its reviewer; null while it has none.' })
  @Needs('people.read')
  reviewer: LookedUp<Person>;

  @Field(() => Boolean, { description: 'True once its reviewer vouches for it.' })
  signed: boolean;

  @Field(() => [LensQuestionType], {
    description: 'What it asks, those that matter most first, at most 30; with the texts that are in force today.',
  })
  @Needs('risk.read')
  checklist: LookedUp<LensQuestionType[]>;

  @Field(() => [MissingPointType], {
    description: 'What has to happen before it can be signed; empty once it is. At most 230.',
  })
  openPoints: MissingPoint[];
}

@ObjectType('ReviewCondition', { description: 'Something a review lets pass on condition of.' })
export class ReviewConditionType {
  @Field(() => ID, { description: 'Its name in the review, e.g. `C1`: give it to say that it is met.' })
  conditionId: string;

  @Field(() => String, { description: 'What is asked.' })
  text: string;

  @Field(() => Boolean, { description: 'True: before a launch. False: after it.' })
  preLaunch: boolean;

  @Field(() => Boolean, { description: 'Whether it is met.' })
  met: boolean;
}

@ObjectType('ReviewDecision', { description: 'What a review decided last.' })
export class ReviewDecisionType {
  @Field(() => Boolean, { description: 'Whether it stands: false once it was taken up again, expired or cancelled.' })
  stands: boolean;

  @Field(() => LocalDate, { nullable: true, description: 'The last day it holds; null where it let nothing pass.' })
  validUntil: string | null;

  @Field(() => BandEnum, { description: 'The most serious of its risks when it was made.' })
  highestBand: string;

  @Field(() => [ReviewConditionType], { description: 'On what conditions it lets pass; at most 50.' })
  conditions: ReviewConditionType[];

  @Field(() => String, { nullable: true, description: 'Why it was blocked; null where it was not.' })
  blockedBecause: string | null;

  @Field(() => String, { nullable: true, description: 'What would unblock it; null where it was not blocked.' })
  unblockWhen: string | null;
}

@ObjectType('RiskReview', {
  implements: () => Node,
  description: 'Several people look at the risk of one thing, each through a lens of their own, and decide about it.',
})
export class RiskReviewObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => Int, { description: 'Its number in the workspace, e.g. 1.' })
  number: number;

  @Field(() => String, { description: 'Its number as people say it, e.g. `RR-1`.' })
  reference: string;

  @Field(() => ReviewStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => ReviewSubjectEnum, { description: 'What kind of thing it is about.' })
  subjectKind: string;

  @Field(() => ID, { description: 'Global id of what it is about.' })
  subjectId: string;

  @Field(() => Node, {
    nullable: true,
    description: 'What it is about: a `Request`, a `RoadmapItem`, a `Property` …; null for what you may not read.',
  })
  @Needs('risk.read')
  subject: LookedUp<object>;

  @Field(() => ReviewPriorityEnum, { description: 'How soon it is to be answered.' })
  priority: string;

  @Field(() => Int, { description: 'Working hours until its first decision, e.g. 16.' })
  targetHours: number;

  @Field(() => Instant, {
    nullable: true,
    description:
      'When they are over, in the working week of the team that builds it; null once it is cancelled undecided.',
  })
  @Needs('risk.read')
  answerDueAt: LookedUp<string>;

  @Field(() => Boolean, { description: 'True where the first decision came later than that, or is late now.' })
  @Needs('risk.read')
  answerBreached: LookedUp<boolean>;

  @Field(() => Instant, { nullable: true, description: 'When it was decided first; null before.' })
  answeredAt: string | Date | null;

  @Field(() => [Team], { description: 'The teams that ask for the work and build it; at most 2.' })
  @Needs('people.read')
  teams: LookedUp<Team[]>;

  @Field(() => [ID], { description: 'Global ids of the web properties it is about.' })
  propertyIds: string[];

  @Field(() => [ReviewLensType], { description: 'Its lenses; at most 7.' })
  lenses: ReviewLensType[];

  @Field(() => [RiskObject], { description: 'Its risks in the order they were found; at most 100.' })
  risks: RiskObject[];

  @Field(() => BandEnum, { description: 'The most serious of its risks as they are now; `LOW` where none is rated.' })
  highestBand: string;

  @Field(() => Boolean, { description: 'True where a risk of it has to be looked at again, and nobody has.' })
  overdue: boolean;

  @Field(() => [MissingPointType], {
    description: 'What stands between it and clearing it, lenses first; empty: nothing does. At most 5,000.',
  })
  openPoints: MissingPoint[];

  @Field(() => ReviewDecisionType, { nullable: true, description: 'What was decided last; null before.' })
  decision: ReviewDecisionType | null;

  @Field(() => GateOutcomeEnum, {
    nullable: true,
    description: 'What it says to a launch; null before the first decision, which lets nothing pass either.',
  })
  gateOutcome: string | null;

  @Field(() => Instant, { description: 'When it was opened.' })
  openedAt: string | Date;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: string | Date;

  /** Not fields: where its history is read. */
  workspaceId: string;
  streamId: string;
}
