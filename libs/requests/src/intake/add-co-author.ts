import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ValidationFailed } from '#libs/event-log';
import { Directory } from '#libs/people';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { addCoAuthor } from '../domain/index.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';

@InputType({ description: 'Somebody who writes the brief along.' })
export class AddCoAuthorInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @GlobalId('Person', { description: 'Who; their side is that of their team.' })
  personId: string;
}

export class AddCoAuthor extends RequestCommand<AddCoAuthorInput> {}

const path = ['input', 'personId'];

@CommandHandler(AddCoAuthor)
export class AddCoAuthorHandler implements ICommandHandler<AddCoAuthor> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly directory: Directory,
  ) {}

  async execute(command: AddCoAuthor): Promise<RequestChange> {
    const { input, caller } = command;
    const { personId } = input;
    const side = await this.directory.sideOfPerson(caller.command.workspaceId, { id: personId, path });
    if (side === null) throw new ValidationFailed('A co-author holds a role in a team: this person holds none.', path);
    return this.decisions.change(command, (state, _input, context) => addCoAuthor(state, { personId, side }, context));
  }
}

@Resolver()
export class AddCoAuthorMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Lets somebody of either side write the brief along; nothing happens when they do already. Large requests need an engineer ' +
      'before their estimate. LIMIT_REACHED from 20 on; VALIDATION_FAILED for somebody in no team.',
  })
  @Needs('request.addCoAuthor')
  async addCoAuthor(
    @InputArg() input: AddCoAuthorInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new AddCoAuthor(input, expectedVersion(expect), caller));
  }
}
