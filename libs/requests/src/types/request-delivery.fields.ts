import { Instant, LocalDate, Node } from '#libs/api-kit';
import { Field, ObjectType } from '@nestjs/graphql';
import type { KnownRequest } from '../domain/index.js';
import { CriterionVerdictType, DeliveryType, TrackingCheckType } from './delivery.type.js';
import { LaunchType } from './launch.type.js';
import { toDelivery, toTrackingCheck, toVerdicts } from './to-delivery.js';
import { toLaunch } from './to-launch.js';

/** Fields of a request: the way from the start of work to a close. */
@ObjectType({ isAbstract: true })
export abstract class DeliveryFields extends Node {
  @Field(() => [String], {
    description: 'The web properties it concerns, e.g. `["www.example"]`; part of its scope, at most 50.',
  })
  properties: string[];

  @Field(() => Instant, { nullable: true, description: 'When work on it began.' })
  startedAt: string | null;

  @Field(() => Instant, { nullable: true, description: 'When it was delivered last.' })
  deliveredAt: string | null;

  @Field(() => Instant, { nullable: true, description: 'When it was accepted last.' })
  acceptedAt: string | null;

  @Field(() => Instant, { nullable: true, description: 'When it went live; null when that was taken back.' })
  launchedAt: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The day it went live in the workspace’s zone.' })
  launchedOn: string | null;

  @Field(() => Instant, { nullable: true, description: 'When it was closed.' })
  closedAt: string | null;

  @Field(() => [DeliveryType], { description: 'Builds handed over, oldest first; at most 200.' })
  deliveries: DeliveryType[];

  @Field(() => [CriterionVerdictType], { description: 'What was found of each criterion, in the order of the brief.' })
  verdicts: CriterionVerdictType[];

  @Field(() => TrackingCheckType, { description: 'Whether its tracking was seen to arrive.' })
  trackingCheck: TrackingCheckType;

  @Field(() => [LaunchType], { description: 'Every time it went live, oldest first; at most 200.' })
  launches: LaunchType[];

  @Field(() => String, { nullable: true, description: 'Why its outcome is not measured, if that was said.' })
  outcomeWaivedBecause: string | null;
}

/** How each of them is made of the folded request. */
export const deliveryFromDocument = {
  properties: ({ properties }) => [...properties],
  startedAt: ({ milestones }) => milestones.startedAt,
  deliveredAt: ({ milestones }) => milestones.deliveredAt,
  acceptedAt: ({ milestones }) => milestones.acceptedAt,
  launchedAt: ({ milestones }) => milestones.launchedAt,
  launchedOn: ({ milestones }) => milestones.launchedOn,
  closedAt: ({ milestones }) => milestones.closedAt,
  deliveries: ({ deliveries }) => deliveries.map(toDelivery),
  verdicts: toVerdicts,
  trackingCheck: toTrackingCheck,
  launches: ({ launches }) => launches.map(toLaunch),
  outcomeWaivedBecause: ({ outcomeWaived }) => outcomeWaived,
} satisfies { readonly [Field in keyof DeliveryFields]?: (state: KnownRequest) => DeliveryFields[Field] };
