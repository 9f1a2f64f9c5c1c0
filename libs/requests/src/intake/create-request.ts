import { Caller, Choice, GlobalId, InputArg, Needs, Nested, Text } from '#libs/api-kit';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestDecisions } from '../decisions.js';
import { createWithSettings, type RequestType, type SourceKind } from '../domain/index.js';
import { RequestDrafting } from './request-drafting.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { CustomFieldValueInput, givenFields } from '../settings/custom-field-value.input.js';
import { guardingSettings, settingsIn } from '../settings/settings-stream.js';
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

  @GlobalId('RequestTemplate', {
    nullable: true,
    description: 'What it begins with: title prefix, brief, labels and custom fields of a template of its type.',
  })
  templateId?: string | null;

  @Nested(() => CustomFieldValueInput, {
    each: true,
    nullable: true,
    description: 'Values of custom fields, instead of those of the template; at most 100.',
  })
  customFields?: CustomFieldValueInput[] | null;
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
    const { templateId, customFields, ...creation } = input;
    const { requestId, number, draft } = await this.drafting.prepare(creation, caller);
    if (templateId == null && customFields == null)
      return this.decisions.decide({ requestId, expect: 'new', caller }, draft);
    const asked = { creation: { ...creation, number }, templateId, customFields: givenFields(customFields ?? []) };
    const target = { requestId, expect: 'new', caller, beside: [guardingSettings(caller)] } as const;
    return this.decisions.decide(target, (state, context, others) =>
      createWithSettings(state, settingsIn(others, caller), asked, context),
    );
  }
}

@Resolver()
export class CreateRequestMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Begins a request as a draft and gives it its number. FORBIDDEN when somebody but an integration names another requester; ' +
      'PII_NOT_ALLOWED when the title holds an e-mail address or a phone number; NOT_FOUND for a template that is not in use, ' +
      'VALIDATION_FAILED for one of another type, CUSTOM_FIELD_INVALID. What a template holds and is out of use by now is left out.',
  })
  @Needs('request.create')
  createRequest(@InputArg() input: CreateRequestInput, @Caller() caller: Caller): Promise<RequestPayload> {
    return this.commands.carryOut(new CreateRequest(input, caller));
  }
}
