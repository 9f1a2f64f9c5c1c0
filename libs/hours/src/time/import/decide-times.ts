import type { Caller } from '#libs/api-kit';
import { type DecisionStream, type Fact, Refusal } from '#libs/event-log';
import { type Fate, fateOf, type KeptFate, keptFate, type RequestState } from '#libs/requests';
import type { Period } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { byCaller, entryStream, HoursDecisions, type HoursScene, monthStream } from '../../decisions.js';
import { after } from '../../domain/course.js';
import {
  type Allotment,
  type AllotmentEvent,
  localDayOf,
  periodOf,
  recordTime,
  type RecordTimeInput,
  type TimeEntry,
  type TimeEntryEvent,
} from '../../domain/index.js';
import { chargeableIn, requestRead, TimeDesk } from '../time-desk.js';

/** One entry to be recorded. */
export interface TimeItem {
  readonly requestId: string | null;
  readonly work: Omit<RecordTimeInput, 'request' | 'onboarded'>;
}

export interface ManyTimes {
  readonly agreementId: string;
  readonly zone: string;
  /** In the order of the rows; the refusal of one that means nobody, or nothing. */
  readonly items: readonly (TimeItem | Refusal)[];
  readonly caller: Caller;
  /** Goes through everything and stores nothing. */
  readonly dryRun: boolean;
}

/** What became of many entries: `CHANGED` were recorded (or would be), `UNCHANGED` are known. */
export interface ManyTimesDecided {
  /** In the order of the items. */
  readonly fates: readonly Fate[];
  readonly position: number | null;
  readonly replayed: boolean;
}

type States = Readonly<Record<string, unknown>>;

const monthKey = (period: Period): string => `month ${period}`;
const entryKey = (entryId: string): string => `entry ${entryId}`;
const requestKey = (requestId: string): string => `request ${requestId}`;

/** The month of a row's day; nobody has checked the day yet. */
const periodIn = ({ work: { workedOn, startedAt } }: TimeItem, zone: string): Period =>
  periodOf(workedOn ?? localDayOf(startedAt ?? '', zone));

function streamsOf({ agreementId, items: all, zone }: ManyTimes): Record<string, DecisionStream<unknown, Fact>> {
  const items = all.filter((item): item is TimeItem => !(item instanceof Refusal));
  const months = items.map((item) => periodIn(item, zone));
  return Object.fromEntries<DecisionStream<unknown, Fact>>([
    ...months.map((period) => [monthKey(period), monthStream(agreementId, period)] as const),
    // An entry that begins with this decision is guarded by its beginning; one that is there is left alone.
    ...items.map(
      ({ work: { entryId } }) =>
        [entryKey(entryId), { ...entryStream(agreementId, entryId), guards: false as const }] as const,
    ),
    ...items.flatMap(({ requestId }) =>
      requestId === null ? [] : [[requestKey(requestId), requestRead(requestId).request] as const],
    ),
  ]);
}

/** A decision on many entries while it goes from one to the next: each is judged on what the ones before led to. */
class Round {
  private readonly months = new Map<Period, Allotment>();
  private readonly monthFacts = new Map<Period, AllotmentEvent[]>();
  private readonly entryFacts = new Map<string, readonly TimeEntryEvent[]>();

  constructor(
    private readonly many: ManyTimes,
    private readonly states: States,
    private readonly scene: HoursScene,
    private readonly desk: TimeDesk,
  ) {}

  /** A refusal is this row's own; anything else that is thrown is everybody's. */
  judge(item: TimeItem | Refusal): Fate {
    try {
      if (item instanceof Refusal) throw item;
      return this.record(item);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { kind: 'REFUSED', refusal: error };
    }
  }

  get facts(): Record<string, readonly Fact[]> {
    return Object.fromEntries<readonly Fact[]>([
      ...[...this.monthFacts].map(([period, facts]) => [monthKey(period), facts] as const),
      ...[...this.entryFacts].map(([entryId, facts]) => [entryKey(entryId), facts] as const),
    ]);
  }

  private record({ requestId, work }: TimeItem): Fate {
    const { entryId } = work;
    const entry = this.states[entryKey(entryId)] as TimeEntry;
    // Recorded by an earlier import or an earlier row: whatever happened to it since is left alone.
    if (entry.status !== 'unknown' || this.entryFacts.has(entryId)) return { kind: 'UNCHANGED' };
    const { agreementId, zone } = this.many;
    const period = periodIn({ requestId, work }, zone);
    const month = this.months.get(period) ?? (this.states[monthKey(period)] as Allotment);
    const known = this.states[requestKey(requestId ?? '')] as RequestState;
    const request = chargeableIn(requestId, known, this.scene.agreement);
    const input = { ...work, request, ...this.desk.onboardingIn(this.scene, work) };
    const facts = recordTime({ month, entry }, input, this.scene.contextFor(period));
    this.desk.spending.book(this.scene, agreementId, facts.month);
    if (month.status !== 'unknown') this.months.set(period, after(month, facts.month));
    this.monthFacts.set(period, [...(this.monthFacts.get(period) ?? []), ...facts.month]);
    this.entryFacts.set(entryId, facts.entry);
    return { kind: 'CHANGED', warnings: [] };
  }
}

/** What a dry run found, thrown so that nothing of the decision is stored, an agency's money included. */
class OnlyTried extends Error {
  constructor(readonly fates: readonly Fate[]) {
    super('A dry run stores nothing.');
  }
}

/**
 * Records many entries in one append, each by the rule of `recordTime`: it stands or falls alone. A dry run goes the same way up to the
 * append, so it tells what would happen. A repetition of the command tells what it told the first time.
 */
@Injectable()
export class TimeImports {
  constructor(
    private readonly decisions: HoursDecisions,
    private readonly desk: TimeDesk,
  ) {}

  /** @throws NotFound for the agreement; IdempotencyKeyReused */
  async decide(many: ManyTimes): Promise<ManyTimesDecided> {
    const { agreementId, caller, items } = many;
    const target = { agreementId, command: caller.command, circumstances: byCaller(caller) };
    try {
      const { position, replayed, remembered } = await this.decisions.decide(
        target,
        streamsOf(many),
        (states, scene) => {
          const round = new Round(many, states, scene, this.desk);
          const fates = items.map((item) => round.judge(item));
          const { facts } = round;
          if (many.dryRun || Object.keys(facts).length === 0) throw new OnlyTried(fates);
          scene.remember({ fates: fates.map(keptFate) });
          return facts;
        },
      );
      const { fates } = remembered as { fates: readonly KeptFate[] };
      return { fates: fates.map(fateOf), position, replayed };
    } catch (error) {
      if (!(error instanceof OnlyTried)) throw error;
      return { fates: error.fates, position: null, replayed: false };
    }
  }
}
