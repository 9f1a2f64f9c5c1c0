import { type ApiContext, Instant, LocalDate, LogPosition, Needs, Node } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Person, Team } from '#libs/people';
import type { PastMoment } from '../past/past-moments.js';
import { RecordFields } from './request-records.fields.js';
import { BriefType, LintFindingType } from './brief.type.js';
import {
  AgreedDateType,
  ApprovalType,
  CoAuthorType,
  EstimateType,
  HiddenWorkFactorType,
  HoldType,
  RequestEndingType,
  RequestTouchType,
  TouchSuggestionType,
} from './commitment.type.js';
import { ConcernType, QuestionType } from './dialogue.type.js';
import { PriorityClassEnum, RequestStatusEnum, RequestTypeEnum, SourceKindEnum, WaitingOnEnum } from './enums.js';

/**
 * Looked up when it is asked for, with all others of its kind in one statement. A function of the object itself: through the
 * framework's resolvers a field of every row would cost more than the rest of the row.
 */
type LookedUp<T> = (args: object, context: ApiContext, info: GraphQLResolveInfo) => Promise<T | null> | T | null;

@ObjectType('Request', { implements: () => Node, description: 'A piece of marketing work that needs engineering.' })
export class RequestObject extends RecordFields {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => LogPosition, {
    nullable: true,
    description:
      'The place in the log it is shown as of, e.g. `ZTEuNDI`: name it as `asOf: { position }` for the same again. Null for a request as it ' +
      'stands. Of one of the past everything is of then, but names of people and teams; a field that knows the present alone is ' +
      'PRESENT_ONLY.',
  })
  asOfPosition: number | null;

  @Field(() => Int, { description: 'Its number in the workspace, e.g. 7.' })
  number: number;

  @Field(() => String, { description: 'Its number as people say it, e.g. `REQ-7`.' })
  reference: string;

  @Field(() => String, { description: 'What it is, in 3 to 200 characters.' })
  title: string;

  @Field(() => RequestTypeEnum, { description: 'Kind of work.' })
  type: string;

  @Field(() => RequestStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => WaitingOnEnum, { description: 'Who has to move next.' })
  waitingOn: string;

  @Field(() => Instant, { description: 'Since when whoever it waits for has the ball.' })
  waitingSince: string;

  @Field(() => Instant, {
    nullable: true,
    description: 'Since when nobody has said anything, where that was too long; null as soon as somebody speaks.',
  })
  stalledSince: string | null;

  @Field(() => SourceKindEnum, { description: 'Where it came from.' })
  sourceKind: string;

  @Field(() => String, { nullable: true, description: 'Where exactly, e.g. the link of a chat message.' })
  sourceRef: string | null;

  @Field(() => PriorityClassEnum, { nullable: true, description: 'How urgent; null before triage.' })
  priorityClass: string | null;

  @Field(() => Int, { nullable: true, description: 'First guess of its size in minutes; null before triage.' })
  roughMinutes: number | null;

  @Field(() => BriefType, { description: 'What is wanted.' })
  brief: BriefType;

  @Field(() => Int, { description: 'Revision of the brief; 0 before it was written.' })
  briefRevision: number;

  @Field(() => Int, { description: 'How complete the brief is, in percent, 0 to 100.' })
  completenessPercent: number;

  @Field(() => [LintFindingType], { description: 'Warnings about the brief’s wording.' })
  lint: LintFindingType[];

  @Field(() => [RequestTouchType], { description: 'What it touches.' })
  touches: RequestTouchType[];

  @Field(() => [TouchSuggestionType], { description: 'Touches that words of the brief suggest.' })
  touchSuggestions: TouchSuggestionType[];

  @Field(() => [HiddenWorkFactorType], { description: 'Work that does not meet the eye; empty when there is none.' })
  hiddenWork: HiddenWorkFactorType[];

  @Field(() => [CoAuthorType], { description: 'Who writes the brief along with the requester.' })
  coAuthors: CoAuthorType[];

  @Field(() => [QuestionType], { description: 'The dialogue, oldest question first.' })
  questions: QuestionType[];

  @Field(() => [ConcernType], { description: 'Concerns, oldest first.' })
  concerns: ConcernType[];

  @Field(() => EstimateType, { nullable: true, description: 'The estimate that stands.' })
  estimate: EstimateType | null;

  @Field(() => [ApprovalType], { description: 'Signatures on the estimate that stands.' })
  approvals: ApprovalType[];

  @Field(() => AgreedDateType, { nullable: true, description: 'The date both sides count on.' })
  agreedDate: AgreedDateType | null;

  @Field(() => [AgreedDateType], { description: 'Every date ever agreed, oldest first.' })
  dateHistory: AgreedDateType[];

  @Field(() => HoldType, { nullable: true, description: 'Set while it rests.' })
  held: HoldType | null;

  @Field(() => RequestEndingType, { nullable: true, description: 'How it ended; null while it is open.' })
  ended: RequestEndingType | null;

  @Field(() => Instant, { description: 'When it was drafted.' })
  draftedAt: Date;

  @Field(() => Instant, { nullable: true, description: 'When it was submitted.' })
  submittedAt: Date | null;

  @Field(() => Instant, { nullable: true, description: 'When it was triaged.' })
  triagedAt: Date | null;

  @Field(() => Instant, { nullable: true, description: 'When both sides had approved it.' })
  approvedAt: Date | null;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: Date;

  @Field(() => LocalDate, { nullable: true, description: 'The agreed date alone, for lists.' })
  dueDate: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days of the calendar from its submission to its approval, in the workspace’s zone; null before that.',
  })
  scopingDays: LookedUp<number>;

  @Field(() => Int, {
    nullable: true,
    description: 'Days of the calendar from its submission to the launch that stands; null without one.',
  })
  leadDays: LookedUp<number>;

  @Field(() => Person, { nullable: true, description: 'Who asks; null when your roles do not show people.' })
  @Needs('people.read')
  requester: LookedUp<Person>;

  @Field(() => Person, { nullable: true, description: 'Who is accountable; null before triage.' })
  @Needs('people.read')
  owner: LookedUp<Person>;

  @Field(() => Team, { nullable: true, description: 'The team that asks.' })
  @Needs('people.read')
  consumerTeam: LookedUp<Team>;

  @Field(() => Team, { nullable: true, description: 'The team that builds; null before triage.' })
  @Needs('people.read')
  providerTeam: LookedUp<Team>;

  /** Not a field: the plain id, for revisions of the brief. */
  requestId: string;
  workspaceId: string;
  /** Not a field: the past it is shown as of; null for the present. */
  moment: PastMoment | null;
}
