import {
  Caller,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  MoneyInput,
  Needs,
  Nested,
  SeenVersion,
} from '#libs/api-kit';
import { EventLog, InvalidState, NotFound } from '#libs/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { commandOf, contextOf, ProviderCommand, type ProviderChange } from '../decisions.js';
import { type Provider, provider, purchaseOrder, setCeiling } from '../domain/index.js';
import { ProviderCommands, ProviderPayload } from '../object/provider-payload.js';

@InputType({ description: 'What an agency’s work may cost.' })
export class SetPurchaseOrderCeilingInput {
  @GlobalId('Provider', { description: 'Which agency.' })
  providerId: string;

  @Nested(() => MoneyInput, { description: 'What its work may cost altogether, e.g. 5,000.00 EUR.' })
  ceiling: MoneyInput;
}

export class SetPurchaseOrderCeiling extends ProviderCommand<SetPurchaseOrderCeilingInput> {}

/** @throws NotFound, InvalidState */
function requireLive({ status }: Provider): void {
  if (status === 'unknown') throw new NotFound('provider', ['input', 'providerId']);
  if (status === 'REJECTED' || status === 'OFFBOARDED')
    throw new InvalidState(status, ['INVITED', 'IN_REVIEW', 'APPROVED', 'SUSPENDED', 'EXPIRED', 'OFFBOARDING']);
}

@CommandHandler(SetPurchaseOrderCeiling)
export class SetPurchaseOrderCeilingHandler implements ICommandHandler<SetPurchaseOrderCeiling> {
  constructor(private readonly log: EventLog) {}

  async execute({ input, expect, caller }: SetPurchaseOrderCeiling): Promise<ProviderChange> {
    const { providerId, ceiling } = input;
    const streams = {
      // Only looked at: nobody's money depends on whether the agency leaves at this moment.
      provider: { aggregate: provider, id: providerId, expect: 'latest' as const, guards: false as const },
      order: { aggregate: purchaseOrder, id: providerId, expect },
    };
    const { position, replayed } = await this.log.decide(commandOf(caller), streams, (states, { now }) => {
      requireLive(states.provider);
      return { order: setCeiling(states.order, ceiling, contextOf(caller, now)) };
    });
    return { providerId, position, replayed, row: null };
  }
}

@Resolver()
export class PurchaseOrderMutation {
  constructor(private readonly commands: ProviderCommands) {}

  @Mutation(() => ProviderPayload, {
    description:
      'Sets what an agency’s work may cost; `expect` names the version of its purchase order. PO_CEILING_EXCEEDED when more is spent ' +
      'already; CURRENCY_MISMATCH for another currency once something is spent; INVALID_STATE once it was rejected or is gone.',
  })
  @Needs('provider.manage')
  setPurchaseOrderCeiling(
    @InputArg() input: SetPurchaseOrderCeilingInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new SetPurchaseOrderCeiling(input, expectedVersion(expect), caller), caller);
  }
}
