import { LocalDate, LogPosition, Needs, Reader, TimeTravel } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { fullViewer } from '#libs/people';
import { Args, ArgsType, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { IsInt } from 'class-validator';
import { Temporal } from 'temporal-polyfill';
import { RiskBandCountType } from './matrix.type.js';
import { toBands } from './matrix.view.js';
import { PictureArgs, scopeOf } from './picture-args.js';
import { type Moment, PictureMoments } from './picture-moments.js';
import { TrendReader } from './trend-reader.js';

/** Weeks a trend shows unless told, and at most. */
const WEEKS = { usual: 12, most: 104 } as const;
/** Week ends that are looked up at a time. */
const LOOKED_UP = 8;

@ObjectType('ExposurePoint', { description: 'How much risk there was at one time.' })
export class ExposurePointType {
  @Field(() => LocalDate, {
    description: 'The Sunday with which the week ended, in the workspace’s zone; of the last point its own day.',
  })
  day: string;

  @Field(() => Int, { description: 'The sum of all current scores, e.g. 69.' })
  exposure: number;

  @Field(() => [RiskBandCountType], { description: 'How many risks were of each band; all 4, mildest first.' })
  bands: RiskBandCountType[];

  @Field(() => Int, { description: 'How many risks were rated, e.g. 10.' })
  rated: number;

  @Field(() => Int, { description: 'How many were not.' })
  notRated: number;

  @Field(() => LogPosition, { description: 'Where in the log it stands: `riskMatrix` shows the same there.' })
  asOfPosition: number;
}

@ArgsType()
class TrendArgs extends PictureArgs {
  @Field(() => Int, {
    defaultValue: WEEKS.usual,
    description: `How many whole weeks before the last point, 1 to ${WEEKS.most}.`,
  })
  @IsInt()
  weeks: number;
}

/** The last Sundays that were over on a day, the earliest first. */
function sundaysBefore(day: string, weeks: number): Temporal.PlainDate[] {
  const today = Temporal.PlainDate.from(day);
  return Array.from({ length: weeks }, (_, index) =>
    today.subtract({ days: today.dayOfWeek + 7 * (weeks - 1 - index) }),
  );
}

/** The last millisecond of a day. */
const endOf = (day: Temporal.PlainDate, timeZone: string): string =>
  new Date(day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds - 1).toISOString();

/** Risk over time. */
@Resolver()
export class TrendView {
  constructor(
    private readonly reader: TrendReader,
    private readonly moments: PictureMoments,
    private readonly travel: TimeTravel,
  ) {}

  @Query(() => [ExposurePointType], {
    complexity: 2 * WEEKS.most,
    description:
      `The exposure at the end of each of the last weeks, at most ${WEEKS.most}, and as the last point that of now or of \`asOf\`; as it was ` +
      'known then. VALIDATION_FAILED, NOT_FOUND, INSTANT_NOT_PAST, INVALID_POSITION.',
  })
  @Needs('risk.read')
  async exposureTrend(@Args() { weeks, ...args }: TrendArgs, @Reader() who: Reader): Promise<ExposurePointType[]> {
    if (weeks < 1 || weeks > WEEKS.most) throw new ValidationFailed(`A trend has 1 to ${WEEKS.most} weeks.`, ['weeks']);
    const { workspaceId } = who.viewer;
    const last = await this.moments.of(who, args.asOf);
    const ends = [...(await this.weekEnds(who, last, weeks)), { day: last.day, position: last.position }];
    const points = await this.reader.points(
      scopeOf(workspaceId, last, args),
      ends.map(({ position }) => position),
    );
    return points.map(({ byBand, ...figures }, index) => {
      const { day, position } = ends[index]!;
      return { ...figures, day, bands: toBands(byBand), asOfPosition: position };
    });
  }

  private async weekEnds({ viewer }: Reader, last: Moment, weeks: number) {
    const { workspaceId, timeZone } = fullViewer(viewer);
    const ends: Pick<Moment, 'day' | 'position'>[] = [];
    const sundays = sundaysBefore(last.day, weeks);
    for (let from = 0; from < sundays.length; from += LOOKED_UP) {
      const found = sundays.slice(from, from + LOOKED_UP).map(async (sunday) => {
        const recordedAt = endOf(sunday, timeZone);
        const position = await this.travel.orPresent(workspaceId, { recordedAt });
        // A position before a week's end may be asked for: nothing later belongs to it.
        return { day: sunday.toString(), position: Math.min(position, last.position) };
      });
      ends.push(...(await Promise.all(found)));
    }
    return ends;
  }
}
