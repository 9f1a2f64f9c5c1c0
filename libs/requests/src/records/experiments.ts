import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { declareExperiment, endExperiment, type ExperimentOutcome, proposeExperiment } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { ExperimentOutcomeEnum } from '../types/enums-records.js';

@InputType({ description: 'What one side would try out.' })
export class ProposeExperimentInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ description: 'What you expect; at most 4,000 characters.' })
  hypothesis: string;

  @Whole({ description: 'Days it may run from the yes of the other side on, 1 to 30.' })
  timeBoxDays: number;

  @Text({ description: 'What would end it at once; at most 4,000 characters.' })
  killCriterion: string;
}

@InputType({ description: 'Whose proposed experiment begins.' })
export class DeclareExperimentInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;
}

@InputType({ description: 'What came of an experiment.' })
export class EndExperimentInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Choice(ExperimentOutcomeEnum, { description: 'What came of it.' })
  outcome: ExperimentOutcome;

  @Text({ nullable: true, description: 'What was learnt; at most 4,000 characters.' })
  note?: string | null;
}

export class ProposeExperiment extends RequestCommand<ProposeExperimentInput> {}
export class DeclareExperiment extends RequestCommand<DeclareExperimentInput> {}
export class EndExperiment extends RequestCommand<EndExperimentInput> {}

@CommandHandler(ProposeExperiment)
export class ProposeExperimentHandler extends RuleHandler<ProposeExperimentInput> {
  protected readonly rule = proposeExperiment;
}

@CommandHandler(DeclareExperiment)
export class DeclareExperimentHandler extends RuleHandler<DeclareExperimentInput> {
  protected readonly rule = declareExperiment;
}

@CommandHandler(EndExperiment)
export class EndExperimentHandler extends RuleHandler<EndExperimentInput> {
  protected readonly rule = endExperiment;
}

@Resolver()
export class ExperimentMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Proposes to make it an experiment, for the requester or the engineering lead; a new proposal takes the place of the last one. ' +
      'EXPERIMENT_NOT_ALLOWED while it touches PAYMENTS, PERSONAL_DATA, AUTHENTICATION, LEGAL_CLAIMS or DATA_MIGRATION; ' +
      'EXPERIMENT_RUNNING; LIMIT_REACHED from 20 on; VALIDATION_FAILED for a time box outside of 1 to 30 days; FORBIDDEN, INVALID_STATE, PII_NOT_ALLOWED.',
  })
  @Needs('request.experiment')
  async proposeExperiment(
    @InputArg() input: ProposeExperimentInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ProposeExperiment(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'The yes of the other side: the engineering lead to what the requester proposed, or the requester to what the lead did. The ' +
      'time box begins today. EXPERIMENT_NOT_PROPOSED, BOTH_SIDES_BY_SAME_PERSON, EXPERIMENT_NOT_ALLOWED, EXPERIMENT_RUNNING, FORBIDDEN, ' +
      'INVALID_STATE.',
  })
  @Needs('request.experiment')
  async declareExperiment(
    @InputArg() input: DeclareExperimentInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new DeclareExperiment(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Ends the experiment: the requester or the engineering lead says what came of it. A killed one is a result, no failure. ' +
      'EXPERIMENT_NOT_RUNNING, FORBIDDEN, INVALID_STATE, PII_NOT_ALLOWED.',
  })
  @Needs('request.experiment')
  async endExperiment(
    @InputArg() input: EndExperimentInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new EndExperiment(input, expectedVersion(expect), caller));
  }
}
