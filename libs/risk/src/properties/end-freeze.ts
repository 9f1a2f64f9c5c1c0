import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import type { OtherStreams } from '#libs/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { endFreeze, type Freeze, freeze, type FreezeEvent, property, thawProperty } from '../domain/index.js';
import { FreezePayload, PropertyCommands } from './payloads.js';
import { type PropertyChange, PropertyCommand, PropertyDecisions } from './property-decisions.js';

@InputType({ description: 'The early end of a freeze.' })
export class EndFreezeInput {
  @GlobalId('Freeze', { description: 'Which freeze.' })
  freezeId: string;

  @Text({
    nullable: true,
    description: 'Why launches are free again, at most 4000 characters, e.g. `The sale is off`. Owed.',
  })
  reason?: string | null;
}

export class EndFreeze extends PropertyCommand<EndFreezeInput> {}

@CommandHandler(EndFreeze)
export class EndFreezeHandler implements ICommandHandler<EndFreeze> {
  constructor(private readonly decisions: PropertyDecisions) {}

  execute({ input, expect, caller }: EndFreeze): Promise<PropertyChange> {
    const { freezeId } = input;
    return this.decisions.decide({ aggregate: freeze, id: freezeId, expect, caller }, (state, today, others) => {
      const facts = endFreeze(state, input, today);
      for (const fact of facts) thawProperties(fact, { state, freezeId, others });
      return facts;
    });
  }
}

function thawProperties(
  fact: FreezeEvent,
  { state, freezeId, others }: { state: Freeze; freezeId: string; others: OtherStreams },
): void {
  if (fact.type !== 'FreezeEnded' || state.status === 'unknown') return;
  others.foresee(state.properties.map((id) => ({ aggregate: property, id, expect: 'latest' })));
  for (const id of state.properties) {
    others.append(property, id, thawProperty(others.read(property, id), freezeId, fact.data.on));
  }
}

@Resolver()
export class EndFreezeMutation {
  constructor(private readonly commands: PropertyCommands) {}

  @Mutation(() => FreezePayload, {
    description:
      'Ends a freeze from today on, e.g. one declared by mistake. NOT_FOUND; INVALID_STATE when it is over or ended; REASON_REQUIRED.',
  })
  @Needs('freeze.declare')
  endFreeze(
    @InputArg() input: EndFreezeInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<FreezePayload> {
    return this.commands.onFreeze(new EndFreeze(input, expectedVersion(expect), caller));
  }
}
