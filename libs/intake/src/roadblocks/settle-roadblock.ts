import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { IntakeCommand } from '../decisions.js';
import { acceptRoadblock, mitigateRoadblock, reopenRoadblock, resolveRoadblock } from '../domain/index.js';
import { RoadblockCommands, RoadblockHandler, RoadblockPayload } from './roadblock-payload.js';

@InputType({ description: 'A roadblock that still blocks, but less.' })
export class MitigateRoadblockInput {
  @GlobalId('Roadblock', { description: 'Which roadblock.' })
  roadblockId: string;

  @Text({ description: 'What makes it bearable; at most 4,000 characters.' })
  how: string;
}

@InputType({ description: 'A roadblock that is gone.' })
export class ResolveRoadblockInput {
  @GlobalId('Roadblock', { description: 'Which roadblock.' })
  roadblockId: string;

  @Text({ description: 'How it went away; at most 4,000 characters.' })
  how: string;
}

@InputType({ description: 'A roadblock that stays.' })
export class AcceptRoadblockInput {
  @GlobalId('Roadblock', { description: 'Which roadblock.' })
  roadblockId: string;

  @Text({ description: 'Why it is lived with; at most 4,000 characters.' })
  reason: string;
}

@InputType({ description: 'A roadblock that blocks again.' })
export class ReopenRoadblockInput {
  @GlobalId('Roadblock', { description: 'Which roadblock.' })
  roadblockId: string;

  @Text({ description: 'What blocks again; at most 4,000 characters.' })
  reason: string;
}

export class MitigateRoadblock extends IntakeCommand<MitigateRoadblockInput> {}
export class ResolveRoadblock extends IntakeCommand<ResolveRoadblockInput> {}
export class AcceptRoadblock extends IntakeCommand<AcceptRoadblockInput> {}
export class ReopenRoadblock extends IntakeCommand<ReopenRoadblockInput> {}

@CommandHandler(MitigateRoadblock)
export class MitigateRoadblockHandler extends RoadblockHandler<MitigateRoadblockInput> {
  protected readonly rule = mitigateRoadblock;
}

@CommandHandler(ResolveRoadblock)
export class ResolveRoadblockHandler extends RoadblockHandler<ResolveRoadblockInput> {
  protected readonly rule = resolveRoadblock;
}

@CommandHandler(AcceptRoadblock)
export class AcceptRoadblockHandler extends RoadblockHandler<AcceptRoadblockInput> {
  protected readonly rule = acceptRoadblock;
}

@CommandHandler(ReopenRoadblock)
export class ReopenRoadblockHandler extends RoadblockHandler<ReopenRoadblockInput> {
  protected readonly rule = reopenRoadblock;
}

@Resolver()
export class SettleRoadblockMutations {
  constructor(private readonly commands: RoadblockCommands) {}

  @Mutation(() => RoadblockPayload, {
    description:
      'Says that a roadblock still blocks, but less. VALIDATION_FAILED without a word of how; INVALID_STATE unless it is OPEN; PII_NOT_ALLOWED.',
  })
  @Needs('roadblock.manage')
  async mitigateRoadblock(
    @InputArg() input: MitigateRoadblockInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RoadblockPayload> {
    return this.commands.carryOut(new MitigateRoadblock(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => RoadblockPayload, {
    description:
      'Says that a roadblock is gone. VALIDATION_FAILED without a word of how; INVALID_STATE when it is RESOLVED already; PII_NOT_ALLOWED.',
  })
  @Needs('roadblock.manage')
  async resolveRoadblock(
    @InputArg() input: ResolveRoadblockInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RoadblockPayload> {
    return this.commands.carryOut(new ResolveRoadblock(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => RoadblockPayload, {
    description:
      'Says that everybody lives with a roadblock. REASON_REQUIRED; INVALID_STATE unless it is OPEN or MITIGATED; PII_NOT_ALLOWED.',
  })
  @Needs('roadblock.manage')
  async acceptRoadblock(
    @InputArg() input: AcceptRoadblockInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RoadblockPayload> {
    return this.commands.carryOut(new AcceptRoadblock(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => RoadblockPayload, {
    description:
      'Says that a roadblock blocks again. REASON_REQUIRED; INVALID_STATE when it is OPEN already; PII_NOT_ALLOWED.',
  })
  @Needs('roadblock.manage')
  async reopenRoadblock(
    @InputArg() input: ReopenRoadblockInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RoadblockPayload> {
    return this.commands.carryOut(new ReopenRoadblock(input, expectedVersion(expect), caller), caller);
  }
}
