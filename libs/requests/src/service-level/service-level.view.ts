import { type ApiContext, Ctx, Instant, loaderOf, Needs, Reader } from '#libs/api-kit';
import { type TeamCalendarEntry, teamCalendars, type WorkingCalendar, workingMinutes } from '#libs/calendar';
import { fullViewer, SideName } from '#libs/people';
import type { Side } from '#libs/vocabulary';
import { Field, ID, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { type KnownRequest, type SlaClock, slaClocks } from '../domain/index.js';
import { presentOnly } from '../past/present-only.js';
import { RequestPolicies } from '../policy/request-policies.js';
import { publish } from '../types/publish.js';
import { RequestObject } from '../types/request.type.js';
import { documentOf } from '../types/to-request.js';
import { dueBy } from './service-level.process.js';
import { sidesOfTeams } from './working-sides.js';

const clockKinds = ['FIRST_RESPONSE', 'ANSWER'] as const;
export const ServiceLevelClockEnum = publish(
  'ServiceLevelClock',
  'What a service level is about.',
  {
    FIRST_RESPONSE: 'The provider’s first response to a request: triage, a decline, or its first question.',
    ANSWER: 'The answer to one question.',
  },
  clockKinds,
);

@ObjectType({ description: 'A service level and how much of it is used, in working minutes of the side that owes.' })
export class ServiceLevel {
  @Field(() => ServiceLevelClockEnum, { description: 'What it is about.' })
  clock: SlaClock['clock'];

  @Field(() => ID, { nullable: true, description: 'Which question waits, e.g. `Q1`; null for the first response.' })
  questionId: string | null;

  @Field(() => SideName, { description: 'Who owes it.' })
  owedBy: Side;

  @Field(() => Int, { description: 'How many working minutes it may take, e.g. 480 for one day.' })
  targetMinutes: number;

  @Field(() => Int, { description: 'Working minutes that have passed, pauses left out.' })
  usedMinutes: number;

  @Field(() => Int, { description: 'Working minutes that are left; 0 when it is breached.' })
  remainingMinutes: number;

  @Field(() => Instant, {
    nullable: true,
    description: 'When they will be used up, as things are; null while it rests or when it was met.',
  })
  dueAt: string | null;

  @Field(() => Boolean, {
    description: 'True while it rests: on hold, or while the side that owes waits for an answer itself.',
  })
  paused: boolean;

  @Field(() => Boolean, { description: 'True when it took more than it may.' })
  breached: boolean;

  @Field(() => Instant, { nullable: true, description: 'When it was met; null while it is open.' })
  metAt: string | null;
}

interface Moment {
  readonly calendars: Readonly<Record<Side, WorkingCalendar>>;
  readonly now: string;
}

function levelOf(clock: SlaClock, { calendars, now }: Moment): ServiceLevel {
  const { startedAt, stoppedAt, pauses, targetMinutes, owedBy } = clock;
  const used = workingMinutes(calendars[owedBy], startedAt, stoppedAt ?? now, pauses);
  return {
    clock: clock.clock,
    questionId: clock.questionId,
    owedBy,
    targetMinutes,
    usedMinutes: used,
    remainingMinutes: Math.max(0, targetMinutes - used),
    dueAt: stoppedAt === null ? dueBy({ calendars })(clock, targetMinutes) : null,
    paused: stoppedAt === null && pauses.some(({ to }) => to === null),
    breached: used > targetMinutes || (used === targetMinutes && stoppedAt === null),
    metAt: stoppedAt,
  };
}

/** The clocks of a request. Calendars are read once for an operation, however many requests it shows. */
@Resolver(() => RequestObject)
export class ServiceLevels {
  constructor(
    private readonly pool: pg.Pool,
    private readonly policies: RequestPolicies,
  ) {}

  @ResolveField(() => [ServiceLevel], {
    description: 'Its service levels: the first response, open or met, and every question that waits for an answer.',
    complexity: 10,
  })
  @Needs('request.read')
  async serviceLevels(
    @Parent() parent: RequestObject,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<ServiceLevel[]> {
    presentOnly(parent, 'serviceLevels');
    const { viewer } = reader;
    const { now, timeZone } = fullViewer(viewer);
    const state: KnownRequest = documentOf(parent);
    const batch = (ids: readonly string[]) => Promise.all(ids.map((id) => teamCalendars(this.pool, id)));
    const teams = await loaderOf<string, readonly TeamCalendarEntry[]>(context, ServiceLevels, batch).load(
      viewer.workspaceId,
    );
    const providerTeamId = ('triage' in state ? state.triage?.providerTeamId : undefined) ?? null;
    const { calendars } = sidesOfTeams({ consumerTeamId: state.consumerTeamId, providerTeamId }, { teams, timeZone });
    const { slaTargets } = await this.policies.on(reader, context);
    return slaClocks(state, slaTargets).map((clock) => levelOf(clock, { calendars, now }));
  }
}
