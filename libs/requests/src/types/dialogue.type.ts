import { Instant } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { ConcernSeverityEnum, QuestionKindEnum, QuestionStatusEnum, SideEnum } from './enums.js';

@ObjectType('Answer', { description: 'An answer to a question.' })
export class AnswerType {
  @Field(() => ID, { description: 'Global id of the person who answered.' })
  byId: string;

  @Field(() => String, { description: 'The role they answered in, e.g. `ENGINEER`.' })
  byRole: string;

  @Field(() => SideEnum, { nullable: true, description: 'Their side; null for somebody outside of both.' })
  side: string | null;

  @Field(() => String, { description: 'The answer.' })
  text: string;

  @Field(() => Instant, { description: 'When it was given.' })
  at: string;
}

@ObjectType('Question', { description: 'A question that stays open until its asker is satisfied.' })
export class QuestionType {
  @Field(() => ID, { description: 'Its id inside the request; the dialogue mutations take it.' })
  questionId: string;

  @Field(() => QuestionKindEnum, { description: 'What it is about.' })
  kind: string;

  @Field(() => Boolean, { description: 'Whether no estimate is possible while it is open.' })
  blocking: boolean;

  @Field(() => String, { description: 'The question.' })
  text: string;

  @Field(() => ID, { description: 'Global id of the person who asked.' })
  askedById: string;

  @Field(() => String, { description: 'The role they asked in, e.g. `ENGINEER`.' })
  byRole: string;

  @Field(() => SideEnum, { nullable: true, description: 'Their side; null for somebody outside of both.' })
  side: string | null;

  @Field(() => QuestionStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => Int, { description: 'How often an answer did not help. There is no limit: learning shows here.' })
  loops: number;

  @Field(() => [AnswerType], { description: 'All answers, oldest first.' })
  answers: AnswerType[];

  @Field(() => Instant, { description: 'When it was asked.' })
  askedAt: string;

  @Field(() => Instant, { nullable: true, description: 'When the asker was satisfied.' })
  resolvedAt: string | null;
}

@ObjectType('Concern', { description: 'Something the other side should know before it signs.' })
export class ConcernType {
  @Field(() => ID, { description: 'Its id inside the request.' })
  concernId: string;

  @Field(() => ConcernSeverityEnum, { description: 'How heavy it is.' })
  severity: string;

  @Field(() => String, { description: 'The concern.' })
  text: string;

  @Field(() => String, { nullable: true, description: 'The risk lens it belongs to, if any.' })
  lens: string | null;

  @Field(() => ID, { description: 'Global id of the person who raised it.' })
  raisedById: string;

  @Field(() => Instant, { description: 'When it was raised.' })
  raisedAt: string;

  @Field(() => String, { nullable: true, description: 'How it was settled; null while it is open.' })
  resolution: string | null;
}
