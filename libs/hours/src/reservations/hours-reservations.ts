import { preparedRowsOf, sql } from '#libs/api-kit';
import { type DecisionStream, type Fact, type Instant, NotFound, type OtherStreams } from '#libs/event-log';
import type {
  AgreementMonth,
  AgreementOffer,
  MonthLeft,
  PlannedReservation,
  ReleasedMinutes,
  ReservationEnd,
  Reservations,
  ReservedMinutes,
  TeamPair,
} from '#libs/requests';
import type { Circumstances } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { agreementRead, monthStream } from '../decisions.js';
import {
  addMonths,
  agreement,
  type Agreement,
  type AgreementState,
  allotment,
  allotmentId,
  firstDayOf,
  type HoursContext,
  localDayOf,
  type ReleaseCause,
  releaseReservation,
  reserveMinutes,
  termsFor,
} from '../domain/index.js';
import { monthsHeldBy } from './held-months.js';

/** What a request holds in months of agreements, for approvals and endings of requests. */
@Injectable()
export class HoursReservations implements Reservations {
  constructor(private readonly pool: pg.Pool) {}

  async agreementsBetween(workspaceId: string, teams: TeamPair): Promise<readonly AgreementOffer[]> {
    const { consumerTeamId, providerTeamId } = teams;
    const rows = await preparedRowsOf<{ agreement_id: string; time_zone: string; valid_to: string | null }>(
      this.pool,
      sql`SELECT agreement_id, time_zone, valid_to FROM hours.agreement_row
        WHERE workspace_id = ${workspaceId}::uuid AND consumer_team_id = ${consumerTeamId}::uuid
          AND provider_team_id = ${providerTeamId}::uuid AND status <> 'DRAFT' ORDER BY number`,
    );
    return rows.map(({ agreement_id: agreementId, time_zone: timeZone, valid_to: lastPeriod }) => ({
      agreementId,
      endsAt: lastPeriod === null ? null : endOf(lastPeriod, timeZone),
    }));
  }

  monthsHeldBy(workspaceId: string, requestId: string): Promise<readonly AgreementMonth[]> {
    return monthsHeldBy(this.pool, workspaceId, requestId);
  }

  streamsOf(months: readonly AgreementMonth[]): readonly DecisionStream<unknown, Fact>[] {
    const agreementIds = new Set(months.map(({ agreementId }) => agreementId));
    return [
      ...months.map(({ agreementId, period }): DecisionStream<unknown, Fact> => monthStream(agreementId, period)),
      ...[...agreementIds].map((id): DecisionStream<unknown, Fact> => agreementRead(id)),
    ];
  }

  reserve(others: OtherStreams, reservation: PlannedReservation): ReservedMinutes {
    const { requestId, plan, held } = reservation;
    others.foresee(this.streamsOf([...plan, ...held]));
    let overageMinutes = 0;
    const left: MonthLeft[] = [];
    for (const line of plan) {
      const { agreementId, period, minutes } = line;
      const id = allotmentId(agreementId, period);
      const context = contextOf(agreementIn(others, agreementId, reservation.teams), period, reservation.circumstances);
      const facts = reserveMinutes(others.read(allotment, id), { period, requestId, minutes }, context);
      others.append(allotment, id, facts);
      for (const fact of facts) {
        if (fact.type !== 'MinutesReserved') continue;
        const { availableAfter, baseMinutes } = fact.data;
        overageMinutes += fact.data.overageMinutes;
        left.push({ agreementId, period, leftMinutes: availableAfter, ofMinutes: availableAfter + baseMinutes });
      }
    }
    const planned = new Set(plan.map(({ agreementId, period }) => allotmentId(agreementId, period)));
    for (const { agreementId, period } of held) {
      const id = allotmentId(agreementId, period);
      if (!planned.has(id)) giveBackPlanned(others, id, requestId);
    }
    return { overageMinutes, left };
  }

  release(
    others: OtherStreams,
    months: readonly AgreementMonth[],
    { requestId, cause }: { readonly requestId: string; readonly cause: ReservationEnd },
  ): readonly ReleasedMinutes[] {
    others.foresee(this.streamsOf(months));
    const released = new Map<string, number>();
    for (const { agreementId, period } of months) {
      const minutes = giveBack(others, allotmentId(agreementId, period), { requestId, cause });
      if (minutes > 0) released.set(period, (released.get(period) ?? 0) + minutes);
    }
    return [...released]
      .map(([period, minutes]) => ({ period, minutes }))
      .sort((a, b) => (a.period < b.period ? -1 : 1));
  }
}

/** The first instant after a month where it is counted. */
const endOf = (period: string, timeZone: string): Instant =>
  Temporal.PlainDate.from(firstDayOf(addMonths(period, 1)))
    .toZonedDateTime(timeZone)
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });

/** What was looked up may be of other teams by now: the agreement itself says whose it is. @throws NotFound */
function agreementIn(others: OtherStreams, agreementId: string, teams: TeamPair): AgreementState {
  const known: Agreement = others.read(agreement, agreementId, { guards: false });
  const { consumerTeamId, providerTeamId } = teams;
  if (
    known.status === 'unknown' ||
    known.consumerTeamId !== consumerTeamId ||
    known.provider.teamId !== providerTeamId
  ) {
    throw new NotFound('agreement of these two teams', ['input', 'reservationPlan']);
  }
  return known;
}

const contextOf = (known: AgreementState, period: string, circumstances: Circumstances): HoursContext => ({
  ...circumstances,
  today: localDayOf(circumstances.now, known.timeZone),
  terms: termsFor(known, period),
});

interface GivenBack {
  readonly requestId: string;
  readonly cause: ReleaseCause;
}

function giveBack(others: OtherStreams, id: string, release: GivenBack): number {
  const month = others.read(allotment, id);
  if (month.status === 'unknown') return 0;
  const facts = releaseReservation(month, release);
  if (facts.length > 0) others.append(allotment, id, facts);
  return facts.reduce((sum, fact) => (fact.type === 'ReservationReleased' ? sum + fact.data.minutes : sum), 0);
}

/** A month that is over keeps what is reserved for late entries until its grace ends: no plan could name it again. */
function giveBackPlanned(others: OtherStreams, id: string, requestId: string): void {
  const { status } = others.read(allotment, id);
  if (status === 'PLANNED' || status === 'OPEN') giveBack(others, id, { requestId, cause: 'PLAN_CHANGED' });
}
