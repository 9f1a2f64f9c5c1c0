import { preparedRowsOf, sql } from '#libs/api-kit';
import type { DecisionStream, Fact, Instant, OtherStreams } from '#libs/event-log';
import { isPeriod, otherSide, type Side } from '#libs/vocabulary';
import { Injectable, Optional } from '@nestjs/common';
import pg from 'pg';
import {
  type Approval,
  defaultPolicy,
  providerTeamOf,
  type Request,
  type RequestEvent,
  type ReservationLine,
  type RuleContext,
  workload,
} from '../domain/index.js';
import { type AgreementMonth, type AgreementOffer, Reservations } from '../ports/reservations.js';

/** The approval that is asked for. */
interface AskedApproval {
  readonly requestId: string;
  readonly side: Side;
  readonly reservationPlan?: readonly ReservationLine[] | null;
}

/** What the rule of an approval has decided, and on what. */
interface DecidedApproval {
  readonly state: Request;
  readonly facts: readonly RequestEvent[];
  readonly context: RuleContext;
}

/** What an approval needs to know of hours, looked up before it is decided. */
export interface PreparedPlan {
  readonly beside: readonly DecisionStream<unknown, Fact>[];
  /** The agreements of the two teams that still run. */
  agreementIds(now: Instant): readonly string[];
  /** The facts, with the plan of a second approval reserved. @throws AllotmentExhausted, PeriodNotReservable, NotFound */
  reserved(approval: DecidedApproval, others: OtherStreams): readonly RequestEvent[];
}

interface Standing {
  readonly status: string;
  readonly consumer_team_id: string;
  readonly provider_team_id: string | null;
  readonly approvals: Readonly<Partial<Record<Side, Approval>>> | null;
}

/** Without an agreement there is nothing to reserve. */
const nothingToReserve: PreparedPlan = {
  beside: [],
  agreementIds: () => [],
  reserved: ({ facts }) => facts,
};

/** Months that approvals reserve minutes in. */
@Injectable()
export class ReservationPlans {
  constructor(
    private readonly pool: pg.Pool,
    /** Absent where hours are not kept. */
    @Optional() private readonly reservations?: Reservations,
  ) {}

  /** Three statements; none where hours are not kept. */
  async prepare(workspaceId: string, asked: AskedApproval): Promise<PreparedPlan> {
    const { reservations } = this;
    const standing = reservations && (await this.standing(workspaceId, asked.requestId));
    if (!reservations || !standing?.provider_team_id) return nothingToReserve;
    const teams = { consumerTeamId: standing.consumer_team_id, providerTeamId: standing.provider_team_id };
    const [offers, held] = await Promise.all([
      reservations.agreementsBetween(workspaceId, teams),
      reservations.monthsHeldBy(workspaceId, asked.requestId),
    ]);
    return {
      beside: besideOf(reservations, { standing, asked, offers, held }),
      agreementIds: (now) =>
        offers.filter(({ endsAt }) => endsAt === null || now < endsAt).map(({ agreementId }) => agreementId),
      reserved: (approval, others) =>
        withReservation(reservations, { approval, requestId: asked.requestId, held }, others),
    };
  }

  private async standing(workspaceId: string, requestId: string): Promise<Standing | undefined> {
    const [row] = await preparedRowsOf<Standing>(
      this.pool,
      sql`SELECT status, consumer_team_id, provider_team_id, document->'approvals' AS approvals FROM requests.request_row
        WHERE workspace_id = ${workspaceId}::uuid AND request_id = ${requestId}::uuid`,
    );
    return row;
  }
}

interface Foreseen {
  readonly standing: Standing;
  readonly asked: AskedApproval;
  readonly offers: readonly AgreementOffer[];
  readonly held: readonly AgreementMonth[];
}

/** The streams a second approval looks at: its months, and the work in hand of the team it comes to. None for a first one. */
function besideOf(reservations: Reservations, foreseen: Foreseen): DecisionStream<unknown, Fact>[] {
  const { standing, asked, held } = foreseen;
  const first = standing.approvals?.[otherSide[asked.side]];
  if (!first || standing.provider_team_id === null) return [];
  const plan = asked.reservationPlan ?? first.reservationPlan;
  const months = reservations.streamsOf([...possibleLines(plan, foreseen), ...held]);
  const work = { aggregate: workload, id: standing.provider_team_id, expect: 'latest' as const };
  return standing.status === 'ESTIMATED' ? [...months, work] : [...months];
}

/** Lines the rule does not refuse as they are written: what a client sends is no name of a stream yet. */
function possibleLines(plan: readonly ReservationLine[], { offers }: Foreseen): readonly ReservationLine[] {
  const { maxPlanLines } = defaultPolicy.limits;
  const isOffered = (id: string): boolean => offers.some(({ agreementId }) => agreementId === id);
  return plan.slice(0, maxPlanLines).filter(({ agreementId, period }) => isOffered(agreementId) && isPeriod(period));
}

/** The months are appended to by the same decision; how much of it is overage, they say (R4). */
function withReservation(
  reservations: Reservations,
  { approval, requestId, held }: { approval: DecidedApproval; requestId: string; held: readonly AgreementMonth[] },
  others: OtherStreams,
): readonly RequestEvent[] {
  const { state, facts, context } = approval;
  const providerTeamId = providerTeamOf(state);
  if (state.status === 'unknown' || providerTeamId === null) return facts;
  const teams = { consumerTeamId: state.consumerTeamId, providerTeamId };
  return facts.map((fact): RequestEvent => {
    if (fact.type !== 'RequestApproved') return fact;
    const { plan } = fact.data;
    const reservation = { requestId, teams, plan, held, circumstances: context };
    return { ...fact, data: { ...fact.data, ...reservations.reserve(others, reservation) } };
  });
}
