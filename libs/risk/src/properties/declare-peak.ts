import { Caller, Day, GlobalId, InputArg, Needs, Text, Whole } from '#libs/api-kit';
import { createdId } from '#libs/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { declarePeak, peak, property, requireKnownProperty } from '../domain/index.js';
import { PeakPayload, PropertyCommands } from './payloads.js';
import { NewPropertyCommand, type PropertyChange, PropertyDecisions } from './property-decisions.js';

@InputType({ description: 'Days on which many visitors are expected on a web property.' })
export class DeclarePeakInput {
  @GlobalId('Property', { description: 'Where they are expected.' })
  propertyId: string;

  @Text({ description: 'What brings them, at most 200 characters, e.g. `Spring sale`.' })
  title: string;

  @Day({ description: 'The first day.' })
  from: string;

  @Day({ description: 'The last day; not before the first.' })
  to: string;

  @Whole({ description: 'Requests a minute that are expected, 1 to 1000000000, e.g. 12000.' })
  expectedPeakRpm: number;

  @Whole({
    nullable: true,
    description: 'Requests a minute a test for this very peak reached, 0 to 1000000000; left out without one.',
  })
  testedCapacityRpm?: number | null;
}

export class DeclarePeak extends NewPropertyCommand<DeclarePeakInput> {}

@CommandHandler(DeclarePeak)
export class DeclarePeakHandler implements ICommandHandler<DeclarePeak> {
  constructor(private readonly decisions: PropertyDecisions) {}

  execute({ input, caller }: DeclarePeak): Promise<PropertyChange> {
    const target = { aggregate: peak, id: createdId(caller.command, peak.type), expect: 'new', caller } as const;
    return this.decisions.decide(target, (state, _circumstances, others) => {
      // A property never goes away.
      requireKnownProperty(others.read(property, input.propertyId, { guards: false }));
      return declarePeak(state, input);
    });
  }
}

@Resolver()
export class DeclarePeakMutation {
  constructor(private readonly commands: PropertyCommands) {}

  @Mutation(() => PeakPayload, {
    description:
      'Says that many visitors are expected on a web property. NOT_FOUND for a property of no such id; VALIDATION_FAILED; ' +
      'PII_NOT_ALLOWED.',
  })
  @Needs('peak.declare')
  declarePeak(@InputArg() input: DeclarePeakInput, @Caller() caller: Caller): Promise<PeakPayload> {
    return this.commands.onPeak(new DeclarePeak(input, caller));
  }
}
