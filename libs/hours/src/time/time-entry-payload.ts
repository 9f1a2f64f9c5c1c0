import { type ApiContext, MutationPayload, Needs, readerOf } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, type FieldMiddleware, ID, Int, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { HoursChange } from '../decisions.js';
import { AllotmentReader } from '../months/allotment-reader.js';
import { AllotmentObject } from '../months/allotment.type.js';
import { TimeEntryReader } from './time-entry-reader.js';
import { TimeDrawType, TimeEntryObject } from './time-entry.type.js';
import type { TimeOutcome } from './time-outcome.js';
import { shownDraw, TimeEntries } from './to-time-entry.js';

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T | null>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily =
  (name: 'entry' | 'allotment'): FieldMiddleware<TimeEntryPayload, ApiContext> =>
  ({ source, context, info }) =>
    (info && source[name]?.(context, info)) ?? null;

@ObjectType({ description: 'Overage for worked time that nothing covers, as the command left it.' })
export class RaisedOverage {
  @Field(() => ID, { description: 'Its name in the month, e.g. `O2`.' })
  overageId: string;

  @Field(() => Int, { description: 'How many minutes it has by now.' })
  minutes: number;

  @Field(() => Boolean, { description: 'True where the agreement approves it at once: nobody has to sign.' })
  approved: boolean;
}

@ObjectType({ description: 'What became of a command on time; a repetition tells the same.' })
export class TimeEntryPayload extends MutationPayload {
  @Field(() => TimeEntryObject, {
    nullable: true,
    middleware: [lazily('entry')],
    description: 'The entry recorded, taken back or credited; of a correction the new one. Null when it was refused.',
  })
  @Needs('time.read')
  entry?: Lazy<TimeEntryObject>;

  @Field(() => AllotmentObject, {
    nullable: true,
    middleware: [lazily('allotment')],
    description: 'The month it was written into, as it is by now; null when it was refused.',
  })
  @Needs('hours.read')
  allotment?: Lazy<AllotmentObject>;

  @Field(() => TimeDrawType, { nullable: true, description: 'What the new entry drew; null when none was recorded.' })
  draw?: TimeDrawType | null;

  @Field(() => [Int], { defaultValue: [], description: 'Percents of the month’s capacity reached by it, e.g. `[75]`.' })
  thresholdsCrossed?: readonly number[];

  @Field(() => RaisedOverage, { nullable: true, description: 'Overage raised or resized by it; null for none.' })
  overage?: RaisedOverage | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: nothing covers the request any more, it has to rest.',
  })
  workStopped?: boolean;

  @Field(() => Int, { defaultValue: 0, description: 'Minutes credited by it; 0 while the other side has to sign.' })
  creditedMinutes?: number;
}

/** Where mutations on time hand in their commands. */
@Injectable()
export class TimeCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly months: AllotmentReader,
    private readonly reader: TimeEntryReader,
    private readonly entries: TimeEntries,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<HoursChange>): Promise<TimeEntryPayload> {
    const { agreementId, position, replayed, remembered } = await this.bus.execute(command);
    const { entryId, period, draw, thresholds, overage, stopped, credited } = remembered as TimeOutcome;
    const entry: Lazy<TimeEntryObject> = async (context, info) => {
      const row = await this.reader.one(readerOf(info), context, { agreementId, entryId });
      return row && this.entries.show(row);
    };
    const allotment: Lazy<AllotmentObject> = (context, info) =>
      this.months.one(readerOf(info), context, { agreementId, period });
    return Object.assign(new TimeEntryPayload(), {
      position,
      replayed,
      entry,
      allotment,
      draw: draw && shownDraw(draw),
      thresholdsCrossed: thresholds,
      overage,
      workStopped: stopped,
      creditedMinutes: credited,
    });
  }
}
