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
import { TouchEnum } from '#libs/requests';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { IntakeCommand } from '../decisions.js';
import { shapeIdea } from '../domain/index.js';
import { IdeaCommands, IdeaHandler, IdeaPayload } from './idea-payload.js';

@InputType({ description: 'What an idea would bring and take.' })
export class ShapeIdeaInput {
  @GlobalId('Idea', { description: 'Which idea.' })
  ideaId: string;

  @Text({ description: 'The problem it solves; at most 4,000 characters.' })
  problem: string;

  @Text({ description: 'What it brings; at most 4,000 characters.' })
  benefit: string;

  @Whole({ description: 'First guess of its size in minutes, 1 to 1,000,000, e.g. `90`.' })
  roughMinutes: number;

  @Choice(TouchEnum, { each: true, description: 'What it would touch; an empty list for nothing.' })
  touches: string[];
}

export class ShapeIdea extends IntakeCommand<ShapeIdeaInput> {}

@CommandHandler(ShapeIdea)
export class ShapeIdeaHandler extends IdeaHandler<ShapeIdeaInput> {
  protected readonly rule = shapeIdea;
}

@Resolver()
export class ShapeIdeaMutation {
  constructor(private readonly commands: IdeaCommands) {}

  @Mutation(() => IdeaPayload, {
    description:
      'Gives an idea its shape, also once more. At most 120 minutes and no risky touch make it a quick win. FORBIDDEN for an idea of ' +
      'somebody else where your roles reach your own only; INVALID_STATE unless it is NEW or SHAPED; PII_NOT_ALLOWED.',
  })
  @Needs('idea.shape')
  async shapeIdea(
    @InputArg() input: ShapeIdeaInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<IdeaPayload> {
    return this.commands.carryOut(new ShapeIdea(input, expectedVersion(expect), caller), caller);
  }
}
