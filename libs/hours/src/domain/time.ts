import { Forbidden, InvalidState, ValidationFailed } from '#libs/event-log';
import type { Instant } from '#libs/event-log';
import { actsFor, hasRole, isLocalDate, optionalText, owedReason, plainText } from '#libs/vocabulary';
import type { LocalDate, Period } from '#libs/vocabulary';
import { DateInFuture } from '#libs/vocabulary';
import { account } from './balance.js';
import { lastDayWorked, localDayOf, periodOf } from './calendar.js';
import { type HoursContext, requireWorkable } from './context.js';
import { after, changed, type Course, type Step } from './course.js';
import { crossings, drawFor } from './drawing.js';
import { type AllotmentEvent, fact, type WorkRecorded } from './facts.js';
import { lineAmount } from './money.js';
import { approvedOverage, nextOverageId } from './overage.js';
import * as refusals from './refusals.js';
import type { Allotment, AllotmentState } from './state.js';
import { rateOn } from './terms.js';
import type { TimeEntry, TimeEntryEvent } from './time-entry.js';
import { activities, type Activity, type Price } from './values.js';

/** What another context says of the work's request. */
export interface ChargeableRequest {
  readonly requestId: string;
  /** TRIAGED to CLOSED (R11). */
  readonly chargeable: boolean;
  readonly status: string;
}

export interface RecordTimeInput {
  readonly entryId: string;
  /** Null: work without a request. */
  readonly request: ChargeableRequest | null;
  readonly personId: string;
  /** Left out where `startedAt` says it. */
  readonly workedOn?: LocalDate | null;
  readonly startedAt?: Instant | null;
  readonly minutes: number;
  readonly activity: Activity;
  /** The person's role on the rate card, where it has one. */
  readonly role?: string | null;
  readonly billable: boolean;
  readonly note?: string | null;
  /** Owed by a lead who records for somebody else. */
  readonly reason?: string | null;
  /** From when to when the provider's checklist is approved, null if it never was; left out for a team of the house. */
  readonly onboarded?: { readonly from: LocalDate; readonly until: LocalDate } | null;
}

/** What a recording writes into the month and into the entry's own stream. */
export interface Booked {
  readonly month: AllotmentEvent[];
  readonly entry: TimeEntryEvent[];
}

const maxEntryMinutes = 1440;
const reasonRule = { path: ['input', 'reason'], max: 4000 };
const dayPath = ['input', 'workedOn'];

/** @throws MinutesInvalid */
function requireMinutes(minutes: number, granularity: number): void {
  const whole = Number.isSafeInteger(minutes) && minutes >= 1 && minutes <= maxEntryMinutes;
  if (!whole || minutes % granularity !== 0)
    throw new refusals.MinutesInvalid(minutes, granularity, ['input', 'minutes']);
}

/**
 * The local day of the work: given, or read off the instant it started at, in the agreement's zone.
 * @throws ValidationFailed, TimeEntryCrossesPeriod
 */
function dayOf(input: RecordTimeInput, { terms }: HoursContext): LocalDate {
  const { startedAt, workedOn, minutes } = input;
  if (startedAt == null) {
    if (workedOn == null || !isLocalDate(workedOn)) throw new ValidationFailed('Write a day as YYYY-MM-DD.', dayPath);
    return workedOn;
  }
  const firstDay = localDayOf(startedAt, terms.timeZone, ['input', 'startedAt']);
  if (workedOn != null && workedOn !== firstDay)
    throw new ValidationFailed(`The work started on ${firstDay} in ${terms.timeZone}.`, dayPath);
  const lastDay = lastDayWorked(startedAt, minutes, terms.timeZone);
  if (periodOf(lastDay) !== periodOf(firstDay)) throw new refusals.TimeEntryCrossesPeriod(firstDay, lastDay);
  return firstDay;
}

/** @throws TimeEntryOutsidePeriod, DateInFuture */
function requireDay(workedOn: LocalDate, period: Period, { today }: HoursContext): void {
  if (periodOf(workedOn) !== period) throw new refusals.TimeEntryOutsidePeriod(workedOn, period, dayPath);
  if (workedOn > today) throw new DateInFuture(workedOn, today, dayPath);
}

