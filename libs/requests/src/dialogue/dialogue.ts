import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  Flag,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { answerQuestion, askQuestion, type QuestionKind, resolveQuestion } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { QuestionKindEnum } from '../types/enums.js';

@InputType({ description: 'A question to the other side.' })
export class AskQuestionInput {
  @GlobalId('Request', { description: 'About which request.' })
  requestId: string;

  @Choice(QuestionKindEnum, { description: 'What it is about.' })
  kind: QuestionKind;

  @Text({ description: 'The question; at most 4,000 characters.' })
  text: string;

  @Flag({ description: 'Whether no estimate is possible until you are satisfied.' })
  blocking: boolean;
}

@InputType({ description: 'An answer; whether it helps is the asker’s to say.' })
export class AnswerQuestionInput {
  @GlobalId('Request', { description: 'In which request.' })
  requestId: string;

  @InnerId({ description: 'The question, e.g. `Q1`.' })
  questionId: string;

  @Text({ description: 'The answer; at most 4,000 characters.' })
  answerText: string;
}

@InputType({ description: 'The asker’s word on the answer.' })
export class ResolveQuestionInput {
  @GlobalId('Request', { description: 'In which request.' })
  requestId: string;

  @InnerId({ description: 'The question, e.g. `Q1`.' })
  questionId: string;

  @Flag({ description: 'True: it is clear now. False: it is open again, one loop more.' })
  understood: boolean;
}

@ObjectType({ description: 'What became of a question.' })
export class AskQuestionPayload extends RequestPayload {
  @Field(() => ID, { nullable: true, description: 'Its id inside the request, e.g. `Q1`; null when it was refused.' })
  questionId?: string | null;
}

export class AskQuestion extends RequestCommand<AskQuestionInput> {}
export class AnswerQuestion extends RequestCommand<AnswerQuestionInput> {}
export class ResolveQuestion extends RequestCommand<ResolveQuestionInput> {}

@CommandHandler(AskQuestion)
export class AskQuestionHandler extends RuleHandler<AskQuestionInput> {
  protected readonly rule = askQuestion;
}

@CommandHandler(AnswerQuestion)
export class AnswerQuestionHandler extends RuleHandler<AnswerQuestionInput> {
  protected readonly rule = answerQuestion;
}

@CommandHandler(ResolveQuestion)
export class ResolveQuestionHandler extends RuleHandler<ResolveQuestionInput> {
  protected readonly rule = resolveQuestion;
}

@Resolver()
export class DialogueMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => AskQuestionPayload, {
    description:
      'Asks; the question stays open until you say that you understand. LIMIT_REACHED from 200 questions on; PII_NOT_ALLOWED; ' +
      'INVALID_STATE when the request has ended.',
  })
  @Needs('request.ask')
  async askQuestion(
    @InputArg() input: AskQuestionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AskQuestionPayload> {
    const asked = await this.commands.carryOutFor(
      new AskQuestion(input, expectedVersion(expect), caller),
      'QuestionAsked',
    );
    return Object.assign(new AskQuestionPayload(), asked.payload, { questionId: asked.fact.questionId });
  }

  @Mutation(() => RequestPayload, {
    description:
      'Answers. QUESTION_CLOSED when it is resolved; NOT_FOUND when there is no such question; LIMIT_REACHED from 50 answers on; ' +
      'PII_NOT_ALLOWED.',
  })
  @Needs('request.answer')
  async answerQuestion(
    @InputArg() input: AnswerQuestionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new AnswerQuestion(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Says whether an answer helped. ONLY_ASKER_CAN_RESOLVE for anybody but who asked, or their deputy; QUESTION_UNANSWERED when ' +
      'there is nothing to reject; QUESTION_CLOSED when it is resolved.',
  })
  @Needs('request.resolve')
  async resolveQuestion(
    @InputArg() input: ResolveQuestionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ResolveQuestion(input, expectedVersion(expect), caller));
  }
}
