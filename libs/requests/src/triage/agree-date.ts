import {
  Caller,
  Choice,
  Day,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { agreeDate, type DateKind } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { DateKindEnum, SideEnum } from '../types/enums.js';

@InputType({ description: 'The date both sides count on.' })
export class AgreeDateInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Day({ description: 'The date, e.g. `2026-03-31`; today or later in the workspace’s zone.' })
  date: string;

  @Choice(DateKindEnum, { description: 'Whether it can move.' })
  dateKind: DateKind;

  @Choice(SideEnum, { each: true, description: 'Who agreed to it: it takes both sides.' })
  sides: Side[];

  @Text({ nullable: true, description: 'Why; owed when another date was agreed before. At most 4,000 characters.' })
  reason?: string | null;
}

export class AgreeDate extends RequestCommand<AgreeDateInput> {}

@CommandHandler(AgreeDate)
export class AgreeDateHandler extends RuleHandler<AgreeDateInput> {
  protected readonly rule = agreeDate;
}

@Resolver()
export class AgreeDateMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Settles the one date of a request; nothing happens when it stands already. FORBIDDEN unless by its owner, a lead or a product ' +
      'manager; DATE_IN_PAST; REASON_REQUIRED when it moves an agreed date without a reason; PII_NOT_ALLOWED.',
  })
  @Needs('request.agreeDate')
  async agreeDate(
    @InputArg() input: AgreeDateInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new AgreeDate(input, expectedVersion(expect), caller));
  }
}
