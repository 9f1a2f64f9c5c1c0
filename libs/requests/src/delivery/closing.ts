import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { closeRequest, type ReopenCause, reopenRequest, waiveOutcome } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { ReopenCauseEnum } from '../types/enums-delivery.js';

@InputType({ description: 'An outcome that nobody will measure.' })
export class WaiveOutcomeInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ description: 'Why it is not measured; at most 4,000 characters.' })
  reason: string;
}

@InputType({ description: 'A request that is done.' })
export class CloseRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ nullable: true, description: 'A last word; at most 4,000 characters.' })
  note?: string | null;
}

@InputType({ description: 'A request that is taken up again after its launch.' })
export class ReopenRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Choice(ReopenCauseEnum, { description: 'Why.' })
  cause: ReopenCause;

  @Text({ nullable: true, description: 'What there is to say about it; owed with OTHER, at most 4,000 characters.' })
  note?: string | null;

  @Whole({
    description: 'What it will take in minutes, 0 to 1,000,000; from 1 on it needs a new estimate and both signatures.',
  })
  expectedMinutes: number;
}

export class WaiveOutcome extends RequestCommand<WaiveOutcomeInput> {}
export class CloseRequest extends RequestCommand<CloseRequestInput> {}
export class ReopenRequest extends RequestCommand<ReopenRequestInput> {}

@CommandHandler(WaiveOutcome)
export class WaiveOutcomeHandler extends RuleHandler<WaiveOutcomeInput> {
  protected readonly rule = waiveOutcome;
}

@CommandHandler(CloseRequest)
export class CloseRequestHandler extends RuleHandler<CloseRequestInput> {
  protected readonly rule = closeRequest;
}

@CommandHandler(ReopenRequest)
export class ReopenRequestHandler extends RuleHandler<ReopenRequestInput> {
  protected readonly rule = reopenRequest;
}

@Resolver()
export class ClosingMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Says that the outcome of a launched request will not be measured. REASON_REQUIRED, INVALID_STATE, PII_NOT_ALLOWED.',
  })
  @Needs('request.waiveOutcome')
  async waiveOutcome(
    @InputArg() input: WaiveOutcomeInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new WaiveOutcome(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Closes a launched request. OUTCOME_UNMEASURED unless every target has a measurement or the outcome is waived; SUCCESS_NOT_JUDGED ' +
      'is a warning; REQUEST_HELD, INVALID_STATE, PII_NOT_ALLOWED.',
  })
  @Needs('request.close')
  async closeRequest(
    @InputArg() input: CloseRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new CloseRequest(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Takes a launched or closed request up again: it is in progress, and what is live stays live. REASON_REQUIRED, VALIDATION_FAILED, ' +
      'INVALID_STATE, PII_NOT_ALLOWED.',
  })
  @Needs('request.reopen')
  async reopenRequest(
    @InputArg() input: ReopenRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ReopenRequest(input, expectedVersion(expect), caller));
  }
}
