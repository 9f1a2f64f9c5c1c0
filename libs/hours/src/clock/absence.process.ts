import { type Absence, type CalendarEvent, workingCalendar } from '#libs/calendar';
import type { EventLog, ProcessConsumer, ProcessTools, Recorded } from '#libs/event-log';
import type { Pool } from 'pg';
import { byProcess, HoursDecisions, monthStream } from '../decisions.js';
import {
  adjustForAbsence,
  allotment,
  type Allotment,
  type AllotmentEvent,
  allotmentId,
  type AllotmentEventType,
  type AllotmentState,
  type HoursContext,
  periodOf,
} from '../domain/index.js';
import { agreementsDedicating, monthBook } from './month-book.js';
import { absenceMinutes } from './working-days.js';

const NAME = 'month-absences';

type AbsenceEvent = Extract<CalendarEvent, { readonly type: 'AbsenceRecorded' | 'AbsenceWithdrawn' }>;

const READ: readonly AbsenceEvent['type'][] = ['AbsenceRecorded', 'AbsenceWithdrawn'];
/** What a month grants is counted by these; both count the absences the calendar knows by then. */
const GRANTING: readonly AllotmentEventType[] = ['PeriodOpened', 'PeriodAmended'];
const PAGE = 1000;

/** The absence a calendar's event is about, as it was recorded. */
async function absenceOf(log: EventLog, event: Recorded<AbsenceEvent>): Promise<Absence | null> {
  if (event.type === 'AbsenceRecorded') return event.data;
  const { workspaceId, streamId, version: upToVersion, data } = event;
  for (let afterVersion = 0; ;) {
    const query = { workspaceId, streamId, types: ['AbsenceRecorded'], afterVersion, upToVersion, limit: PAGE };
    const page = (await log.readStream(query)) as Recorded<Extract<AbsenceEvent, { type: 'AbsenceRecorded' }>>[];
    const found = page.find((one) => one.data.absenceId === data.absenceId);
    if (found) return found.data;
    if (page.length < PAGE) return null;
    afterVersion = page.at(-1)?.version ?? upToVersion;
  }
}

/** The agreement's version a month's grant was counted by when the absence was told; null where it was counted afterwards. */
async function countedBefore(
  log: EventLog,
  { workspaceId, position }: Recorded,
  { agreementId, period }: AllotmentState,
): Promise<number | null> {
  const streamId = `${allotment.type}-${allotmentId(agreementId, period)}`;
  const granting = await log.readStream({ workspaceId, streamId, types: GRANTING });
  const last = granting.at(-1) as Recorded<Extract<AllotmentEvent, { type: 'PeriodOpened' }>> | undefined;
  return last && last.position < position ? last.data.agreementVersion : null;
}

interface Told {
  readonly event: Recorded<AbsenceEvent>;
  readonly absence: Absence;
  readonly calendarId: string;
}

/** The terms that make the person's share what the month grants; null where they are others by now. */
function grantOf({ terms: { grant } }: HoursContext, personId: string, calendarId: string) {
  return grant.kind === 'DEDICATED' && grant.personId === personId && grant.calendarId === calendarId ? grant : null;
}

/** Not closed, and not amended since. */
const isCounted = (month: Allotment, agreementVersion: number): boolean =>
  month.status !== 'unknown' && month.status !== 'CLOSED' && month.agreementVersion === agreementVersion;

function adjustmentFor({ type }: AbsenceEvent, { absenceId, from, to }: Absence, minutes: number) {
  const isBack = type === 'AbsenceWithdrawn';
  const reason = `${isBack ? 'Absence withdrawn' : 'Absence'}: ${from} to ${to} (${absenceId})`;
  return { minutes: isBack ? minutes : -minutes, reason };
}

/** Takes the person's share of each absent working day from one month, or gives it back. */
async function adjust({ event, absence, calendarId }: Told, month: AllotmentState, tools: ProcessTools): Promise<void> {
  const counted = await countedBefore(tools.log, event, month);
  if (counted === null) return;
  const { agreementId, period } = month;
  const command = tools.command('adjustForAbsence', allotmentId(agreementId, period));
  const streams = { month: monthStream(agreementId, period) };
  const target = { agreementId, period, command, circumstances: byProcess(NAME) };
  await new HoursDecisions(tools.log).decide(target, streams, ({ month: now }, { contextFor, others }) => {
    const ctx = contextFor(period);
    const grant = grantOf(ctx, absence.personId, calendarId);
    if (!grant || !isCounted(now, counted)) return {};
    const calendar = others.read(workingCalendar, calendarId, { guards: false });
    const minutes = absenceMinutes(grant, { period, calendar }, absence);
    return minutes === 0 ? {} : { month: adjustForAbsence(now, adjustmentFor(event, absence, minutes), ctx) };
  });
}

/**
 * Months of a dedicated person follow absences that are told, or taken back, after their grant was counted; those counted later have
 * them in it.
 */
export const absenceWatch = (pool: Pick<Pool, 'query'>): ProcessConsumer => ({
  kind: 'process',
  name: NAME,
  about: 'MonthOpen: keeps what a dedicated person’s month grants in step with absences that are told later.',
  types: READ,
  async react(recorded, tools) {
    const event = recorded as Recorded<AbsenceEvent>;
    const { workspaceId } = event;
    const absence = await absenceOf(tools.log, event);
    if (!absence) return;
    const calendarId = event.streamId.slice(workingCalendar.type.length + 1);
    const { personId, from, to } = absence;
    for (const agreementId of await agreementsDedicating(pool, workspaceId, { personId, calendarId })) {
      const { live } = await monthBook(pool, workspaceId, agreementId);
      const hit = live.filter(({ period }) => periodOf(from) <= period && period <= periodOf(to));
      for (const month of hit) await adjust({ event, absence, calendarId }, month, tools);
    }
  },
});
