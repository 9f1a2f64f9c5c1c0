import type { Caller } from '#libs/api-kit';
import type { Instant, OtherStreams } from '#libs/event-log';
import type { ReservationLine } from '../domain/index.js';

/** An agreement two teams have, as approvals see it. */
export interface AgreementOffer {
  readonly agreementId: string;
}

/** Minutes of a month that a request held and gives back. */
export interface ReleasedMinutes {
  readonly period: string;
  readonly minutes: number;
}

export type ReservationEnd = 'REQUEST_ACCEPTED' | 'REQUEST_WITHDRAWN' | 'REQUEST_DECLINED';

/** What approvals and endings of requests ask of the context that keeps hours; everything is written in the request's own append. */
export abstract class Reservations {
  /** Agreements that hold between two teams, the oldest first. */
  abstract agreementsBetween(
    workspaceId: string,
    consumerTeamId: string,
    providerTeamId: string,
  ): Promise<readonly AgreementOffer[]>;

  /**
   * Reserves every line of a plan, inside the second approval: the months are named by the decision, so that nobody books their last
   * minutes meanwhile. Gives back how many of the minutes are approved overage.
   * @throws AllotmentExhausted, PeriodNotReservable, NotFound
   */
  abstract reserve(
    others: OtherStreams,
    plan: readonly ReservationLine[],
    request: { readonly requestId: string; readonly caller: Caller; readonly now: Instant },
  ): { readonly overageMinutes: number };

  /** Months in which a request holds minutes, as far as they are known before a decision. */
  abstract monthsHeldBy(workspaceId: string, requestId: string): Promise<readonly string[]>;

  /** Sets free what a request holds in these months; a month that is closed or holds nothing is left alone. */
  abstract release(
    others: OtherStreams,
    months: readonly string[],
    request: { readonly requestId: string; readonly cause: ReservationEnd },
  ): readonly ReleasedMinutes[];
}
