import { Connection, Instant, Needs, Node } from '#libs/api-kit';
import { Person } from '#libs/people';
import { RequestObject } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { CaptureKindEnum } from '../enums.js';
import { IdeaObject } from '../ideas/idea.type.js';
import type { LookedUp } from '../looked-up.js';

@ObjectType('ChatCapture', { implements: () => Node, description: 'A chat message that was kept, and what it became.' })
export class ChatCaptureObject extends Node {
  @Field(() => Int, { description: 'Counts the facts about it: 1.' })
  version: number;

  @Field(() => String, { description: 'The channel, as the chat names it, e.g. `C024BE91L`.' })
  channel: string;

  @Field(() => String, {
    description: 'The message inside the channel, as the chat names it, e.g. `1700000000.000100`.',
  })
  messageId: string;

  @Field(() => String, { description: 'The link of the message.' })
  link: string;

  @Field(() => String, { description: 'What it said, at most 4,000 characters.' })
  text: string;

  @Field(() => CaptureKindEnum, { description: 'What it became.' })
  kind: string;

  @Field(() => ID, { nullable: true, description: 'The question it became, inside its request, e.g. `Q1`.' })
  questionId: string | null;

  @Field(() => Instant, { description: 'When it was captured.' })
  capturedAt: string | Date;

  @Field(() => Person, { nullable: true, description: 'Who captured it first.' })
  @Needs('people.read')
  capturedBy: LookedUp<Person>;

  @Field(() => RequestObject, {
    nullable: true,
    description: 'The request it became, is a question on, or decides about.',
  })
  @Needs('request.read')
  request: LookedUp<RequestObject>;

  @Field(() => IdeaObject, { nullable: true, description: 'The idea it became.' })
  @Needs('idea.read')
  idea: LookedUp<IdeaObject>;
}

@ObjectType({ description: 'Captured chat messages, page by page.' })
export class ChatCaptureConnection extends Connection('ChatCapture', () => ChatCaptureObject) {}
