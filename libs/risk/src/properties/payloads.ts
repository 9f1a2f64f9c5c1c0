import { type ApiContext, MutationPayload, Needs, readerOf } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, type FieldMiddleware, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { FreezeObject } from './freeze.type.js';
import { FreezeReader } from './freeze-reader.js';
import { PeakObject } from './peak.type.js';
import { PeakReader } from './peak-reader.js';
import type { PropertyChange } from './property-decisions.js';
import { PropertyObject } from './property.type.js';
import { PropertyReader } from './property-reader.js';

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T | null>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily =
  <Name extends string>(name: Name): FieldMiddleware<{ readonly [K in Name]?: Lazy<object> }, ApiContext> =>
  ({ source, context, info }) =>
    (info && source[name]?.(context, info)) ?? null;

@ObjectType({ description: 'What became of a command on a web property.' })
export class PropertyPayload extends MutationPayload {
  @Field(() => PropertyObject, {
    nullable: true,
    middleware: [lazily('property')],
    description: 'The property after the command; null when it was refused.',
  })
  @Needs('property.read')
  property?: Lazy<PropertyObject>;
}

@ObjectType({ description: 'What became of a command on a peak.' })
export class PeakPayload extends MutationPayload {
  @Field(() => PeakObject, {
    nullable: true,
    middleware: [lazily('peak')],
    description: 'The peak after the command; null when it was refused.',
  })
  @Needs('property.read')
  peak?: Lazy<PeakObject>;
}

@ObjectType({ description: 'What became of a command on a freeze.' })
export class FreezePayload extends MutationPayload {
  @Field(() => FreezeObject, {
    nullable: true,
    middleware: [lazily('freeze')],
    description: 'The freeze after the command; null when it was refused.',
  })
  @Needs('property.read')
  freeze?: Lazy<FreezeObject>;
}

/** Where mutations on properties, peaks and freezes hand in their commands. */
@Injectable()
export class PropertyCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly properties: PropertyReader,
    private readonly peaks: PeakReader,
    private readonly freezes: FreezeReader,
  ) {}

  /** @throws Refusal */
  async onProperty(command: Command<PropertyChange>): Promise<PropertyPayload> {
    const { id, ...change } = await this.bus.execute(command);
    const property: Lazy<PropertyObject> = (context, info) => this.properties.one(readerOf(info), context, id);
    return Object.assign(new PropertyPayload(), change, { property });
  }

  /** @throws Refusal */
  async onPeak(command: Command<PropertyChange>): Promise<PeakPayload> {
    const { id, ...change } = await this.bus.execute(command);
    const peak: Lazy<PeakObject> = (context, info) => this.peaks.one(readerOf(info), context, id);
    return Object.assign(new PeakPayload(), change, { peak });
  }

  /** @throws Refusal */
  async onFreeze(command: Command<PropertyChange>): Promise<FreezePayload> {
    const { id, ...change } = await this.bus.execute(command);
    const freeze: Lazy<FreezeObject> = (context, info) => this.freezes.one(readerOf(info), context, id);
    return Object.assign(new FreezePayload(), change, { freeze });
  }
}
