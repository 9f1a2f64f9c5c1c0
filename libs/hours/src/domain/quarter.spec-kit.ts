import { AllotmentExhausted } from './refusals.js';
import { balanceOf } from './balance.js';
import { Desk, work } from './book.spec-kit.js';
import type { Book } from './given.spec-kit.js';
import { people } from './given.spec-kit.js';
import type { Activity } from './values.js';

const [jan, feb, mar] = ['2026-01', '2026-02', '2026-03'];

/** `T1 01-07 B REQ-1 240` with the activity and what is not billed, as 5.3 prints it. */
export const entries: readonly string[] = `
T1 01-07 B REQ-1 SCOPING 240|T2 01-08 F REQ-1 SCOPING 180|T3 01-13 F REQ-2 BUILD 300|T4 01-14 F REQ-2 BUILD 240
T5 01-15 B REQ-1 BUILD 420|T6 01-16 B REQ-1 BUILD 420|T7 01-20 F REQ-1 BUILD 360|T8 01-21 F REQ-2 QA 60
T9 01-22 B REQ-1 BUILD 420|T10 01-23 F REQ-1 BUILD 360|T11 01-26 B REQ-3 SCOPING 180|T12 01-27 B REQ-4 SCOPING 120
T13 01-28 F - SUPPORT 210|T14 01-28 F REQ-5 BUILD 360|T15 01-29 B REQ-5 BUILD 240|T16 01-29 F REQ-2 BUGFIX 60 free
T17 01-30 F REQ-6 SCOPING 60|F1 02-03 B REQ-1 BUILD 420|F2 02-04 F REQ-1 BUILD 360|F3 02-05 B REQ-3 BUILD 420
F4 02-06 B REQ-3 BUILD 360|F5 02-09 B REQ-1 BUILD 420|F6 02-10 F REQ-1 BUILD 360|F7 02-11 F REQ-3 BUILD 360
F8 02-12 F REQ-6 BUILD 300|F9 02-13 F REQ-6 BUILD 240|F10 02-16 B REQ-1 BUILD 420|F11 02-17 F REQ-1 BUILD 360
F12 02-18 B REQ-3 BUILD 420|F13 02-19 B REQ-8 BUILD 300|F14 02-20 B REQ-8 BUILD 180|F15 02-23 B REQ-1 BUILD 360
F16 02-24 F REQ-1 BUILD 300|F17 02-25 B REQ-3 REWORK 390|M1 03-02 B REQ-1 BUILD 420|M2 03-03 F REQ-1 BUILD 360
M3 03-04 B REQ-4 BUILD 420|M4 03-05 F REQ-1 QA 300|M5 03-06 F REQ-4 BUILD 360|M6 03-09 B REQ-1 BUILD 360
M7 03-10 F REQ-1 QA 240|M8 03-12 B REQ-1 LAUNCH 120|M9 03-17 B REQ-4 BUILD 420|M10 03-18 F REQ-4 QA 300
M11 03-20 F - SUPPORT 150|M12 03-26 B REQ-1 BUGFIX 90 free`
  .split(/[|\n]/)
  .filter((line) => line !== '');

export interface Refused {
  readonly day: string;
  readonly requestId: string;
  readonly shortfall: number;
}

/** What the day led to, for figures along the way. */
export interface Quarter {
  readonly desk: Desk;
  /** Available minutes after each reservation, in order: `day request month available`. */
  readonly reservations: string[];
  readonly refusals: Refused[];
  /** Used minutes after each billable entry of a month. */
  readonly running: Record<string, number[]>;
}

/** How demand answers a refusal: as it did then, or ELASTIC with overage that is approved at once. */
export type Demand = 'RECORDED' | 'ELASTIC';

type Deed = (quarter: Quarter, demand: Demand) => void;

/** A reservation; where the month has too little, ELASTIC fills the gap with overage. */
const reserve =
  (period: string, requestId: string, minutes: number): Deed =>
  (quarter, demand) => {
    const { desk, reservations, refusals } = quarter;
    try {
      desk.reserve(period, requestId, minutes);
    } catch (error) {
      if (!(error instanceof AllotmentExhausted)) throw error;
      const { shortfallMinutes: shortfall } = error.details;
      refusals.push({ day: desk.today, requestId, shortfall });
      if (demand === 'RECORDED') return;
      approveAtOnce(desk, { period, requestId, minutes: shortfall });
      desk.reserve(period, requestId, minutes);
    }
    reservations.push(`${desk.today} ${requestId} ${period} ${balanceOf(desk.opened(period)).available}`);
  };

function approveAtOnce(desk: Desk, overage: { period: string; requestId: string; minutes: number }): void {
  desk.askOverage(overage.period, overage.requestId, overage.minutes);
  desk.approve(overage.period, desk.opened(overage.period).overages.at(-1)?.overageId ?? '');
}

/** A command of the overage flow, which an elastic run decides itself. */
const recordedOnly =
  (deed: (desk: Desk) => void): Deed =>
  ({ desk }, demand) => {
    if (demand === 'RECORDED') deed(desk);
  };

const act =
  (deed: (desk: Desk) => void): Deed =>
  ({ desk }) =>
    deed(desk);

/** Entry, day, engineer, request, activity, minutes, and `free` for what is not billed. */
type Printed = [string, string, string, string, string, string, string | undefined];

/** The command a printed line stands for. */
function commandOf(line: string) {
  const [entryId, day, who, request, activity, minutes, free] = line.split(' ') as Printed;
  const actor = who === 'B' ? people.backend : people.frontend;
  const requestId = request === '-' ? null : request;
  const kind = { activity: activity as Activity, billable: free === undefined };
  const input = work({ entryId, requestId, personId: actor.personId, minutes: Number(minutes), ...kind });
  return { period: `2026-${day.slice(0, 2)}`, actor, input };
}

