import {
  Caller,
  Day,
  Expect,
  expectedVersion,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { Directory } from '#libs/people';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { incurDebt, payDebt } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';

@InputType({ description: 'Something left undone on purpose.' })
export class IncurDebtInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ description: 'What is left undone; at most 4,000 characters.' })
  what: string;

  @Day({ description: 'The day by which it is made up for: today or later.' })
  paybackDate: string;

  @GlobalId('Person', { description: 'Who pays it back.' })
  ownerId: string;
}

@InputType({ description: 'Which debt was paid back.' })
export class PayDebtInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @InnerId({ description: 'The debt, e.g. `D1`.' })
  debtId: string;

  @Text({ nullable: true, description: 'How; at most 4,000 characters.' })
  note?: string | null;
}

@ObjectType({ description: 'What became of a debt.' })
export class IncurDebtPayload extends RequestPayload {
  @Field(() => ID, { nullable: true, description: 'Its id inside the request, e.g. `D1`; null when it was refused.' })
  debtId?: string | null;
}

export class IncurDebt extends RequestCommand<IncurDebtInput> {}
export class PayDebt extends RequestCommand<PayDebtInput> {}

@CommandHandler(IncurDebt)
export class IncurDebtHandler implements ICommandHandler<IncurDebt> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly directory: Directory,
  ) {}

  async execute(command: IncurDebt): Promise<RequestChange> {
    const { input, caller } = command;
    await this.directory.requirePerson(caller.command.workspaceId, input.ownerId, ['input', 'ownerId']);
    return this.decisions.change(command, incurDebt);
  }
}

@CommandHandler(PayDebt)
export class PayDebtHandler extends RuleHandler<PayDebtInput> {
  protected readonly rule = payDebt;
}

@Resolver()
export class DebtMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => IncurDebtPayload, {
    description:
      'Takes on a debt, from triage to launch. DATE_IN_PAST for a day that is over; NOT_FOUND for an owner nobody knows; ' +
      'LIMIT_REACHED from 100 on; PII_NOT_ALLOWED, INVALID_STATE.',
  })
  @Needs('request.debt')
  async incurDebt(
    @InputArg() input: IncurDebtInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<IncurDebtPayload> {
    const { payload, fact } = await this.commands.carryOutFor(
      new IncurDebt(input, expectedVersion(expect), caller),
      'DebtIncurred',
    );
    return Object.assign(new IncurDebtPayload(), payload, { debtId: fact.debtId });
  }

  @Mutation(() => RequestPayload, {
    description:
      'Pays a debt back, whatever became of the request since. DEBT_PAID when it is paid already; NOT_FOUND, PII_NOT_ALLOWED.',
  })
  @Needs('request.debt')
  async payDebt(
    @InputArg() input: PayDebtInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new PayDebt(input, expectedVersion(expect), caller));
  }
}
