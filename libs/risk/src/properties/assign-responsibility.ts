import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { Directory } from '#libs/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { assignResponsibility, property, type ResponsibilityArea } from '../domain/index.js';
import { ResponsibilityAreaEnum } from './enums.js';
import { PropertyCommands, PropertyPayload } from './payloads.js';
import { type PropertyChange, PropertyCommand, PropertyDecisions } from './property-decisions.js';

@InputType({ description: 'Who answers for a part of a web property.' })
export class AssignResponsibilityInput {
  @GlobalId('Property', { description: 'Which property.' })
  propertyId: string;

  @Choice(ResponsibilityAreaEnum, { description: 'Which part.' })
  area: ResponsibilityArea;

  @GlobalId('Person', { description: 'Who answers for it from now on, in place of whoever did.' })
  personId: string;
}

export class AssignResponsibility extends PropertyCommand<AssignResponsibilityInput> {}

@CommandHandler(AssignResponsibility)
export class AssignResponsibilityHandler implements ICommandHandler<AssignResponsibility> {
  constructor(
    private readonly decisions: PropertyDecisions,
    private readonly directory: Directory,
  ) {}

  async execute({ input, expect, caller }: AssignResponsibility): Promise<PropertyChange> {
    await this.directory.requirePerson(caller.viewer.workspaceId, input.personId, ['input', 'personId']);
    const target = { aggregate: property, id: input.propertyId, expect, caller };
    return this.decisions.decide(target, (state) => assignResponsibility(state, input));
  }
}

@Resolver()
export class AssignResponsibilityMutation {
  constructor(private readonly commands: PropertyCommands) {}

  @Mutation(() => PropertyPayload, {
    description: 'Says who answers for a part of a web property. NOT_FOUND for a property or a person of no such id.',
  })
  @Needs('property.manage')
  assignResponsibility(
    @InputArg() input: AssignResponsibilityInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PropertyPayload> {
    return this.commands.onProperty(new AssignResponsibility(input, expectedVersion(expect), caller));
  }
}
