import { type ApiContext, Instant, LocalDate } from '#libs/api-kit';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { SideEnum } from './enums.js';
import {
  BugSeverityEnum,
  ChecklistAnswerEnum,
  ChecklistItemEnum,
  ExperimentStateEnum,
  OutcomeTargetKindEnum,
  OutcomeWindowEnum,
  SuccessVerdictEnum,
} from './enums-records.js';

/** Told for the day it is where the caller's workspace stands. */
export type OfToday<T> = (args: object, context: ApiContext) => T;

@ObjectType({ description: 'A figure that was measured.' })
export class OutcomeMeasurement {
  @Field(() => Float, { description: 'What was measured, in the unit of the metric, e.g. `48.8`.' })
  value: number;

  @Field(() => LocalDate, { description: 'The day it is of.' })
  measuredAt: string;

  @Field(() => String, { description: 'Where it comes from, e.g. `Shop report`.' })
  source: string;

  @Field(() => Instant, { description: 'When it was written down.' })
  at: string;
}

@ObjectType({ description: 'What a launch is to bring, and what it brought.' })
export class OutcomeTarget {
  @Field(() => ID, { description: 'Its id inside the request, e.g. `O1`.' })
  targetId: string;

  @Field(() => String, { description: 'What is measured, with its unit.' })
  metric: string;

  @Field(() => Float, { description: 'The figure before, in the unit of the metric, e.g. `40`.' })
  baseline: number;

  @Field(() => OutcomeTargetKindEnum, { description: 'How the target is told.' })
  targetKind: string;

  @Field(() => Float, {
    description: 'The target: a value in the unit of the metric, or percent of change, e.g. `15` for +15 %.',
  })
  targetValue: number;

  @Field(() => Int, { description: 'Days from the launch on in which it counts, e.g. 30.' })
  windowDays: number;

  @Field(() => LocalDate, { nullable: true, description: 'The last day that counts; null before the launch.' })
  windowEndsOn: string | null;

  @Field(() => OutcomeWindowEnum, { description: 'Where that time stands today.' })
  window: OfToday<string>;

  @Field(() => [OutcomeMeasurement], { description: 'Everything measured, in order of writing down; at most 200.' })
  measurements: OutcomeMeasurement[];

  @Field(() => Float, {
    nullable: true,
    description: 'What was measured last, in the unit of the metric; null before any measurement.',
  })
  lastValue: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Change of the last figure against the size of the baseline, in percent with one decimal, e.g. `22` for 40 → 48.8; null without a ' +
      'measurement or with baseline 0.',
  })
  changePercent: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'How much of the wanted change has come, in percent with one decimal, e.g. `146.7`; below 0 when it went the other way; null ' +
      'without a measurement.',
  })
  attainmentPercent: number | null;
}

@ObjectType({ description: 'Something live that does not work as it should.' })
export class Bug {
  @Field(() => ID, { description: 'Its id inside the request, e.g. `B1`.' })
  bugId: string;

  @Field(() => BugSeverityEnum, { description: 'How much it hurts.' })
  severity: string;

  @Field(() => LocalDate, { description: 'The day it was found.' })
  foundAt: string;

  @Field(() => String, { description: 'What is wrong.' })
  text: string;

  @Field(() => String, { nullable: true, description: 'Where it comes from, as far as known.' })
  cause: string | null;

  @Field(() => ID, { description: 'Global id of the person who reported it.' })
  reportedById: string;

  @Field(() => Instant, { description: 'When it was reported.' })
  reportedAt: string;

  @Field(() => Boolean, { description: 'True until it is resolved.' })
  open: boolean;

  @Field(() => String, { nullable: true, description: 'How it was resolved; null while it is open.' })
  resolution: string | null;
}

@ObjectType({ description: 'Something left undone on purpose, to be made up for.' })
export class Debt {
  @Field(() => ID, { description: 'Its id inside the request, e.g. `D1`.' })
  debtId: string;

  @Field(() => String, { description: 'What is left undone.' })
  what: string;

  @Field(() => LocalDate, { description: 'The day by which it is made up for.' })
  paybackDate: string;

  @Field(() => ID, { description: 'Global id of the person who pays it back.' })
  ownerId: string;

  @Field(() => Instant, { description: 'When it was taken on.' })
  incurredAt: string;

  @Field(() => Boolean, { description: 'True until it is paid back.' })
  open: boolean;

  @Field(() => Boolean, { description: 'Open, and its day is over today.' })
  overdue: OfToday<boolean>;

