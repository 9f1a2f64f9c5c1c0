import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Directory } from '#libs/people';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { assignOwner } from '../domain/index.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';

@InputType({ description: 'Who is accountable for a request.' })
export class AssignOwnerInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @GlobalId('Person', { description: 'The one person accountable.' })
  ownerId: string;

  @Text({ nullable: true, description: 'Why; owed when somebody owned it before. At most 4,000 characters.' })
  reason?: string | null;
}

export class AssignOwner extends RequestCommand<AssignOwnerInput> {}

@CommandHandler(AssignOwner)
export class AssignOwnerHandler implements ICommandHandler<AssignOwner> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly directory: Directory,
  ) {}

  async execute(command: AssignOwner): Promise<RequestChange> {
    const { input, caller } = command;
    const isKnown = await this.directory.hasPerson(caller.command.workspaceId, input.ownerId);
    const assignment = { ownerId: isKnown ? input.ownerId : null, reason: input.reason };
    return this.decisions.change(command, (state, _input, context) => assignOwner(state, assignment, context));
  }
}

@Resolver()
export class AssignOwnerMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Makes one person accountable; nothing happens when they are already. OWNER_REQUIRED when nobody is known by that id; ' +
      'REASON_REQUIRED when it takes the request from somebody without a reason; PII_NOT_ALLOWED.',
  })
  @Needs('request.assignOwner')
  async assignOwner(
    @InputArg() input: AssignOwnerInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new AssignOwner(input, expectedVersion(expect), caller));
  }
}
