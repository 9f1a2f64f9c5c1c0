import type { DecisionStream, Fact, Instant, OtherStreams } from '#libs/event-log';
import type { Circumstances } from '#libs/vocabulary';
import type { ReservationLine } from '../domain/index.js';

/** Who asks for work and who does it. */
export interface TeamPair {
  readonly consumerTeamId: string;
  readonly providerTeamId: string;
}

/** An agreement two teams have, as approvals see it. */
export interface AgreementOffer {
  readonly agreementId: string;
  /** When its last month is over; null while no last month is fixed. */
  readonly endsAt: Instant | null;
}

/** A month of an agreement. */
export interface AgreementMonth {
  readonly agreementId: string;
  /** `YYYY-MM` */
  readonly period: string;
}

/** Minutes of a month that a request held and gives back. */
export interface ReleasedMinutes {
  readonly period: string;
  readonly minutes: number;
}

export type ReservationEnd = 'REQUEST_ACCEPTED' | 'REQUEST_WITHDRAWN' | 'REQUEST_DECLINED';

/** What an approval asks for. */
export interface PlannedReservation {
  readonly requestId: string;
  readonly teams: TeamPair;
  /** Each month of an agreement once; its minutes are the request's new total in it. */
  readonly plan: readonly ReservationLine[];
  /** Months it held minutes in before: what is not worked of those the plan leaves out is given back. */
  readonly held: readonly AgreementMonth[];
  readonly circumstances: Circumstances;
}

/** What is left of a month after a reservation, of what could have been promised before it. */
export interface MonthLeft extends AgreementMonth {
  readonly leftMinutes: number;
  readonly ofMinutes: number;
}

export interface ReservedMinutes {
  /** Of all minutes of the plan. */
  readonly overageMinutes: number;
  readonly left: readonly MonthLeft[];
}

/** What approvals and endings of requests ask of the context that keeps hours; everything is written in the request's own append. */
export abstract class Reservations {
  /** Signed agreements of two teams, the oldest first, those that ended long ago included. */
  abstract agreementsBetween(workspaceId: string, teams: TeamPair): Promise<readonly AgreementOffer[]>;

  /** Months in which a request holds minutes, as far as they are known before a decision. */
  abstract monthsHeldBy(workspaceId: string, requestId: string): Promise<readonly AgreementMonth[]>;

  /** What `reserve` and `release` look at for these months: named beforehand, it costs the decision no further round. */
  abstract streamsOf(months: readonly AgreementMonth[]): readonly DecisionStream<unknown, Fact>[];

  /**
   * Reserves every line of a plan, inside the second approval: the months guard the decision, so that nobody books their last
   * minutes meanwhile. Gives back how many of the minutes are approved overage, and what is left of the months.
   * @throws AllotmentExhausted, PeriodNotReservable, NotFound
   */
  abstract reserve(others: OtherStreams, reservation: PlannedReservation): ReservedMinutes;

  /** Sets free what a request holds in these months; one that is closed or holds nothing is left alone. By month, in order. */
  abstract release(
    others: OtherStreams,
    months: readonly AgreementMonth[],
    request: { readonly requestId: string; readonly cause: ReservationEnd },
  ): readonly ReleasedMinutes[];
}