  @Field(() => Instant, { nullable: true, description: 'When it was paid back.' })
  paidAt: string | null;

  @Field(() => String, { nullable: true, description: 'How it was paid back, if somebody said so.' })
  note: string | null;
}

@ObjectType({ description: 'Something both sides try out for a limited time.' })
export class Experiment {
  @Field(() => String, { description: 'What they expect.' })
  hypothesis: string;

  @Field(() => Int, { description: 'Days it may run, 1 to 30.' })
  timeBoxDays: number;

  @Field(() => String, { description: 'What ends it at once.' })
  killCriterion: string;

  @Field(() => Instant, { description: 'When both sides had agreed.' })
  declaredAt: string;

  @Field(() => LocalDate, { description: 'The last day of its time box.' })
  endsOn: string;

  @Field(() => ExperimentStateEnum, { description: 'Whether it runs, or what came of it.' })
  state: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Days left in its time box today; below 0 when it is over and nobody ended it; null once it has ended.',
  })
  daysLeft: OfToday<number | null>;

  @Field(() => Instant, { nullable: true, description: 'When it ended.' })
  endedAt: string | null;

  @Field(() => String, { nullable: true, description: 'What was said at its end.' })
  note: string | null;
}

@ObjectType({
  description: 'An experiment one side proposes; it begins when the other side agrees (declareExperiment).',
})
export class ExperimentProposal {
  @Field(() => String, { description: 'What they expect.' })
  hypothesis: string;

  @Field(() => Int, { description: 'Days it may run, 1 to 30, from the yes of the other side on.' })
  timeBoxDays: number;

  @Field(() => String, { description: 'What would end it at once.' })
  killCriterion: string;

  @Field(() => SideEnum, { description: 'The side that proposes it.' })
  side: string;

  @Field(() => ID, { description: 'Global id of the person who proposed it.' })
  proposedById: string;

  @Field(() => Instant, { description: 'When.' })
  proposedAt: string;
}

@ObjectType({ description: 'What customers say; never a named one.' })
export class Evidence {
  @Field(() => ID, { description: 'Its id inside the request, e.g. `V1`.' })
  evidenceId: string;

  @Field(() => String, { description: 'In their words.' })
  quote: string;

  @Field(() => String, { description: 'Which customers, as a group, e.g. `Returning customers`.' })
  segment: string;

  @Field(() => Int, { description: 'How many said so, e.g. 41.' })
  count: number;

  @Field(() => String, { description: 'Where it was heard, e.g. `Survey of December`.' })
  source: string;

  @Field(() => LocalDate, { description: 'The day it is of.' })
  date: string;
}

@ObjectType({ description: 'What one side calls a success, and what it found at the end.' })
export class SuccessView {
  @Field(() => SideEnum, { description: 'The side that speaks.' })
  side: string;

  @Field(() => String, { description: 'What it calls a success.' })
  text: string;

  @Field(() => SuccessVerdictEnum, { nullable: true, description: 'Whether it came; null until somebody has judged.' })
  verdict: string | null;

  @Field(() => String, { nullable: true, description: 'What was said with the verdict.' })
  note: string | null;

  @Field(() => Instant, { nullable: true, description: 'When it was judged.' })
  judgedAt: string | null;
}

@ObjectType({ description: 'A question that has to be thought of before anybody says how long the work takes.' })
export class ChecklistItem {
  @Field(() => ChecklistItemEnum, { description: 'Which item.' })
  itemId: string;

  @Field(() => String, { description: 'What it asks, in plain words.' })
  question: string;

  @Field(() => Boolean, { description: 'Whether the estimate waits for it; a running experiment owes fewer.' })
  required: boolean;

  @Field(() => ChecklistAnswerEnum, { nullable: true, description: 'The answer; null while there is none.' })
  answer: string | null;

  @Field(() => String, { nullable: true, description: 'Why, where the answer is not YES.' })
  note: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who answered.' })
  byId: string | null;

  @Field(() => Instant, { nullable: true, description: 'When it was answered.' })
  at: string | null;
}

@ObjectType({ description: 'A step on the way, with a day and somebody who sees to it.' })
export class Milestone {
  @Field(() => ID, { description: 'Its id inside the request, e.g. `M1`; never given twice.' })
  milestoneId: string;

  @Field(() => String, { description: 'What will have been reached.' })
  title: string;

  @Field(() => LocalDate, { description: 'By which day.' })
  date: string;

  @Field(() => ID, { description: 'Global id of the person who sees to it.' })
  ownerId: string;
}
