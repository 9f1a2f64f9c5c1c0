import { Instant } from '#libs/api-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { CriterionRejectionCauseEnum, CriterionStatusEnum, TrackingStatusEnum } from './enums-delivery.js';

@ObjectType('Delivery', { description: 'One build handed over.' })
export class DeliveryType {
  @Field(() => String, { description: 'What was built and where to look at it.' })
  notes: string;

  @Field(() => String, {
    nullable: true,
    description: 'The build or change it is in, e.g. `https://build.example/12`.',
  })
  buildRef: string | null;

  @Field(() => ID, { description: 'Global id of the person who delivered it.' })
  byId: string;

  @Field(() => Instant, { description: 'When.' })
  at: string;
}

@ObjectType('CriterionVerdict', { description: 'What was found of one criterion of the brief since it was delivered.' })
export class CriterionVerdictType {
  @Field(() => ID, { description: 'The id of the criterion inside the request, e.g. `C1`.' })
  criterionId: string;

  @Field(() => CriterionStatusEnum, { description: 'Whether it holds.' })
  verdict: string;

  @Field(() => String, { nullable: true, description: 'How it was seen, e.g. `1.4 seconds on the staging site`.' })
  evidence: string | null;

  @Field(() => CriterionRejectionCauseEnum, { nullable: true, description: 'Why it does not hold, if so.' })
  cause: string | null;

  @Field(() => String, { nullable: true, description: 'What does not hold, in words.' })
  note: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who looked; null while nobody did.' })
  byId: string | null;
}

@ObjectType('TrackingCheck', { description: 'Whether the tracking of the brief was seen to arrive.' })
export class TrackingCheckType {
  @Field(() => TrackingStatusEnum, { description: 'How it stands.' })
  tracking: string;

  @Field(() => String, { nullable: true, description: 'How it was seen.' })
  evidence: string | null;

  @Field(() => String, { nullable: true, description: 'Why the launch goes without, or why none is needed.' })
  reason: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who verified or waived it.' })
  byId: string | null;

  @Field(() => Instant, { nullable: true, description: 'When.' })
  at: string | null;
}
