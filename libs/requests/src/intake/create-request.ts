import { Caller, Choice, GlobalId, InputArg, Needs, Nested, Text } from '#libs/api-kit';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestDecisions } from '../decisions.js';
import type { RequestType, SourceKind } from '../domain/index.js';
import { RequestDrafting } from './request-drafting.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { RequestTypeEnum, SourceKindEnum } from '../types/enums.js';

@InputType({ description: 'Where a request came from.' })
export class RequestSourceInput {
  @Choice(SourceKindEnum, { description: 'Where it came from.' })
  kind: SourceKind;

  @Text({ nullable: true, description: 'Where exactly, e.g. the link of a chat message; at most 2,000 characters.' })
  ref?: string | null;
}

@InputType({ description: 'A new request. The brief follows with `reviseBrief`.' })
export class CreateRequestInput {
  @Text({ description: 'What it is, in 3 to 200 characters, e.g. `Spring landing page`.' })
  title: string;

  @Choice(RequestTypeEnum, { description: 'Kind of work; it decides what its brief must have.' })
  type: RequestType;

  @GlobalId('Team', { description: 'The team that asks.' })
  consumerTeamId: string;

  @GlobalId('Person', {
    nullable: true,
    description: 'Who asks; the caller unless an integration names somebody else.',
  })
  requesterId?: string | null;

  @Nested(() => RequestSourceInput, { nullable: true, description: 'Where it came from; a form unless told.' })
  source?: RequestSourceInput | null;
}

export class CreateRequest extends Command<RequestChange> {
  constructor(
    readonly input: CreateRequestInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(CreateRequest)
export class CreateRequestHandler implements ICommandHandler<CreateRequest> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly drafting: RequestDrafting,
  ) {}

  async execute({ input, caller }: CreateRequest): Promise<RequestChange> {
    const { requestId, draft } = await this.drafting.prepare(input, caller);
    return this.decisions.decide({ requestId, expect: 'new', caller }, draft);
  }
}

@Resolver()
export class CreateRequestMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Begins a request as a draft and gives it its number. FORBIDDEN when somebody but an integration names another requester; ' +
      'PII_NOT_ALLOWED when the title holds an e-mail address or a phone number.',
  })
  @Needs('request.create')
  createRequest(@InputArg() input: CreateRequestInput, @Caller() caller: Caller): Promise<RequestPayload> {
    return this.commands.carryOut(new CreateRequest(input, caller));
  }
}
