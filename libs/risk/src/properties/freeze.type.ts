import { Instant, LocalDate, Needs, Node } from '#libs/api-kit';
import { Person, SideName } from '#libs/people';
import { RequestObject } from '#libs/requests';
import type { Side } from '#libs/vocabulary';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { LookedUp } from '../looked-up.js';
import { FreezeStatusEnum } from './enums.js';
import { PropertyObject } from './property.type.js';

@ObjectType('FreezeOverrideSignature', { description: 'A lead who lets a request through a freeze.' })
export class FreezeOverrideSignatureType {
  @Field(() => SideName, { description: 'The side they lead.' })
  side: Side;

  @Field(() => Person, { nullable: true, description: 'Who said yes.' })
  @Needs('people.read')
  by: LookedUp<Person>;

  @Field(() => Person, { nullable: true, description: 'Whom a deputy stood for; null for the lead themselves.' })
  @Needs('people.read')
  onBehalfOf: LookedUp<Person>;

  @Field(() => String, { description: 'Why it cannot wait.' })
  reason: string;
}

@ObjectType('FreezeOverride', { description: 'A request that one or both leads let through a freeze.' })
export class FreezeOverrideType {
  @Field(() => ID, { description: 'Global id of the request.' })
  requestId: string;

  @Field(() => RequestObject, { nullable: true, description: 'The request; null when it is not for you.' })
  @Needs('request.read')
  request: LookedUp<RequestObject>;

  @Field(() => Boolean, { description: 'True: both leads said yes. False: the other one’s yes is missing.' })
  granted: boolean;

  @Field(() => [FreezeOverrideSignatureType], { description: 'Who said yes, the first one first; at most two.' })
  signatures: FreezeOverrideSignatureType[];
}

@ObjectType('Freeze', {
  implements: () => Node,
  description: 'Days on which nothing is launched on some web properties, unless both leads let a request through.',
})
export class FreezeObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => [PropertyObject], { description: 'The properties it covers, at most 200.' })
  @Needs('property.read')
  properties: LookedUp<PropertyObject[]>;

  @Field(() => LocalDate, { description: 'The first day.' })
  from: string;

  @Field(() => LocalDate, { description: 'The last day, as it was declared.' })
  to: string;

  @Field(() => String, { description: 'Why nothing is launched, e.g. `Spring sale`.' })
  reason: string;

  @Field(() => FreezeStatusEnum, { description: 'Where it stands today.' })
  status: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day without it, where it was ended before its time.',
  })
  endedOn: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was ended before its time.' })
  endReason: string | null;

  @Field(() => [FreezeOverrideType], { description: 'Requests that one or both leads let through, at most 500.' })
  overrides: FreezeOverrideType[];

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: Date;

  /** Not fields: where its history is read. */
  workspaceId: string;
  streamId: string;
}
