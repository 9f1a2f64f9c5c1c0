import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { Directory } from '#libs/people';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { chooseTreatment, type Treatment } from '../domain/index.js';
import { riskKeyOf } from '../ids.js';
import { RiskTreatmentEnum, SideEnum } from './enums.js';
import { RiskCommands, RiskPayload } from './risk-payload.js';
import { RiskInput } from './risk.input.js';

@InputType({ description: 'What is done about a risk, and who carries it.' })
export class ChooseTreatmentInput extends RiskInput {
  @Choice(RiskTreatmentEnum, { description: 'What is done.' })
  treatment: Treatment;

  @GlobalId('Person', { description: 'Who carries the risk.' })
  ownerId: string;

  @Choice(SideEnum, { description: 'The side whose lead answers for it.' })
  ownerSide: Side;
}

export class ChooseTreatment extends ReviewCommand<ChooseTreatmentInput> {}

@CommandHandler(ChooseTreatment)
export class ChooseTreatmentHandler implements ICommandHandler<ChooseTreatment> {
  constructor(
    private readonly decisions: RiskDecisions,
    private readonly directory: Directory,
  ) {}

  async execute(command: ChooseTreatment): Promise<ReviewChange> {
    const { riskId, treatment, ownerId, ownerSide } = command.input;
    const key = riskKeyOf(riskId);
    await this.directory.requirePerson(command.caller.viewer.workspaceId, ownerId, ['input', 'ownerId']);
    const input = { riskId: key.riskId, treatment, owner: { personId: ownerId, side: ownerSide } };
    return this.decisions.change(command, key, (review, context) => chooseTreatment(review, input, context));
  }
}

@Resolver()
export class ChooseTreatmentMutation {
  constructor(private readonly commands: RiskCommands) {}

  @Mutation(() => RiskPayload, {
    description:
      'Says what is done about a risk and who carries it; a LOW one that is to be accepted is accepted with that. NOT_FOUND; INVALID_STATE ' +
      'after a decision that lets pass; REVIEWER_CONFLICT; REDUCTION_WITHOUT_MITIGATION.',
  })
  @Needs('risk.sign')
  chooseTreatment(
    @InputArg() input: ChooseTreatmentInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RiskPayload> {
    return this.commands.carryOut(new ChooseTreatment(input, expectedVersion(expect), caller));
  }
}
