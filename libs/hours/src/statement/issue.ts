import type { Instant, Recorded } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import type { AllotmentEvent, AllotmentState, StatementLine, StatementTotals } from '../domain/index.js';

/** A statement as it was issued, and what became of it. */
export interface Issue {
  readonly number: number;
  readonly lines: readonly StatementLine[];
  readonly totals: StatementTotals;
  readonly acceptBy: LocalDate;
  readonly issuedAt: Instant;
  readonly acceptedAt: Instant | null;
  /** Null while it is not accepted, and where nobody objected in time. */
  readonly acceptedById: string | null;
  /** The lead a deputy accepted for. */
  readonly acceptedOnBehalfOf: string | null;
}

export type IssueFacts = readonly Recorded<AllotmentEvent>[];

/** The statement that stands in a month, found among facts of its stream; null where none stands. */
export function issueIn(facts: IssueFacts, { statement }: AllotmentState): Issue | null {
  if (!statement) return null;
  const issued = facts.findLast((one) => one.type === 'StatementIssued' && one.data.number === statement.number);
  if (issued?.type !== 'StatementIssued') return null;
  const accepted = facts.find((one) => one.type === 'StatementAccepted' && one.data.number === statement.number);
  const byId = accepted?.type === 'StatementAccepted' ? accepted.data.byId : null;
  const { number, lines, totals, acceptBy } = issued.data;
  return {
    ...{ number, lines, totals, acceptBy },
    issuedAt: issued.recordedAt,
    acceptedAt: accepted?.recordedAt ?? null,
    acceptedById: byId,
    acceptedOnBehalfOf: byId === null ? null : (accepted?.meta.onBehalfOf ?? null),
  };
}
