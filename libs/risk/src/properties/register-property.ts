import { Caller, Flag, InputArg, Needs, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { property, registerProperty } from '../domain/index.js';
import { propertyIdOf } from '../ids.js';
import { PropertyCommands, PropertyPayload } from './payloads.js';
import { NewPropertyCommand, type PropertyChange, PropertyDecisions } from './property-decisions.js';

@InputType({ description: 'A site or an app both sides work on.' })
export class RegisterPropertyInput {
  @Text({
    description:
      'Its name, as requests link it, at most 200 characters, e.g. `www.example`; upper and lower case are the same to it.',
  })
  name: string;

  @Text({ description: 'Its http(s) address, at most 2000 characters, e.g. `https://www.example`.' })
  url: string;

  @Flag({ description: 'Whether everybody can reach it.' })
  isPublic: boolean;
}

export class RegisterProperty extends NewPropertyCommand<RegisterPropertyInput> {}

@CommandHandler(RegisterProperty)
export class RegisterPropertyHandler implements ICommandHandler<RegisterProperty> {
  constructor(private readonly decisions: PropertyDecisions) {}

  execute({ input, caller }: RegisterProperty): Promise<PropertyChange> {
    // The stream follows from the name: who registers a name again meets the property that has it.
    const target = { aggregate: property, id: propertyIdOf(input.name), expect: 'latest', caller } as const;
    return this.decisions.decide(target, (state) => registerProperty(state, input));
  }
}

@Resolver()
export class RegisterPropertyMutation {
  constructor(private readonly commands: PropertyCommands) {}

  @Mutation(() => PropertyPayload, {
    description:
      'Registers a web property; requests that link its name concern it from now on. ALREADY_REGISTERED for a name that is there; ' +
      'VALIDATION_FAILED; PII_NOT_ALLOWED.',
  })
  @Needs('property.manage')
  registerProperty(@InputArg() input: RegisterPropertyInput, @Caller() caller: Caller): Promise<PropertyPayload> {
    return this.commands.onProperty(new RegisterProperty(input, caller));
  }
}
