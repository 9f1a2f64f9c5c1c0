import { type ApiContext, MutationPayload, Needs, readerOf } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, type FieldMiddleware, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { ItemChange } from '../decisions.js';
import { RoadmapItemObject } from './item.type.js';
import { ItemReader } from './item-reader.js';

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<ItemPayload, ApiContext> = ({ source, context, info }) =>
  (info && source.item?.(context, info)) ?? null;

@ObjectType('RoadmapItemPayload', { description: 'What became of a command on a roadmap item.' })
export class ItemPayload extends MutationPayload {
  @Field(() => RoadmapItemObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The item after the command; null when it was refused.',
  })
  @Needs('roadmap.read')
  item?: Lazy<RoadmapItemObject | null>;
}

/** Where mutations on items hand in their commands. */
@Injectable()
export class ItemCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly items: ItemReader,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<ItemChange>): Promise<ItemPayload> {
    const { position, replayed, itemId } = await this.bus.execute(command);
    const item: Lazy<RoadmapItemObject | null> = (context, info) => this.items.one(readerOf(info), context, itemId);
    return Object.assign(new ItemPayload(), { position, replayed, item });
  }
}
