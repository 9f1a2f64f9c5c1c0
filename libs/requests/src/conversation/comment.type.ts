import { type ApiContext, Connection, Instant, Needs, Node } from '#libs/api-kit';
import { Person } from '#libs/people';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { LookedUpRequest } from '../records/listed-records.type.js';
import { RequestObject } from '../types/request.type.js';

type LookedUpPerson = (
  args: object,
  context: ApiContext,
  info: GraphQLResolveInfo,
) => Promise<Person | null> | Person | null;

@ObjectType('Comment', { implements: () => Node, description: 'Something said beside a request.' })
export class CommentObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => ID, { description: 'Global id of the request it belongs to.' })
  requestId: string;

  @Field(() => String, {
    nullable: true,
    description: 'What was said, 1 to 4,000 characters, `@` markers as they were written; null once it was removed.',
  })
  text: string | null;

  @Field(() => ID, { description: 'Global id of the person who wrote it.' })
  byId: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the person a deputy wrote for.' })
  onBehalfOfId: string | null;

  @Field(() => [ID], { description: 'Global ids of the people mentioned, at most 20.' })
  mentionIds: string[];

  @Field(() => ID, { nullable: true, description: 'Global id of the comment it answers.' })
  replyToId: string | null;

  @Field(() => Instant, { description: 'When it was written.' })
  at: string;

  @Field(() => Instant, { nullable: true, description: 'When it was edited last; null when it never was.' })
  editedAt: string | null;

  @Field(() => Instant, { nullable: true, description: 'When it was removed; null while it can be read.' })
  removedAt: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who removed it.' })
  removedById: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was removed, if that was said.' })
  removedBecause: string | null;

  @Field(() => Person, { nullable: true, description: 'Who wrote it; null when your roles do not show people.' })
  @Needs('people.read')
  by: LookedUpPerson;

  @Field(() => RequestObject, { nullable: true, description: 'The request it belongs to.' })
  @Needs('request.read')
  request: LookedUpRequest;
}

@ObjectType({ description: 'Comments, page by page.' })
export class CommentConnection extends Connection('Comment', () => CommentObject) {}

@ObjectType('RequestWatchers', { description: 'Who follows a request. How many, and whether you do: nobody is named.' })
export class RequestWatchers {
  @Field(() => Int, { description: 'How many people watch it, at most 500.' })
  count: number;

  @Field(() => Boolean, { description: 'Whether you do.' })
  watching: boolean;
}
