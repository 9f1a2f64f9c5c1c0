import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { IntakeCommand } from '../decisions.js';
import { dropIdea, parkIdea, reviveIdea } from '../domain/index.js';
import { IdeaCommands, IdeaHandler, IdeaPayload } from './idea-payload.js';

@InputType({ description: 'An idea that has to wait.' })
export class ParkIdeaInput {
  @GlobalId('Idea', { description: 'Which idea.' })
  ideaId: string;

  @Text({ description: 'What it has to wait for; at most 4,000 characters.' })
  reason: string;
}

@InputType({ description: 'An idea that will not be done.' })
export class DropIdeaInput {
  @GlobalId('Idea', { description: 'Which idea.' })
  ideaId: string;

  @Text({ description: 'Why not; at most 4,000 characters.' })
  reason: string;
}

@InputType({ description: 'An idea that is taken up again.' })
export class ReviveIdeaInput {
  @GlobalId('Idea', { description: 'Which idea.' })
  ideaId: string;

  @Text({ nullable: true, description: 'What changed; at most 4,000 characters.' })
  reason?: string | null;
}

export class ParkIdea extends IntakeCommand<ParkIdeaInput> {}
export class DropIdea extends IntakeCommand<DropIdeaInput> {}
export class ReviveIdea extends IntakeCommand<ReviveIdeaInput> {}

@CommandHandler(ParkIdea)
export class ParkIdeaHandler extends IdeaHandler<ParkIdeaInput> {
  protected readonly rule = parkIdea;
}

@CommandHandler(DropIdea)
export class DropIdeaHandler extends IdeaHandler<DropIdeaInput> {
  protected readonly rule = dropIdea;
}

@CommandHandler(ReviveIdea)
export class ReviveIdeaHandler extends IdeaHandler<ReviveIdeaInput> {
  protected readonly rule = reviveIdea;
}

@Resolver()
export class RestIdeaMutations {
  constructor(private readonly commands: IdeaCommands) {}

  @Mutation(() => IdeaPayload, {
    description: 'Lets an idea wait. REASON_REQUIRED, PII_NOT_ALLOWED; INVALID_STATE unless it is NEW or SHAPED.',
  })
  @Needs('idea.park')
  async parkIdea(
    @InputArg() input: ParkIdeaInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<IdeaPayload> {
    return this.commands.carryOut(new ParkIdea(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => IdeaPayload, {
    description:
      'Gives an idea up. REASON_REQUIRED, PII_NOT_ALLOWED; INVALID_STATE unless it is NEW, SHAPED or PARKED.',
  })
  @Needs('idea.drop')
  async dropIdea(
    @InputArg() input: DropIdeaInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<IdeaPayload> {
    return this.commands.carryOut(new DropIdea(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => IdeaPayload, {
    description:
      'Takes a parked or dropped idea up again, where it stood before: NEW, or SHAPED when it had a shape; its votes stand. ' +
      'PII_NOT_ALLOWED; INVALID_STATE unless it is PARKED or DROPPED.',
  })
  @Needs('idea.revive')
  async reviveIdea(
    @InputArg() input: ReviveIdeaInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<IdeaPayload> {
    return this.commands.carryOut(new ReviveIdea(input, expectedVersion(expect), caller), caller);
  }
}
