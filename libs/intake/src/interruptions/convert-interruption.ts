import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  Flag,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
  toGlobalId,
} from '#libs/api-kit';
import { EventLog, NotFound } from '#libs/event-log';
import {
  QuestionAsking,
  type QuestionKind,
  QuestionKindEnum,
  RequestDrafting,
  type RequestType,
  RequestTypeEnum,
} from '#libs/requests';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { carrying, type Change, changeOf, commandOf, contextOf, IntakeCommand } from '../decisions.js';
import { convertToQuestion, convertToRequest } from '../domain/index.js';
import { questionIdIn } from '../question-id.js';
import { ConvertInterruptionPayload, InterruptionCommands, keptInterruption } from './interruption-payload.js';
import { InterruptionReader } from './interruption-reader.js';

@InputType({ description: 'The request an interruption becomes.' })
export class ConvertInterruptionToRequestInput {
  @GlobalId('Interruption', { description: 'Which interruption.' })
  interruptionId: string;

  @Choice(RequestTypeEnum, { description: 'Kind of work; it decides what the brief must have.' })
  type: RequestType;

  @GlobalId('Team', { nullable: true, description: 'The team that asks; the one that interrupted unless told.' })
  consumerTeamId?: string | null;

  @Text({ nullable: true, description: 'Title of the request, in 3 to 200 characters; the topic unless told.' })
  title?: string | null;
}

@InputType({ description: 'The question an interruption becomes.' })
export class ConvertInterruptionToQuestionInput {
  @GlobalId('Interruption', { description: 'Which interruption.' })
  interruptionId: string;

  @GlobalId('Request', { description: 'On which request it is asked.' })
  requestId: string;

  @Choice(QuestionKindEnum, { description: 'What the question is about.' })
  kind: QuestionKind;

  @Flag({ description: 'Whether no estimate is possible until you are satisfied.' })
  blocking: boolean;

  @Text({ nullable: true, description: 'The question, at most 4,000 characters; the topic unless told.' })
  text?: string | null;
}

export class ConvertInterruptionToRequest extends IntakeCommand<ConvertInterruptionToRequestInput> {}
export class ConvertInterruptionToQuestion extends IntakeCommand<ConvertInterruptionToQuestionInput> {}

@CommandHandler(ConvertInterruptionToRequest)
export class ConvertInterruptionToRequestHandler implements ICommandHandler<ConvertInterruptionToRequest> {
  constructor(
    private readonly log: EventLog,
    private readonly drafting: RequestDrafting,
    private readonly interruptions: InterruptionReader,
  ) {}

  /** Both facts in one append, guarded by the versions of both streams. */
  async execute({ input, expect, caller }: ConvertInterruptionToRequest): Promise<Change> {
    const { interruptionId: id, type } = input;
    // Topic and team never change, so they can be read before the decision.
    const [known] = await this.interruptions.rows(caller.viewer.workspaceId, [id]);
    if (!known) throw new NotFound('interruption', ['input', 'interruptionId']);
    const consumerTeamId = input.consumerTeamId ?? known.from_team_id;
    const title = input.title ?? known.document.topic;
    const source = { kind: 'MEETING' as const, ref: toGlobalId('Interruption', id) };
    const drafter = carrying(caller, 'request.create');
    const prepared = await this.drafting.prepare({ title, type, consumerTeamId, source }, drafter);
    const { aggregate, table } = keptInterruption;
    const streams = { interruption: { aggregate, id, expect }, request: prepared.stream };
    const decided = await this.log.decide(commandOf(caller), streams, (states, { now }) => ({
      interruption: convertToRequest(states.interruption, prepared.requestId, contextOf(caller, now)),
      request: prepared.draftAt(states.request, now),
    }));
    return changeOf({ id, table, key: 'interruption', caller }, decided);
  }
}

@CommandHandler(ConvertInterruptionToQuestion)
export class ConvertInterruptionToQuestionHandler implements ICommandHandler<ConvertInterruptionToQuestion> {
  constructor(
    private readonly log: EventLog,
    private readonly asking: QuestionAsking,
    private readonly interruptions: InterruptionReader,
  ) {}

  /** Both facts in one append, guarded by the versions of both streams. */
  async execute({ input, expect, caller }: ConvertInterruptionToQuestion): Promise<Change> {
    const { interruptionId: id, requestId, kind, blocking } = input;
    const [known] = await this.interruptions.rows(caller.viewer.workspaceId, [id]);
    if (!known) throw new NotFound('interruption', ['input', 'interruptionId']);
    const question = { requestId, kind, blocking, text: input.text ?? known.document.topic, expect: 'latest' as const };
    const prepared = this.asking.prepare(question, carrying(caller, 'request.ask'));
    const { aggregate, table } = keptInterruption;
    const streams = { interruption: { aggregate, id, expect }, request: prepared.stream };
    const decided = await this.log.decide(commandOf(caller), streams, (states, { now }) => {
      const asked = prepared.askAt(states.request, now);
      const made = { requestId, questionId: questionIdIn(asked) };
      return { interruption: convertToQuestion(states.interruption, made, contextOf(caller, now)), request: asked };
    });
    return changeOf({ id, table, key: 'interruption', caller }, decided);
  }
}

@Resolver()
export class ConvertInterruptionMutations {
  constructor(private readonly commands: InterruptionCommands) {}

  @Mutation(() => ConvertInterruptionPayload, {
    description:
      'Makes an interruption a request: a draft of your own whose `sourceRef` is the id of the interruption. NOT_FOUND for one of ' +
      'somebody else, unless you lead engineering or the product; FORBIDDEN when you may not draft requests; INVALID_STATE unless it ' +
      'is LOGGED; PII_NOT_ALLOWED.',
  })
  @Needs('interruption.convert')
  async convertInterruptionToRequest(
    @InputArg() input: ConvertInterruptionToRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ConvertInterruptionPayload> {
    const command = new ConvertInterruptionToRequest(input, expectedVersion(expect), caller);
    return this.commands.carryOut(command, caller);
  }

  @Mutation(() => ConvertInterruptionPayload, {
    description:
      'Makes an interruption a question on a request: you are its asker. NOT_FOUND for an interruption of somebody else, unless you ' +
      'lead engineering or the product; INVALID_STATE unless it is LOGGED, or when the request has ended; LIMIT_REACHED; PII_NOT_ALLOWED.',
  })
  @Needs('interruption.convert')
  async convertInterruptionToQuestion(
    @InputArg() input: ConvertInterruptionToQuestionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ConvertInterruptionPayload> {
    const command = new ConvertInterruptionToQuestion(input, expectedVersion(expect), caller);
    return this.commands.carryOut(command, caller);
  }
}
