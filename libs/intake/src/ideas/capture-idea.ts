import { Caller, GlobalId, InputArg, Needs, Text } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type Change, changeOf, commandOf, NewCommand } from '../decisions.js';
import { IdeaDrafting } from './idea-drafting.js';
import { IdeaCommands, IdeaPayload, keptIdea } from './idea-payload.js';

@InputType({ description: 'A new idea. It need not be perfect: it can be shaped later.' })
export class CaptureIdeaInput {
  @Text({ description: 'What it is called, in 3 to 200 characters, e.g. `Coupon box on the thank-you page`.' })
  title: string;

  @Text({ description: 'What it is about; at most 4,000 characters.' })
  text: string;

  @GlobalId('Team', {
    nullable: true,
    description: 'Which of your teams it comes from; your first one unless told. Its side follows from it.',
  })
  originTeamId?: string | null;
}

export class CaptureIdea extends NewCommand<CaptureIdeaInput> {}

@CommandHandler(CaptureIdea)
export class CaptureIdeaHandler implements ICommandHandler<CaptureIdea> {
  constructor(
    private readonly log: EventLog,
    private readonly drafting: IdeaDrafting,
  ) {}

  async execute({ input: { title, text, originTeamId }, caller }: CaptureIdea): Promise<Change> {
    const { ideaId: id, stream, captureAt } = await this.drafting.prepare({ title, text }, caller, originTeamId);
    const decided = await this.log.decideOne(commandOf(caller), stream, (state, { now }) => captureAt(state, now));
    return changeOf({ id, table: keptIdea.table, key: 'it', caller }, decided);
  }
}

@Resolver()
export class CaptureIdeaMutation {
  constructor(private readonly commands: IdeaCommands) {}

  @Mutation(() => IdeaPayload, {
    description:
      'Captures an idea and gives it its number. FORBIDDEN for a team you hold no role in; PII_NOT_ALLOWED when a text holds an ' +
      'e-mail address or a phone number.',
  })
  @Needs('idea.capture')
  captureIdea(@InputArg() input: CaptureIdeaInput, @Caller() caller: Caller): Promise<IdeaPayload> {
    return this.commands.carryOut(new CaptureIdea(input, caller), caller);
  }
}
