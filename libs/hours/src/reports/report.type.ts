import { LogPosition, Needs } from '#libs/api-kit';
import { RequestObject } from '#libs/requests';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { LookedUp } from '../looked-up.js';

/** What every report says of itself. */
@ObjectType({ isAbstract: true })
export abstract class Report {
  @Field(() => [String], { description: 'The months it covers, as far as they were opened, e.g. `["2026-01"]`.' })
  months: readonly string[];

  @Field(() => LogPosition, {
    nullable: true,
    description: 'Where the last fact it counts stands in the log; null before the first.',
  })
  position: number | null;
}

/** Minutes of billable work. */
@ObjectType({ isAbstract: true })
export abstract class EffortFigures {
  @Field(() => Int, { description: 'Billable minutes recorded, without those taken back, before credits.' })
  recordedMinutes: number;

  @Field(() => Int, { description: 'Minutes credited in these months, e.g. 60; also for work of earlier ones.' })
  creditedMinutes: number;

  @Field(() => Int, { description: 'Recorded minutes the provider wrote off.' })
  writtenOffMinutes: number;

  @Field(() => Int, { description: 'Recorded minutes that nothing covers and nobody decided about.' })
  undecidedMinutes: number;

  @Field(() => Int, { description: 'What is billed: recorded, less credited, written off and undecided minutes.' })
  billedMinutes: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Its part of all billed minutes in percent, e.g. `81.11`; null when nothing is billed.',
  })
  sharePercent: number | null;
}

@ObjectType({ description: 'Billable work for one request, or for none, and what both sides had signed for it.' })
export class RequestEffortType extends EffortFigures {
  @Field(() => ID, { nullable: true, description: 'Global id of the request; null for work without one.' })
  requestId: string | null;

  @Field(() => RequestObject, { nullable: true, description: 'The request; null for none, or one you may not read.' })
  @Needs('request.read')
  request: LookedUp<RequestObject>;

  @Field(() => Int, {
    nullable: true,
    description: 'Likely minutes of the signed estimate; null without one, or while a newer one waits for signatures.',
  })
  estimateMinutes: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Recorded less credited minutes, beyond the estimate; negative: it took less. Null without an estimate.',
  })
  overMinutes: number | null;

  @Field(() => Float, { nullable: true, description: 'The same in percent of the estimate, e.g. `18.33` or `-12.5`.' })
  overPercent: number | null;
}