/**
 * One's own time; a lead records for the team and says why, an integration what it was told. Nobody whose roles are all in other teams:
 * it would cost what others have agreed on.
 */
function requireRecorder(input: RecordTimeInput, { actor }: HoursContext): string | null {
  if (actor.roles.length === 0)
    throw new Forbidden('time.record', 'Record your time under the agreements of your own team.');
  if (actsFor(actor, input.personId) || hasRole(actor, 'INTEGRATION')) return optionalText(input.reason, reasonRule);
  if (!hasRole(actor, 'ENGINEERING_LEAD'))
    throw new Forbidden('time.record', 'You record your own time; ENGINEERING_LEAD records for others.');
  return owedReason(input.reason, 'why you record time for somebody else', reasonRule);
}

/** @throws RequestNotChargeable, ProviderNotOnboarded */
function requireChargeable({ request, onboarded }: RecordTimeInput, workedOn: LocalDate): void {
  if (request && !request.chargeable) throw new refusals.RequestNotChargeable(request.requestId, request.status);
  if (onboarded === undefined) return;
  if (!onboarded || workedOn < onboarded.from || workedOn > onboarded.until)
    throw new refusals.ProviderNotOnboarded(onboarded);
}

/** @throws TimeEntryExists, ValidationFailed */
function requireFreeId(entry: TimeEntry, entryId: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(entryId))
    throw new ValidationFailed('Write an id of letters, digits, dots and dashes, e.g. a UUID.', ['input', 'entryId']);
  if (entry.status !== 'unknown') throw new refusals.TimeEntryExists(entryId);
}

/** @throws ValidationFailed when the card does not reach back to that day */
function priceOf(input: RecordTimeInput, workedOn: LocalDate, { terms }: HoursContext): Price {
  const rate = rateOn(terms.rates, input, workedOn);
  if (rate === null) throw new ValidationFailed(`The agreement has no rate for ${workedOn}.`, dayPath);
  return { rate, factorPercent: terms.overage.factorPercent, billing: terms.billing };
}

function workOf(month: AllotmentState, input: RecordTimeInput, ctx: HoursContext): WorkRecorded {
  const workedOn = dayOf(input, ctx);
  const reason = requireRecorder(input, ctx);
  requireChargeable(input, workedOn);
  if (!activities.includes(input.activity)) throw new ValidationFailed('Unknown activity.', ['input', 'activity']);
  const price = priceOf(input, workedOn, ctx);
  const requestId = input.request?.requestId ?? null;
  const { minutes, billable, startedAt } = input;
  const role = optionalText(input.role, { path: ['input', 'role'], max: 200 });
  const draw = drawFor(month, { requestId, minutes, billable });
  return {
    entryId: input.entryId,
    requestId,
    personId: plainText(input.personId, { path: ['input', 'personId'], max: 200 }),
    workedOn,
    minutes,
    activity: input.activity,
    billable,
    note: optionalText(input.note, { path: ['input', 'note'], max: 4000 }),
    ...(startedAt == null ? {} : { startedAt }),
    ...(role === null ? {} : { role }),
    draw,
    ...price,
    amount: lineAmount('BASE', draw.base, price) + lineAmount('OVERAGE', draw.overage, price),
    ...(reason === null ? {} : { reason }),
  };
}

/** What uncovered time leads to: a waiting overage, an approved one (WARN), or a stop (HARD_STOP). */
function uncoveredSteps({ draw, requestId }: WorkRecorded, ctx: HoursContext): Step[] {
  if (draw.uncovered === 0 || requestId === null) return [];
  const { mode } = ctx.terms.overage;
  return [
    (month) => {
      if (month.overages.some((one) => one.requestId === requestId && one.kind === 'UNCOVERED')) return [];
      const minutes = month.beyond.reduce((sum, one) => (one.requestId === requestId ? sum + one.uncovered : sum), 0);
      const overage = { overageId: nextOverageId(month), requestId, minutes };
      const raised = fact('OverageRaised', { ...overage, kind: 'UNCOVERED', reason: null });
      return mode === 'WARN' ? [raised, approvedOverage(overage, ctx, true)] : [raised];
    },
    (month) => {
      if (mode !== 'HARD_STOP' || account(month, requestId).stopped) return [];
      return [fact('WorkStopped', { requestId, uncoveredMinutes: draw.uncovered })];
    },
  ];
}

