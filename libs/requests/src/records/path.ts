import {
  Caller,
  Day,
  Expect,
  expectedVersion,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Directory } from '#libs/people';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { planPath } from '../domain/index.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';

@InputType({ description: 'A step on the way.' })
export class MilestoneInput {
  @InnerId({ nullable: true, description: 'A milestone that stands already, e.g. `M1`; left out for a new one.' })
  milestoneId?: string | null;

  @Text({ description: 'What will have been reached; at most 200 characters.' })
  title: string;

  @Day({ description: 'By which day, e.g. `2026-02-13`.' })
  date: string;

  @GlobalId('Person', { description: 'Who sees to it.' })
  ownerId: string;
}

@InputType({ description: 'The whole way of a request in milestones.' })
export class PlanPathInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Nested(() => MilestoneInput, {
    each: true,
    description:
      'All of them, at most 30, in any order; those left out are gone, and an empty list takes the path away.',
  })
  milestones: MilestoneInput[];
}

export class PlanPath extends RequestCommand<PlanPathInput> {}

@CommandHandler(PlanPath)
export class PlanPathHandler implements ICommandHandler<PlanPath> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly directory: Directory,
  ) {}

  async execute(command: PlanPath): Promise<RequestChange> {
    const { input, caller } = command;
    const owners = input.milestones.map(({ ownerId }, index) => ({
      id: ownerId,
      path: ['input', 'milestones', String(index), 'ownerId'],
    }));
    await this.directory.requirePeople(caller.command.workspaceId, owners);
    return this.decisions.change(command, planPath);
  }
}

@Resolver()
export class PathMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Plans the way in milestones, put in order by date. Warns PATH_AFTER_DATE when the last one comes after the agreed date. NOT_FOUND ' +
      'for an owner or a milestone that is not there; LIMIT_REACHED above 30; VALIDATION_FAILED, PII_NOT_ALLOWED, INVALID_STATE.',
  })
  @Needs('request.planPath')
  async planPath(
    @InputArg() input: PlanPathInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new PlanPath(input, expectedVersion(expect), caller));
  }
}
