import type { Caller, HeldRole } from '#libs/api-kit';
import {
  type Aggregate,
  type Command as LogCommand,
  type Decided,
  type DecisionStream,
  EventLog,
  type ExpectedVersion,
  type Fact,
  type Instant,
  NotFound,
  OtherStreams,
} from '#libs/event-log';
import { circumstancesOf, sideOfRole } from '#libs/people';
import type { Circumstances, Period } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import {
  agreement,
  type AgreementEvent,
  type Agreement,
  type AgreementState,
  allotment,
  type Allotment,
  type AllotmentEvent,
  allotmentId,
  type HoursContext,
  localDayOf,
  termsFor,
  timeEntry,
  type TimeEntry,
  type TimeEntryEvent,
  timeEntryId,
} from './domain/index.js';

/** What became of a command of this context. */
export interface HoursChange extends Pick<Decided, 'position' | 'replayed' | 'remembered'> {
  readonly agreementId: string;
  /** The month it was about; null for an agreement. */
  readonly period: Period | null;
  /** The entry it was about. */
  readonly entryId: string | null;
}

/** A command of this context. */
export abstract class HoursCommand<Input> extends Command<HoursChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** The one month (or agreement, or entry) of an agreement a command is about. */
export interface HoursTarget {
  readonly agreementId: string;
  readonly period?: Period;
  readonly entryId?: string;
  readonly command: LogCommand;
  /** The version the agreement must have, where the decision rests on it or changes it; left out: it is only read. */
  readonly agreement?: ExpectedVersion;
  /** Who acts, given the agreement: a person by `byCaller`, a process by `byProcess`. */
  readonly circumstances: (agreement: AgreementState, now: Instant) => Circumstances;
}

/** What a rule may know beside its streams. */
export interface HoursScene {
  readonly agreement: AgreementState;
  readonly now: Instant;
  readonly circumstances: Circumstances;
  /** The context of a rule on one month: its terms, and the day it is in the agreement's zone. */
  readonly contextFor: (period: Period) => HoursContext;
  /** Streams the rule comes upon while it decides; facts are added through it as well. */
  readonly others: OtherStreams;
  readonly versions: Readonly<Record<string, number>>;
  readonly remember: (what: object) => void;
}

type Streams = Record<string, DecisionStream<unknown, Fact>>;
type StatesOf<S extends Streams> = { [K in keyof S]: S[K]['aggregate']['initial'] };
type FactsOf<S extends Streams> = {
  [K in keyof S]?: S[K] extends DecisionStream<infer _State, infer Event> ? readonly Event[] : never;
};

type HoursFacts<S extends Streams> = FactsOf<S> & { readonly agreement?: readonly AgreementEvent[] };

const stream = <State, Event extends Fact>(
  aggregate: Aggregate<State, Event>,
  id: string,
  expect: ExpectedVersion,
): DecisionStream<State, Event> => ({ aggregate, id, expect });

/** A month as a stream to decide on. */
export const monthStream = (
  agreementId: string,
  period: Period,
  expect: ExpectedVersion = 'latest',
): DecisionStream<Allotment, AllotmentEvent> => stream(allotment, allotmentId(agreementId, period), expect);

/** An entry as a stream to decide on. */
export const entryStream = (agreementId: string, entryId: string): DecisionStream<TimeEntry, TimeEntryEvent> =>
  stream(timeEntry, timeEntryId(agreementId, entryId), 'latest');

/** An agreement as a stream to decide on: where it changes, or must not change meanwhile. */
export const agreementStream = (
  agreementId: string,
  expect: ExpectedVersion = 'latest',
): DecisionStream<Agreement, AgreementEvent> => stream(agreement, agreementId, expect);

/** An agreement that a month only reads: months are named by what changes it, so it guards nothing here. */
export const agreementRead = (agreementId: string): DecisionStream<Agreement, AgreementEvent> => ({
  ...agreementStream(agreementId),
  guards: false,
});

/** A person: a role of one of the two sides counts in its own team alone. */
export const byCaller =
  (caller: Caller) =>
  (known: AgreementState, now: Instant): Circumstances => ({
    ...circumstancesOf(caller, now, (held) => countsOn(known, held)),
    today: localDayOf(now, known.timeZone),
  });

/** A process or the clock. */
export const byProcess =
  (name: string) =>
  ({ timeZone }: AgreementState, now: Instant): Circumstances => ({
    now,
    today: localDayOf(now, timeZone),
    actor: { personId: `process:${name}`, roles: ['process'], side: null, grant: 'all' },
  });

/** The lead of another team signs nothing here; for an agency, which has none, the leads of engineering speak. */
export function countsOn(
  { consumerTeamId, provider }: Pick<AgreementState, 'consumerTeamId' | 'provider'>,
  { role, teamId }: HeldRole,
): boolean {
  const side = sideOfRole(role);
  if (teamId === null || side === null) return true;
  if (side === 'CONSUMER') return teamId === consumerTeamId;
  return teamId === provider.teamId || (provider.kind === 'EXTERNAL' && role === 'ENGINEERING_LEAD');
}

/** Hands months, agreements and entries to their rules: brings terms, time and actor along, and keeps what the rules decide. */
@Injectable()
export class HoursDecisions {
  constructor(private readonly log: EventLog) {}

  /**
   * Decides on named streams of one agreement. The agreement is read beside them; where the rule changes it, or rests on what an amendment
   * would change, the target says which version is expected (`agreement`), and its facts are returned under that name.
   * @throws NotFound for an agreement nobody drafted; Refusal of the rule; StaleVersion, IdempotencyKeyReused
   */
  async decide<S extends Streams>(
    target: HoursTarget,
    streams: S,
    rule: (states: StatesOf<S>, scene: HoursScene) => HoursFacts<S>,
  ): Promise<HoursChange> {
    const { agreementId, period = null, entryId = null, agreement: expect } = target;
    const own = expect === undefined ? agreementRead(agreementId) : agreementStream(agreementId, expect);
    const { position, replayed, remembered } = await OtherStreams.naming((named, othersOf) => {
      const all: Streams = { ...named, ...streams, agreement: own };
      return this.log.decide(target.command, all, (states, context) => {
        const known = states['agreement'] as Agreement;
        if (known.status === 'unknown') throw new NotFound('agreement', ['input', 'agreementId']);
        const others = othersOf(states);
        const circumstances = target.circumstances(known, context.now);
        const contextFor = (month: Period): HoursContext => ({ ...circumstances, terms: termsFor(known, month) });
        const facts = rule(states as StatesOf<S>, { agreement: known, circumstances, contextFor, others, ...context });
        return { ...others.facts, ...(facts as Record<string, readonly Fact[] | undefined>) };
      });
    });
    return { agreementId, period, entryId, position, replayed, remembered };
  }

  /** `decide` for a rule on one month alone. */
  decideMonth(
    { expect = 'latest', ...target }: HoursTarget & { readonly period: Period; readonly expect?: ExpectedVersion },
    rule: (month: Allotment, context: HoursContext, scene: HoursScene) => readonly AllotmentEvent[],
  ): Promise<HoursChange> {
    const { agreementId, period } = target;
    return this.decide(target, { month: monthStream(agreementId, period, expect) }, ({ month }, scene) => ({
      month: rule(month, scene.contextFor(period), scene),
    }));
  }
}
