import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, Nested, SeenVersion } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { setCustomFields } from '../domain/index.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { CustomFieldValueInput, givenFields } from './custom-field-value.input.js';
import { guardingSettings, settingsIn } from './settings-stream.js';

@InputType({ description: 'Values of custom fields of a request; fields that are not named keep theirs.' })
export class SetCustomFieldsInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Nested(() => CustomFieldValueInput, { each: true, description: 'At most 100, each field once.' })
  values: CustomFieldValueInput[];
}

export class SetCustomFields extends RequestCommand<SetCustomFieldsInput> {}

@CommandHandler(SetCustomFields)
export class SetCustomFieldsHandler implements ICommandHandler<SetCustomFields> {
  constructor(private readonly decisions: RequestDecisions) {}

  execute({ input, expect, caller }: SetCustomFields): Promise<RequestChange> {
    const values = givenFields(input.values);
    const target = { requestId: input.requestId, expect, caller, beside: [guardingSettings(caller)] };
    return this.decisions.decide(target, (state, context, others) =>
      setCustomFields(state, settingsIn(others, caller), { values }, context),
    );
  }
}

@Resolver()
export class SetCustomFieldsMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Fills in custom fields of a request that has not ended. CUSTOM_FIELD_INVALID says what a field takes, also where it is not a ' +
      'field of this type of request; NOT_FOUND for a field that is not there or, for a value, archived; VALIDATION_FAILED for one ' +
      'named twice; PII_NOT_ALLOWED, LIMIT_REACHED, INVALID_STATE.',
  })
  @Needs('request.setFields')
  setCustomFields(
    @InputArg() input: SetCustomFieldsInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new SetCustomFields(input, expectedVersion(expect), caller));
  }
}
