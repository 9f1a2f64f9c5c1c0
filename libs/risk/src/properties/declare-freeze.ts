import { Caller, Day, GlobalId, InputArg, Needs, Text } from '#libs/api-kit';
import type { OtherStreams } from '#libs/event-log';
import { createdId } from '#libs/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { declareFreeze, freeze, type FreezeEvent, freezeProperty, property } from '../domain/index.js';
import { FreezePayload, PropertyCommands } from './payloads.js';
import { NewPropertyCommand, type PropertyChange, PropertyDecisions } from './property-decisions.js';

@InputType({ description: 'Days on which nothing is launched on some web properties.' })
export class DeclareFreezeInput {
  @GlobalId('Property', { each: true, description: 'The properties it covers, 1 to 200.' })
  propertyIds: string[];

  @Day({ description: 'The first day.' })
  from: string;

  @Day({ description: 'The last day; not before the first, and not over.' })
  to: string;

  @Text({ nullable: true, description: 'Why nothing is launched, at most 4000 characters, e.g. `Spring sale`. Owed.' })
  reason?: string | null;
}

export class DeclareFreeze extends NewPropertyCommand<DeclareFreezeInput> {}

@CommandHandler(DeclareFreeze)
export class DeclareFreezeHandler implements ICommandHandler<DeclareFreeze> {
  constructor(private readonly decisions: PropertyDecisions) {}

  execute({ input, caller }: DeclareFreeze): Promise<PropertyChange> {
    const freezeId = createdId(caller.command, freeze.type);
    const target = { aggregate: freeze, id: freezeId, expect: 'new', caller } as const;
    const { propertyIds: properties, from, to, reason } = input;
    return this.decisions.decide(target, (state, circumstances, others) => {
      const facts = declareFreeze(state, { properties, from, to, reason }, circumstances);
      noteOnProperties(facts, { freezeId, today: circumstances.today, others });
      return facts;
    });
  }
}

/** A launch that names a property's stream cannot miss a freeze that is declared at the same moment. */
function noteOnProperties(
  facts: readonly FreezeEvent[],
  { freezeId, today, others }: { freezeId: string; today: string; others: OtherStreams },
): void {
  for (const fact of facts) {
    if (fact.type !== 'FreezeDeclared') continue;
    const { properties, from, to } = fact.data;
    others.foresee(properties.map((id) => ({ aggregate: property, id, expect: 'latest' })));
    for (const id of properties) {
      const noted = freezeProperty(others.read(property, id), { freezeId, from, to }, { today });
      others.append(property, id, noted);
    }
  }
}

@Resolver()
export class DeclareFreezeMutation {
  constructor(private readonly commands: PropertyCommands) {}

  @Mutation(() => FreezePayload, {
    description:
      'From the first to the last day nothing is launched on these properties, unless both leads let a request through. NOT_FOUND for a ' +
      'property of no such id; DATE_IN_PAST when its last day is over; REASON_REQUIRED; LIMIT_REACHED for more than 200 properties, or ' +
      'more than 200 freezes ahead on one of them; VALIDATION_FAILED.',
  })
  @Needs('freeze.declare')
  declareFreeze(@InputArg() input: DeclareFreezeInput, @Caller() caller: Caller): Promise<FreezePayload> {
    return this.commands.onFreeze(new DeclareFreeze(input, caller));
  }
}
