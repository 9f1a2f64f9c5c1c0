import { Instant, LocalDate, Needs, Node } from '#libs/api-kit';
import { Person, Team } from '#libs/people';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ProviderStatusEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';
import {
  ProviderAccess,
  ProviderCardRate,
  ProviderChecklistEntry,
  ProviderIntegration,
} from './provider-parts.type.js';
import { PurchaseOrderObject } from './purchase-order.type.js';

@ObjectType('Provider', { implements: () => Node, description: 'An agency whose people work here.' })
export class ProviderObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => Int, { description: 'Its number in the workspace, e.g. 1.' })
  number: number;

  @Field(() => String, { description: 'Its number as people say it, e.g. `AGY-1`.' })
  reference: string;

  @Field(() => String, { description: 'What it is called, in 2 to 200 characters.' })
  name: string;

  @Field(() => ProviderStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => Team, { nullable: true, description: 'The team its people are in.' })
  @Needs('people.read')
  team: LookedUp<Team>;

  @Field(() => Person, { nullable: true, description: 'Whom to talk to there; null when nobody is named.' })
  @Needs('people.read')
  contact: LookedUp<Person>;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'First day of the latest stretch of approved days, e.g. `2026-02-09`; null before the first approval.',
  })
  validFrom: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'Last day of the latest approval in the workspace’s zone, e.g. `2026-12-31`.',
  })
  validUntil: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was rejected, suspended or is leaving; null otherwise.',
  })
  reason: string | null;

  @Field(() => [ProviderChecklistEntry], { description: 'What it has to prove, at most 10 items.' })
  checklist: ProviderChecklistEntry[];

  @Field(() => [ProviderAccess], { description: 'Systems its people can get into, or could, at most 200.' })
  accesses: ProviderAccess[];

  @Field(() => [ProviderIntegration], { description: 'Steps of integration that are done, at most 4.' })
  integration: ProviderIntegration[];

  @Field(() => [ProviderCardRate], {
    nullable: true,
    description: 'What its hours cost, at most 20 kinds of work; null when it gave no card.',
  })
  @Needs('money.read')
  rateCard: LookedUp<ProviderCardRate[]>;

  @Field(() => PurchaseOrderObject, { nullable: true, description: 'How much its work may cost, and has cost.' })
  @Needs('money.read')
  purchaseOrder: LookedUp<PurchaseOrderObject>;

  @Field(() => Instant, { description: 'When it was invited.' })
  invitedAt: string | Date;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: string | Date;

  /** Not fields: where its history is read. */
  workspaceId: string;
  streamId: string;
}
