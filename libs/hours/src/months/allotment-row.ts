import type { InlineView, Recorded } from '#libs/event-log';
import { allotment, type Allotment, type AllotmentEvent, type AllotmentState, balanceOf } from '../domain/index.js';

/** `hours.allotment_row`: a month's figures in minutes, amounts in minor units. */
export interface AllotmentRow {
  readonly agreement_id: string;
  readonly period: string;
  readonly status: string;
  readonly base_pool: number;
  readonly consumed: number;
  readonly open_reserved: number;
  readonly available: number;
  readonly overage_approved: number;
  readonly overage_consumed: number;
  readonly uncovered: number;
  /** Requests with an account in this month. */
  readonly request_ids: readonly string[];
  readonly grace_ends_on: string | null;
  readonly accept_by: string | null;
  readonly updated_at: string;
  readonly document: AllotmentState;
}

const rowOf = (state: AllotmentState, { recordedAt }: Recorded): AllotmentRow => {
  const { basePool, consumed, openReserved, available, overageApproved, overageConsumed, uncovered } = balanceOf(state);
  return {
    agreement_id: state.agreementId,
    period: state.period,
    status: state.status,
    base_pool: basePool,
    consumed,
    open_reserved: openReserved,
    available,
    overage_approved: overageApproved,
    overage_consumed: overageConsumed,
    uncovered,
    request_ids: Object.keys(state.accounts).filter((requestId) => requestId !== ''),
    grace_ends_on: state.closing?.graceEndsOn ?? null,
    accept_by: state.statement?.acceptBy ?? null,
    updated_at: recordedAt,
    document: state,
  };
};

export const allotmentRow: InlineView<AllotmentRow, AllotmentEvent> = {
  table: 'hours.allotment_row',
  streamType: allotment.type,
  source: import.meta.url,
  evolve: (row, event) => rowOf(allotment.evolve(row?.document ?? allotment.initial, event) as AllotmentState, event),
  fromState: (state, event) => rowOf(state as Exclude<Allotment, { status: 'unknown' }>, event),
};
