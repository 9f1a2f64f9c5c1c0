import { Caller, GlobalId, InputArg, Needs, Text } from '#libs/api-kit';
import { PostgresLogStore } from '#libs/event-log';
import { createdId } from '#libs/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type Change, IntakeDecisions, NewCommand } from '../decisions.js';
import { captureIdea, idea } from '../domain/index.js';
import { Origins } from '../origins.js';
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
    private readonly decisions: IntakeDecisions,
    private readonly origins: Origins,
    private readonly store: PostgresLogStore,
  ) {}

  async execute({ input, caller }: CaptureIdea): Promise<Change> {
    const origin = await this.origins.of(caller, input.originTeamId);
    // Drawn before the decision: a number that is refused leaves a gap, two ideas never share one.
    const number = await this.store.nextNumber(caller.viewer.workspaceId, idea.type);
    const of = { id: createdId(caller.command, idea.type), expect: 'new' as const, caller };
    return this.decisions.decide(keptIdea, of, (state, context) =>
      captureIdea(state, { ...input, number }, context, origin),
    );
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
