import type { InlineView, Instant, Recorded } from '#libs/event-log';
import { allotment, type AllotmentEvent, type AllotmentEventType, type AllotmentFacts } from '../domain/index.js';

/** Since when something waits for a lead, and what was said of it. */
export interface Moment {
  readonly since: Instant;
  readonly remindedAt?: Instant;
  readonly escalatedAt?: Instant;
  /** Of an entry: its uncovered minutes. */
  readonly minutes?: number;
}

/** By the name of what waits: `O1`, `C1`, `S1`, {@link statementKey} or {@link entryKey}. */
export type Moments = Readonly<Record<string, Moment>>;

/** Overage the agreement itself approved (WARN), taken together. */
export interface AutomaticOverage {
  readonly since: Instant;
  readonly minutes: number;
}

/** `hours.waiting_row`: since when what a month asks of its leads waits. What it asks is in the month's own row. */
export interface WaitingRow {
  readonly agreement_id: string;
  readonly period: string;
  /** False when there is nothing to look for. */
  readonly waits: boolean;
  readonly moments: Moments;
  readonly automatic: AutomaticOverage | null;
}

export const statementKey = 'statement';
/** Ids of overages, consents and disputes have no colon. */
export const entryKey = (entryId: string): string => `entry:${entryId}`;

type Kept = Pick<WaitingRow, 'moments' | 'automatic'>;
type Names = { [T in AllotmentEventType]?: (data: AllotmentFacts[T]) => string };

const nothing: Kept = { moments: {}, automatic: null };

/** Facts after which something waits. */
const begins: Names = {
  OverageRaised: ({ overageId }) => overageId,
  LineDisputed: ({ disputeId }) => disputeId,
  StatementIssued: () => statementKey,
};

/** Facts after which it waits no more. */
const ends: Names = {
  OverageApproved: ({ overageId }) => overageId,
  OverageDeclined: ({ overageId }) => overageId,
  OverageWithdrawn: ({ overageId }) => overageId,
  OverageLapsed: ({ overageId }) => overageId ?? '',
  ConsentWithdrawn: ({ consentId }) => consentId,
  DisputeResolved: ({ disputeId }) => disputeId,
  StatementAccepted: () => statementKey,
  StatementVoided: () => statementKey,
  TimeReversed: ({ reversesEntryId }) => entryKey(reversesEntryId),
  UncoveredTimeWrittenOff: ({ entryId }) => entryKey(entryId),
  UncoveredTimeCarriedAsDebt: ({ entryId }) => entryKey(entryId),
};

const nameBy = (names: Names, { type, data }: AllotmentEvent): string | undefined =>
  (names[type] as ((data: object) => string) | undefined)?.(data);

const without = (moments: Moments, name: string): Moments => {
  const { [name]: _gone, ...rest } = moments;
  return name in moments ? rest : moments;
};

/** The first yes opens a consent, the second settles it. */
export const toggled = (moments: Moments, name: string, since: Instant): Moments =>
  name in moments ? without(moments, name) : { ...moments, [name]: { since } };

const saying = (moments: Moments, name: string, said: Partial<Moment>): Moments => {
  const known = moments[name];
  return known ? { ...moments, [name]: { ...known, ...said } } : moments;
};

function uncovered(moments: Moments, name: string, minutes: number): Moments {
  return minutes > 0 ? saying(moments, name, { minutes }) : without(moments, name);
}

type Changes = {
  [T in AllotmentEventType]?: (moments: Moments, data: AllotmentFacts[T], since: Instant) => Moments;
};

const worked = (moments: Moments, { entryId, draw }: AllotmentFacts['TimeRecorded'], since: Instant): Moments =>
  draw.uncovered > 0 ? { ...moments, [entryKey(entryId)]: { since, minutes: draw.uncovered } } : moments;

/** Facts that neither begin nor end something by its name alone. */
const changes: Changes = {
  ConsentGiven: (moments, { consentId }, since) => toggled(moments, consentId, since),
  OverageReminded: (moments, { overageId }, remindedAt) => saying(moments, overageId, { remindedAt }),
  OverageEscalated: (moments, { overageId }, escalatedAt) => saying(moments, overageId, { escalatedAt }),
  TimeRecorded: worked,
  LateTimeRecorded: worked,
  UncoveredTimeCovered: (moments, { entryId, minutes }) => {
    const name = entryKey(entryId);
    return uncovered(moments, name, (moments[name]?.minutes ?? 0) - minutes);
  },
};

function momentsAfter(moments: Moments, event: Recorded<AllotmentEvent>): Moments {
  const begun = nameBy(begins, event);
  if (begun !== undefined) return { ...moments, [begun]: { since: event.recordedAt } };
  const ended = nameBy(ends, event);
  if (ended !== undefined) return without(moments, ended);
  const change = changes[event.type] as ((moments: Moments, data: object, since: Instant) => Moments) | undefined;
  return change ? change(moments, event.data, event.recordedAt) : moments;
}

function automaticAfter(automatic: AutomaticOverage | null, event: Recorded<AllotmentEvent>): AutomaticOverage | null {
  if (event.type !== 'OverageApproved' || !event.data.automatic) return automatic;
  return { since: automatic?.since ?? event.recordedAt, minutes: (automatic?.minutes ?? 0) + event.data.minutes };
}

const after = ({ moments, automatic }: Kept, event: Recorded<AllotmentEvent>): Kept =>
  event.type === 'PeriodClosed'
    ? nothing
    : { moments: momentsAfter(moments, event), automatic: automaticAfter(automatic, event) };

/** Beside the month's row, which is made of the month's state: that knows what waits, and no instants. */
export const waitingRow: InlineView<WaitingRow, AllotmentEvent> = {
  table: 'hours.waiting_row',
  streamType: allotment.type,
  source: import.meta.url,
  evolve(row, event) {
    const id = event.streamId.slice(allotment.type.length + 1);
    const kept = after(row ?? nothing, event);
    const waits = kept.automatic !== null || Object.keys(kept.moments).length > 0;
    return { agreement_id: id.slice(0, 36), period: id.slice(37), waits, ...kept };
  },
};
