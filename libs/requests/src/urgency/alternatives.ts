import {
  Caller,
  Expect,
  expectedVersion,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { Directory } from '#libs/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { acceptAlternative, proposeAlternative, rejectAlternative } from '../domain/index.js';
import { briefOf, peopleNamedIn } from '../intake/revise-brief.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { BriefInput } from '../types/brief.input.js';

@InputType({ description: 'Another way to the same end.' })
export class ProposeAlternativeInput {
  @GlobalId('Request', { description: 'To which request.' })
  requestId: string;

  @Text({ description: 'What it is, e.g. `One code for all instead of one each`; at most 4,000 characters.' })
  summary: string;

  @Text({ each: true, description: 'What of the request it keeps: 1 to 20 things.' })
  kept: string[];

  @Text({ each: true, description: 'What of the request it gives up: 1 to 20 things.' })
  lost: string[];

  @Whole({ description: 'What it would take, in minutes, e.g. 1500.' })
  minutes: number;

  @Whole({ nullable: true, description: 'What the way asked for would take, in minutes, as you guess; e.g. 9600.' })
  replacesMinutes?: number | null;
}

@InputType({ description: 'The other way is taken.' })
export class AcceptAlternativeInput {
  @GlobalId('Request', { description: 'In which request.' })
  requestId: string;

  @InnerId({ description: 'The alternative, e.g. `A1`.' })
  alternativeId: string;

  @Nested(() => BriefInput, { nullable: true, description: 'The parts of the brief that change with it.' })
  brief?: BriefInput | null;
}

@InputType({ description: 'The other way is not taken.' })
export class RejectAlternativeInput {
  @GlobalId('Request', { description: 'In which request.' })
  requestId: string;

  @InnerId({ description: 'The alternative, e.g. `A1`.' })
  alternativeId: string;

  @Text({ description: 'Why not; at most 4,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'What became of a proposal.' })
export class ProposeAlternativePayload extends RequestPayload {
  @Field(() => ID, { nullable: true, description: 'Its id inside the request, e.g. `A1`; null when it was refused.' })
  alternativeId?: string | null;
}

export class ProposeAlternative extends RequestCommand<ProposeAlternativeInput> {}
export class AcceptAlternative extends RequestCommand<AcceptAlternativeInput> {}
export class RejectAlternative extends RequestCommand<RejectAlternativeInput> {}

@CommandHandler(ProposeAlternative)
export class ProposeAlternativeHandler extends RuleHandler<ProposeAlternativeInput> {
  protected readonly rule = proposeAlternative;
}

@CommandHandler(AcceptAlternative)
export class AcceptAlternativeHandler implements ICommandHandler<AcceptAlternative> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly directory: Directory,
  ) {}

  async execute(command: AcceptAlternative): Promise<RequestChange> {
    const { input, caller } = command;
    const { alternativeId } = input;
    if (input.brief) await this.directory.requirePeople(caller.command.workspaceId, peopleNamedIn(input.brief));
    const brief = input.brief ? briefOf(input.brief) : null;
    return this.decisions.change(command, (state, _input, context) =>
      acceptAlternative(state, { alternativeId, brief }, context),
    );
  }
}

@CommandHandler(RejectAlternative)
export class RejectAlternativeHandler extends RuleHandler<RejectAlternativeInput> {
  protected readonly rule = rejectAlternative;
}

@Resolver()
export class AlternativeMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => ProposeAlternativePayload, {
    description:
      'Proposes another way to a request, submitted to in progress. ALTERNATIVE_INCOMPLETE unless it says what is kept and what is lost; ' +
      'LIMIT_REACHED from 50 on; VALIDATION_FAILED, PII_NOT_ALLOWED, INVALID_STATE.',
  })
  @Needs('request.proposeAlternative')
  async proposeAlternative(
    @InputArg() input: ProposeAlternativeInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProposeAlternativePayload> {
    const { payload, fact } = await this.commands.carryOutFor(
      new ProposeAlternative(input, expectedVersion(expect), caller),
      'AlternativeProposed',
    );
    return Object.assign(new ProposeAlternativePayload(), payload, { alternativeId: fact.alternativeId });
  }

  @Mutation(() => RequestPayload, {
    description:
      'Takes another way, with the brief it changes; an estimate that no longer fits falls away as it does with `reviseBrief`. By the ' +
      'requester or the marketing lead: FORBIDDEN. ALTERNATIVE_CLOSED when it was answered; NOT_FOUND; INVALID_STATE; and what ' +
      '`reviseBrief` refuses.',
  })
  @Needs('request.answerAlternative')
  async acceptAlternative(
    @InputArg() input: AcceptAlternativeInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new AcceptAlternative(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Does not take another way. By the requester or the marketing lead: FORBIDDEN. ALTERNATIVE_CLOSED when it was answered; ' +
      'REASON_REQUIRED, NOT_FOUND, PII_NOT_ALLOWED, INVALID_STATE.',
  })
  @Needs('request.answerAlternative')
  async rejectAlternative(
    @InputArg() input: RejectAlternativeInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new RejectAlternative(input, expectedVersion(expect), caller));
  }
}