/** What a month is told of work, and where that leads. */
export function bookedIn(
  before: AllotmentState,
  recorded: AllotmentEvent,
  work: WorkRecorded,
  ctx: HoursContext,
): Course {
  const { facts, month } = changed(before, [() => [recorded], ...uncoveredSteps(work, ctx)]);
  const crossed = crossings(month, ctx.terms);
  return { facts: [...facts, ...crossed], month: after(month, crossed) };
}

/** What the entry's own stream is told of the work. */
export function entryOf(
  { period }: AllotmentState,
  recorded: AllotmentEvent,
  work: WorkRecorded,
  ctx: HoursContext,
): TimeEntryEvent {
  const { amount: _amount, reason: _reason, ...entry } = work;
  const late = recorded.type === 'LateTimeRecorded' ? { originalPeriod: recorded.data.originalPeriod } : {};
  return { type: 'EntryBooked', data: { ...entry, period, bookedOn: ctx.today, ...late } };
}

/** The month's facts of an entry and its own, from what was recorded. */
export const booked = (
  month: AllotmentState,
  recorded: AllotmentEvent,
  work: WorkRecorded,
  ctx: HoursContext,
): Booked => ({
  month: bookedIn(month, recorded, work, ctx).facts,
  entry: [entryOf(month, recorded, work, ctx)],
});

/** The streams a recording decides on. */
export interface Recording {
  readonly month: Allotment;
  /** The stream of the new entry's id. */
  readonly entry: TimeEntry;
}

/**
 * Records work. It is never refused for want of budget: what nothing covers stays uncovered.
 * @throws MinutesInvalid, ValidationFailed, TimeEntryCrossesPeriod, TimeEntryOutsidePeriod, DateInFuture, PeriodClosed, InvalidState,
 * TimeEntryExists, RequestNotChargeable, ProviderNotOnboarded, Forbidden, ReasonRequired
 */
export function recordTime({ month, entry }: Recording, input: RecordTimeInput, ctx: HoursContext): Booked {
  const open = requireWorkable(month, 'recordLateTime');
  requireMinutes(input.minutes, ctx.terms.granularityMinutes);
  requireDay(dayOf(input, ctx), open.period, ctx);
  requireFreeId(entry, input.entryId);
  const work = workOf(open, input, ctx);
  return booked(open, fact('TimeRecorded', work), work, ctx);
}

export interface LateTimeInput extends RecordTimeInput {
  readonly originalPeriod: Period;
}

/**
 * Work of a closed month that nobody recorded in time: draws from this month and is shown with its own day.
 * @throws what recordTime throws; InvalidState while the original month still takes time itself
 */
export function recordLateTime(
  { month, entry, original }: Recording & { readonly original: Allotment },
  input: LateTimeInput,
  ctx: HoursContext,
): Booked {
  const { originalPeriod } = input;
  const open = requireWorkable(month, 'recordLateTime');
  if (original.status !== 'CLOSED') throw new InvalidState(original.status, ['CLOSED']);
  if (!hasRole(ctx.actor, 'ENGINEERING_LEAD'))
    throw new Forbidden('time.late', 'ENGINEERING_LEAD records the time of a closed month.');
  const reason = owedReason(input.reason, 'why this time comes late', reasonRule);
  requireMinutes(input.minutes, ctx.terms.granularityMinutes);
  requireDay(dayOf(input, ctx), originalPeriod, ctx);
  requireFreeId(entry, input.entryId);
  const work = workOf(open, input, ctx);
  return booked(open, fact('LateTimeRecorded', { ...work, originalPeriod, reason }), work, ctx);
}
