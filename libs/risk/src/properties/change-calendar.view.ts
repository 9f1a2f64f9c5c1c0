import { Day, GlobalId, LocalDate, Needs, Reader, securedCall, toGlobalId } from '#libs/api-kit';
import { visibleTo } from '#libs/requests';
import { requireRoom } from '#libs/vocabulary';
import { Args, ArgsType, Field, ID, Info, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { requireShownSpan } from '../domain/index.js';
import { type CalendarRow, type CalendarScope, ChangeCalendarReader } from './change-calendar.reader.js';
import { ChangeKindEnum } from './enums.js';

/** Entries one answer shows at most. */
const MOST = 500;
/** Properties one question names at most. */
const MOST_PROPERTIES = 200;

@ArgsType()
export class ChangeCalendarArgs {
  @Day({ description: 'The first day, e.g. `2026-03-01`.' })
  from: string;

  @Day({ description: 'The last day, at most 366 days in all, e.g. `2026-03-31`.' })
  to: string;

  @GlobalId('Property', {
    nullable: true,
    each: true,
    description: 'Only what concerns one of these properties, at most 200; everything unless told.',
  })
  propertyIds?: string[] | null;

  @GlobalId('Team', {
    nullable: true,
    description: 'Only requests and reviews of this team; peaks and freezes concern every team.',
  })
  teamId?: string | null;
}

@ObjectType('CalendarChange', { description: 'Something that changes, or must not, on some days.' })
export class CalendarChangeType {
  @Field(() => ChangeKindEnum, { description: 'What it is about.' })
  kind: string;

  @Field(() => LocalDate, { description: 'The first day; for a peak or a freeze it may lie before the range.' })
  from: string;

  @Field(() => LocalDate, { description: 'The last day; the first one again for what has a single day.' })
  to: string;

  @Field(() => String, { description: 'What to write into a calendar, e.g. `REQ-7 Spring landing page`.' })
  title: string;

  @Field(() => ID, { description: 'Global id of the request, peak, freeze or risk review, for `node`.' })
  nodeId: string;
}

@ObjectType({ description: 'What changes on some days, in one list.' })
export class ChangeCalendar {
  @Field(() => [CalendarChangeType], {
    description: 'The earliest first, at most 500; freezes and peaks before launches on one day.',
  })
  entries: CalendarChangeType[];

  @Field(() => Boolean, { description: 'True when there are more than 500: ask for fewer days, or fewer properties.' })
  truncated: boolean;
}

const toEntry = ({ kind, from_day: from, to_day: to, title, type, id }: CalendarRow): CalendarChangeType => ({
  kind,
  from,
  to,
  title,
  nodeId: toGlobalId(type, id),
});

/** Of requests and of reviews: who may read a property may not always read them. */
function seenBy(viewer: Reader['viewer'], info: GraphQLResolveInfo): Pick<CalendarScope, 'requests' | 'reviews'> {
  const grantOf = securedCall(info)?.grantOf ?? (() => null);
  const grant = grantOf('request.read');
  return { requests: grant && visibleTo({ viewer, grant }), reviews: grantOf('risk.read') !== null };
}

/** What changes on the web properties, day by day (P49). */
@Resolver()
export class ChangeCalendarView {
  constructor(private readonly calendar: ChangeCalendarReader) {}

  @Query(() => ChangeCalendar, {
    complexity: MOST,
    description:
      'Launches that happened, agreed dates of requests that are not live, peaks, freezes, and the last days of what risk reviews decided; ' +
      'of requests and reviews what you may see. LIMIT_REACHED for more than 366 days or 200 properties; VALIDATION_FAILED.',
  })
  @Needs('property.read')
  async changeCalendar(
    @Args() { from, to, propertyIds = null, teamId = null }: ChangeCalendarArgs,
    @Reader() { viewer }: Reader,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ChangeCalendar> {
    requireRoom(propertyIds?.length ?? 0, MOST_PROPERTIES, {
      what: 'properties in one question',
      path: ['propertyIds'],
    });
    const scope = {
      ...requireShownSpan(from, to),
      ...seenBy(viewer, info),
      workspaceId: viewer.workspaceId,
      propertyIds,
      teamId,
    };
    const rows = await this.calendar.entries(scope, MOST + 1);
    return { entries: rows.slice(0, MOST).map(toEntry), truncated: rows.length > MOST };
  }
}
