import { type ApiContext, loaderOf, NodeResolvers, readerOf } from '#libs/api-kit';
import { addWorkingMinutes, defaultCalendar, type TeamCalendarEntry, teamCalendars } from '#libs/calendar';
import { fullViewer, PeopleLoaders, type Person, type Team } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import type { GraphQLResolveInfo } from 'graphql';
import pg from 'pg';
import { type ChecklistItem, defaultChecklists, type LensState } from '../domain/index.js';
import { RiskLookups } from '../risks/risk-lookups.js';
import type { StoredReview } from './to-review.js';

type Timed = Pick<StoredReview, 'document' | 'asked_at' | 'answered_at'>;

/** A question that is no longer asked anywhere keeps its answer, and shows its name. */
const unknownItem = (itemId: string): ChecklistItem => ({ itemId, text: itemId, evidence: false });

/** What the fields of a review look up beside its row: one statement for all reviews of an operation. */
@Injectable()
export class ReviewLookups {
  constructor(
    private readonly pool: pg.Pool,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeResolvers,
    readonly risks: RiskLookups,
  ) {}

  person(context: ApiContext, info: GraphQLResolveInfo, id: string): Promise<Person | null> | Person | null {
    return this.people.person(readerOf(info), context, id);
  }

  async teams(context: ApiContext, info: GraphQLResolveInfo, ids: readonly string[]): Promise<Team[]> {
    const found = await Promise.all(ids.map(async (id) => this.people.team(readerOf(info), context, id)));
    return found.filter((team) => team !== null);
  }

  /** Any object by its global id; null for one that is not there or not for this reader. */
  node(context: ApiContext, info: GraphQLResolveInfo, globalId: string): Promise<object | null> {
    const batch = (ids: readonly string[]) => this.nodes.byGlobalIds(ids, info, context);
    return loaderOf<string, object | null>(context, 'risk.subject', batch).load(globalId);
  }

  /** What a lens asks, with the texts in force; a question that was taken out of the list keeps the one it first had. */
  async questions(
    context: ApiContext,
    info: GraphQLResolveInfo,
    { lens: { lens, items }, today }: { readonly lens: LensState; readonly today: LocalDate },
  ): Promise<ChecklistItem[]> {
    const { review } = await this.risks.policyOn(context, info, today);
    const known = [...review.value.checklists[lens], ...defaultChecklists[lens]];
    return items.map((itemId) => known.find((item) => item.itemId === itemId) ?? unknownItem(itemId));
  }

  /** When the first decision is due, in the working week of the team that builds it (P52); null for one that ended without. */
  async answerDueAt(context: ApiContext, info: GraphQLResolveInfo, review: Timed): Promise<string | null> {
    const { status, targetHours, teamIds } = review.document;
    if (status === 'CANCELLED' && review.answered_at === null) return null;
    const { workspaceId, timeZone } = fullViewer(readerOf(info).viewer);
    const batch = (ids: readonly string[]) => Promise.all(ids.map((id) => teamCalendars(this.pool, id)));
    const teams = await loaderOf<string, readonly TeamCalendarEntry[]>(context, ReviewLookups, batch).load(workspaceId);
    const calendar = calendarOfBuilders(teams, teamIds) ?? defaultCalendar(timeZone);
    return addWorkingMinutes(calendar, review.asked_at.toISOString(), targetHours * 60);
  }

  async answerBreached(context: ApiContext, info: GraphQLResolveInfo, review: Timed): Promise<boolean> {
    const due = await this.answerDueAt(context, info, review);
    const { now } = fullViewer(readerOf(info).viewer);
    return due !== null && (review.answered_at?.toISOString() ?? now) > due;
  }
}

/** Before somebody was found to build it, the only team that could counts. */
function calendarOfBuilders(teams: readonly TeamCalendarEntry[], teamIds: readonly string[]) {
  const builders = teams.filter(({ side }) => side === 'PROVIDER');
  const named = builders.find(({ teamId }) => teamIds.includes(teamId));
  return (named ?? (builders.length === 1 ? builders[0] : undefined))?.calendar;
}
