import { Instant, LocalDate, Needs, Node } from '#libs/api-kit';
import { Team } from '#libs/people';
import { RequestObject } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { InterruptionKindEnum, InterruptionStatusEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';

@ObjectType('Interruption', {
  implements: () => Node,
  description: 'A tap on your shoulder. Shown to nobody but the person who was interrupted.',
})
export class InterruptionObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => InterruptionKindEnum, { description: 'What it was.' })
  kind: string;

  @Field(() => InterruptionStatusEnum, { description: 'What became of it.' })
  status: string;

  @Field(() => Int, { description: 'How long it took in minutes, 1 to 1,440.' })
  minutes: number;

  @Field(() => String, { description: 'What it was about, in 3 to 200 characters.' })
  topic: string;

  @Field(() => LocalDate, { description: 'The day on which it happened, e.g. `2026-01-05`.' })
  occurredOn: string;

  @Field(() => Boolean, { description: 'True for a favour of 30 minutes or more: it should be a request.' })
  conversionSuggested: boolean;

  @Field(() => ID, { nullable: true, description: 'The question it became, inside its request, e.g. `Q1`.' })
  questionId: string | null;

  @Field(() => String, { nullable: true, description: 'Why nothing becomes of it; null unless it is WRITTEN_OFF.' })
  writtenOffBecause: string | null;

  @Field(() => Instant, { description: 'When it was logged.' })
  loggedAt: string | Date;

  @Field(() => Team, { nullable: true, description: 'The team that interrupted.' })
  @Needs('people.read')
  fromTeam: LookedUp<Team>;

  @Field(() => RequestObject, { nullable: true, description: 'The request it became, or became a question on.' })
  @Needs('request.read')
  request: LookedUp<RequestObject>;

  /** Not fields: where its history is read. */
  workspaceId: string;
  streamId: string;
}