function recordLine({ desk, running }: Quarter, line: string, demand: Demand): void {
  const { period, actor, input } = commandOf(line);
  desk.record(input, actor);
  const waiting = desk.opened(period).overages.find(({ kind }) => kind === 'UNCOVERED');
  if (waiting && demand === 'ELASTIC') desk.approve(period, waiting.overageId);
  if (input.billable) (running[period] ??= []).push(balanceOf(desk.opened(period)).used);
}

const correctM9: Deed = ({ desk, running }) => {
  const used = () => balanceOf(desk.opened(mar)).used;
  desk.reverse(mar, 'M9', people.backend);
  running[mar]?.push(used());
  const request = { requestId: 'REQ-4', chargeable: true, status: 'IN_PROGRESS' };
  const input = { entryId: 'M9b', request, workedOn: '2026-03-17', minutes: 390, activity: 'BUILD' } as const;
  desk.record({ ...input, personId: people.backend.personId, billable: true }, people.backend);
  running[mar]?.push(used());
};

/** What happened after the time of a day was recorded, in order (5.2, 5.4). */
const deeds: Readonly<Record<string, readonly Deed[]>> = {
  '2026-01-08': [reserve(jan, 'REQ-2', 600)],
  '2026-01-12': [reserve(jan, 'REQ-1', 2400), reserve(feb, 'REQ-1', 3000), reserve(mar, 'REQ-1', 1800)],
  '2026-01-27': [reserve(jan, 'REQ-5', 480)],
  '2026-01-30': [act((desk) => desk.release(jan, 'REQ-5')), reserve(feb, 'REQ-3', 1800)],
  '2026-02-01': [act((desk) => desk.beginClosing(jan, '2026-02-04'))],
  '2026-02-05': [act((desk) => desk.settle(jan)), reserve(mar, 'REQ-4', 1500)],
  '2026-02-10': [
    reserve(feb, 'REQ-6', 600),
    reserve(feb, 'REQ-8', 480),
    recordedOnly((desk) => desk.askOverage(feb, 'REQ-8', 450)),
    recordedOnly((desk) => desk.signOverage(feb, 'O1', 'CONSUMER', people.cmo)),
  ],
  '2026-02-11': [
    recordedOnly((desk) => desk.signOverage(feb, 'O1', 'PROVIDER', people.cto)),
    (quarter, demand) => {
      if (demand === 'RECORDED') reserve(feb, 'REQ-8', 480)(quarter, demand);
    },
  ],
  '2026-02-23': [act((desk) => desk.release(feb, 'REQ-8'))],
  '2026-02-27': [act((desk) => desk.release(feb, 'REQ-6'))],
  '2026-03-01': [act((desk) => desk.beginClosing(feb, '2026-03-04'))],
  '2026-03-02': [recordedOnly((desk) => signUncovered(desk, 'CONSUMER'))],
  '2026-03-03': [recordedOnly((desk) => signUncovered(desk, 'PROVIDER'))],
  '2026-03-05': [act((desk) => desk.settle(feb))],
  '2026-03-18': [correctM9],
  '2026-03-19': [act((desk) => desk.credit(mar, feb, { entryId: 'F14', minutes: -60 }))],
  '2026-04-01': [act((desk) => desk.beginClosing(mar, '2026-04-07'))],
  '2026-04-08': [act((desk) => desk.settle(mar))],
};

function signUncovered(desk: Desk, side: 'CONSUMER' | 'PROVIDER'): void {
  const waiting = desk.opened(feb).overages.find(({ kind }) => kind === 'UNCOVERED');
  if (waiting) desk.signOverage(feb, waiting.overageId, side, side === 'CONSUMER' ? people.cmo : people.cto);
}

/** Acceptance on 03-20 frees the rest of REQ-4 before that day's support work, as 5.2 prints it. */
const beforeTime: Readonly<Record<string, readonly Deed[]>> = {
  '2026-03-20': [act((desk) => desk.release(mar, 'REQ-4'))],
};

const days = (): string[] => {
  const worked = entries.map((line) => `2026-${line.split(' ')[1] ?? ''}`);
  const all = new Set([...worked, ...Object.keys(deeds), ...Object.keys(beforeTime), '2026-03-01', '2026-04-01']);
  return [...all].sort();
};

/** One day: what comes before its time, its time, what comes after. */
function playDay(quarter: Quarter, day: string, demand: Demand): void {
  const { desk } = quarter;
  desk.today = day;
  desk.start(day.slice(0, 7), day);
  for (const deed of beforeTime[day] ?? []) deed(quarter, demand);
  for (const line of entries.filter((one) => one.split(' ')[1] === day.slice(5))) recordLine(quarter, line, demand);
  for (const deed of deeds[day] ?? []) deed(quarter, demand);
}

/** The recorded commands of the quarter, day by day, on an agreement. */
export function playQuarter(
  agreement: Book['agreement'],
  {
    demand = 'RECORDED',
    until = '2026-12-31',
    tell = null,
  }: { demand?: Demand; until?: string; tell?: Book['tell'] } = {},
): Quarter {
  const quarter: Quarter = { desk: new Desk(agreement), reservations: [], refusals: [], running: {} };
  quarter.desk.tell = tell;
  quarter.desk.openMonths(jan, 4);
  for (const day of days()) if (day <= until) playDay(quarter, day, demand);
  return quarter;
}
