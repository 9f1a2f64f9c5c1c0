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

type Fact<T extends AllotmentEvent['type']> = Extract<Recorded<AllotmentEvent>, { readonly type: T }>;
type Numbered = 'StatementIssued' | 'StatementAccepted';

const numbered = <T extends Numbered>(facts: IssueFacts, type: T, number: number): Fact<T> | undefined =>
  facts.findLast((one): one is Fact<T> => one.type === type && 'number' in one.data && one.data.number === number);

function acceptanceOf(accepted: Fact<'StatementAccepted'> | undefined) {
  const acceptedById = accepted?.data.byId ?? null;
  // Where nobody objected, nobody stood for anybody.
  const acceptedOnBehalfOf = acceptedById === null ? null : (accepted?.meta.onBehalfOf ?? null);
  return { acceptedAt: accepted?.recordedAt ?? null, acceptedById, acceptedOnBehalfOf };
}

/** The statement that stands in a month, found among facts of its stream; null where none stands. */
export function issueIn(facts: IssueFacts, { statement }: AllotmentState): Issue | null {
  const issued = statement && numbered(facts, 'StatementIssued', statement.number);
  if (!issued) return null;
  const { number, lines, totals, acceptBy } = issued.data;
  const acceptance = acceptanceOf(numbered(facts, 'StatementAccepted', number));
  return { number, lines, totals, acceptBy, issuedAt: issued.recordedAt, ...acceptance };
}
