import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type Change, IntakeCommand, IntakeDecisions } from '../decisions.js';
import { type Idea, type IntakeContext, voteForIdea, withdrawVote } from '../domain/index.js';
import { Origins } from '../origins.js';
import { IdeaCommands, IdeaHandler, IdeaPayload, keptIdea } from './idea-payload.js';

@InputType({ description: 'A vote for an idea.' })
export class VoteForIdeaInput {
  @GlobalId('Idea', { description: 'Which idea.' })
  ideaId: string;
}

@InputType({ description: 'A vote taken back.' })
export class WithdrawVoteInput {
  @GlobalId('Idea', { description: 'Which idea.' })
  ideaId: string;
}

export class VoteForIdea extends IntakeCommand<VoteForIdeaInput> {}
export class WithdrawVote extends IntakeCommand<WithdrawVoteInput> {}

@CommandHandler(VoteForIdea)
export class VoteForIdeaHandler implements ICommandHandler<VoteForIdea> {
  constructor(
    private readonly decisions: IntakeDecisions,
    private readonly origins: Origins,
  ) {}

  async execute({ input, expect, caller }: VoteForIdea): Promise<Change> {
    const { side } = await this.origins.of(caller);
    const of = { id: input.ideaId, expect, caller };
    return this.decisions.decide(keptIdea, of, (state, context) => voteForIdea(state, side, context));
  }
}

@CommandHandler(WithdrawVote)
export class WithdrawVoteHandler extends IdeaHandler<WithdrawVoteInput> {
  protected readonly rule = (state: Idea, _input: WithdrawVoteInput, context: IntakeContext) =>
    withdrawVote(state, context);
}

@Resolver()
export class VoteMutations {
  constructor(private readonly commands: IdeaCommands) {}

  @Mutation(() => IdeaPayload, {
    description:
      'Votes for an idea; your vote counts for the side of your team, once, whoever you stand for. Nothing happens when you voted ' +
      'before. INVALID_STATE unless it is NEW or SHAPED; LIMIT_REACHED from 1,000 votes on.',
  })
  @Needs('idea.vote')
  async voteForIdea(
    @InputArg() input: VoteForIdeaInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<IdeaPayload> {
    return this.commands.carryOut(new VoteForIdea(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => IdeaPayload, {
    description: 'Takes your vote back; nothing happens without one. INVALID_STATE unless the idea is NEW or SHAPED.',
  })
  @Needs('idea.vote')
  async withdrawVote(
    @InputArg() input: WithdrawVoteInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<IdeaPayload> {
    return this.commands.carryOut(new WithdrawVote(input, expectedVersion(expect), caller), caller);
  }
}
