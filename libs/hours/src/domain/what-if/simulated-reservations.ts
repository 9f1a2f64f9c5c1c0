import type { Instant } from '#libs/event-log';
import type { Period } from '#libs/vocabulary';
import type { AgreementState } from '../agreement.js';
import { account, openOf } from '../balance.js';
import { changed } from '../course.js';
import { type AllotmentEvent, type AllotmentFacts, fact } from '../facts.js';
import { approvedOverage, nextOverageId } from '../overage.js';
import { AllotmentExhausted } from '../refusals.js';
import { releaseReservation, reservationOf } from '../reservation.js';
import type { AllotmentState, PendingOverage } from '../state.js';
import type { Demand, PolicyChanges } from './assumptions.js';
import { SimulatedMonths } from './simulated-months.js';

/** A reservation the changed policy refuses. */
export interface SimulatedRefusal {
  readonly at: Instant;
  readonly period: Period;
  readonly requestId: string;
  readonly shortfallMinutes: number;
}

/** What requests reserve of months under changed policy, and what is refused. */
export class SimulatedReservations extends SimulatedMonths {
  readonly refusals: SimulatedRefusal[] = [];

  constructor(
    agreement: AgreementState,
    policy: PolicyChanges,
    protected readonly demand: Demand,
  ) {
    super(agreement, policy);
  }

  protected scaled(minutes: number): number {
    return this.demand.kind === 'SCALED' ? Math.max(1, Math.round(minutes * this.demand.factor)) : minutes;
  }

  protected reserve(period: Period, requestId: string, minutes: number): void {
    const set = (state: AllotmentState) => [fact('MinutesReserved', reservationOf(state, requestId, minutes))];
    try {
      this.go(period, changed(this.of(period), [set]));
    } catch (error) {
      if (!(error instanceof AllotmentExhausted)) throw error;
      const { shortfallMinutes } = error.details;
      this.refusals.push({ at: this.at, period, requestId, shortfallMinutes });
      if (this.demand.kind !== 'ELASTIC') return;
      this.approveAtOnce(period, requestId, shortfallMinutes);
      this.go(period, changed(this.of(period), [set]));
    }
  }

  private approveAtOnce(period: Period, requestId: string, minutes: number): void {
    const overageId = nextOverageId(this.of(period));
    const raised = { overageId, requestId, minutes, kind: 'PLANNED', reason: null } as const;
    this.consequently(period, fact('OverageRaised', raised), this.approval(period, raised));
  }

  protected approval(
    period: Period,
    overage: Pick<PendingOverage, 'overageId' | 'requestId' | 'minutes'>,
  ): AllotmentEvent {
    return approvedOverage(overage, this.contextOf(period), false);
  }

  protected moveOut(period: Period, { requestId, minutes, toPeriod }: AllotmentFacts['ReservationMovedOut']): void {
    const open = openOf(account(this.of(period), requestId));
    const moved = Math.min(open, this.scaled(minutes));
    if (moved > 0) this.consequently(period, fact('ReservationMovedOut', { requestId, minutes: moved, toPeriod }));
  }

  protected moveIn(period: Period, { requestId, moved }: AllotmentFacts['ReservationMovedIn']): void {
    const there = account(this.of(period), requestId);
    this.reserve(period, requestId, there.base + there.overage + openOf(there) + there.earmark + this.scaled(moved));
  }

  protected release(period: Period, { requestId, cause }: AllotmentFacts['ReservationReleased']): void {
    if (cause !== 'GRACE_ENDED') this.add(period, releaseReservation(this.of(period), { requestId, cause }));
  }
}
