import { LocalDate, Needs, Reader } from '#libs/api-kit';
import { fullViewer, localDate } from '#libs/people';
import { Policies } from '#libs/policies';
import { type LocalDate as Day } from '#libs/vocabulary';
import { Args, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { planningCadence, planningCadencePolicy } from '../domain/index.js';
import { cadenceVersions, planningHistory } from './cadence-source.js';

@ObjectType({
  description: 'How often both sides plan together, against what their leads set for that day (P43, P44, M15).',
})
export class PlanningCadenceType {
  @Field(() => LocalDate, { description: 'The day it is looked at.' })
  on: string;

  @Field(() => Boolean, { description: 'Everything that is asked for holds.' })
  ok: boolean;

  @Field(() => Int, { description: 'Version of the policy PLANNING_CADENCE that held on the day.' })
  policyVersion: number;

  @Field(() => Int, { description: 'Sessions with both sides within the rolling window that ends with the day.' })
  jointSessions: number;

  @Field(() => Int, { description: 'How many there should be in a window.' })
  minJointSessions: number;

  @Field(() => Int, { description: 'Length of the window in days.' })
  windowDays: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'There are enough of them; null while the roadmap is not kept as long as a window.',
  })
  countOk: boolean | null;

  @Field(() => Int, {
    description: 'The longest time without one in the window, that which still runs included, in days.',
  })
  largestGapDays: number;

  @Field(() => Int, { description: 'The longest time there may be, in days.' })
  maxGapDays: number;

  @Field(() => Boolean, { description: 'No time was longer.' })
  gapOk: boolean;

  @Field(() => LocalDate, { nullable: true, description: 'Day of the last session with both sides.' })
  lastJointOn: string | null;

  @Field(() => LocalDate, { description: 'The last day on which the next joint session is in time.' })
  nextDueOn: string;
}

/** Whether the two sides plan together as often as they said they would. */
@Resolver()
export class PlanningCadenceView {
  constructor(
    private readonly pool: pg.Pool,
    private readonly policies: Policies,
  ) {}

  @Query(() => PlanningCadenceType, {
    nullable: true,
    description: 'The cadence of planning on a day, today unless told; null before anything stands on the roadmap.',
  })
  @Needs('planning.read')
  async planningCadence(
    @Args('on', {
      type: () => LocalDate,
      nullable: true,
      description: 'Which day, e.g. `2026-03-31`; today in the workspace’s zone unless told.',
    })
    on: Day | null | undefined,
    @Reader() { viewer }: Reader,
  ): Promise<PlanningCadenceType | null> {
    const { workspaceId } = viewer;
    const { now, timeZone } = fullViewer(viewer);
    const [record] = await this.policies.records(workspaceId, [planningCadencePolicy.kind]);
    const history = await planningHistory(this.pool, { workspaceId, timeZone }, cadenceVersions(record));
    if (!history) return null;
    const day = on ?? localDate(now, timeZone);
    const { dueOn, ...cadence } = planningCadence(history, day);
    const { value } = history.policies.find(({ version }) => version === cadence.policyVersion)!;
    return { ...cadence, ...value, on: day, nextDueOn: dueOn.GAP < dueOn.COUNT ? dueOn.GAP : dueOn.COUNT };
  }
}
