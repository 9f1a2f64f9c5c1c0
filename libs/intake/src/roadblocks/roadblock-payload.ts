import { MutationPayload, Needs, type Reader } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, ObjectType } from '@nestjs/graphql';
import { type Change, RuleHandler } from '../decisions.js';
import { type Roadblock, roadblock, type RoadblockEvent } from '../domain/index.js';
import { RoadblockReader } from './roadblock-reader.js';
import { roadblockRow } from './roadblock-row.js';
import { RoadblockObject } from './roadblock.type.js';

/** Where roadblocks are kept. */
export const keptRoadblock = { aggregate: roadblock, table: roadblockRow.table };

@ObjectType({ description: 'What became of a command on a roadblock.' })
export class RoadblockPayload extends MutationPayload {
  @Field(() => RoadblockObject, {
    nullable: true,
    description: 'The roadblock after the command; null when it was refused.',
  })
  @Needs('roadblock.read')
  roadblock?: RoadblockObject | null;
}

/** Where mutations hand in their commands. */
@Injectable()
export class RoadblockCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly roadblocks: RoadblockReader,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<Change>, reader: Reader): Promise<RoadblockPayload> {
    const change = await this.bus.execute(command);
    const { position, replayed } = change;
    const after = await this.roadblocks.after(change, reader);
    return Object.assign(new RoadblockPayload(), { position, replayed, roadblock: after });
  }
}

/** The handler of a command on a roadblock whose rule takes its input as it came. */
@Injectable()
export abstract class RoadblockHandler<Input extends { readonly roadblockId: string }> extends RuleHandler<
  Roadblock,
  RoadblockEvent,
  Input
> {
  protected readonly kept = keptRoadblock;

  protected idOf({ roadblockId }: Input): string {
    return roadblockId;
  }
}
