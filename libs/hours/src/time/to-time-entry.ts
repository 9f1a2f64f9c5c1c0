import { type ApiContext, type Money, moneyOf, type Reader, readerOf, toGlobalId } from '#libs/api-kit';
import { PeopleLoaders } from '#libs/people';
import { RequestReader } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import type { GraphQLResolveInfo } from 'graphql';
import { type Draw, type KnownEntry, lineAmount, standingOf, timeEntry } from '../domain/index.js';
import type { EntryCredit } from './time-entry-row.js';
import { entryKeyText, type MonthOfEntry, type StoredTimeEntry, TimeEntryReader } from './time-entry-reader.js';
import { type TimeCreditType, type TimeDrawType, TimeEntryObject, type TimeStandingType } from './time-entry.type.js';

/** Credits that one answer shows at most. */
const MOST = 200;

export const shownDraw = ({ lots, base, overage, uncovered, overageId }: Draw): TimeDrawType => ({
  baseMinutes: base,
  carriedMinutes: lots.reduce((sum, { minutes }) => sum + minutes, 0),
  overageMinutes: overage,
  uncoveredMinutes: uncovered,
  overageId: overageId ?? null,
});

function shownStanding(entry: KnownEntry, month: MonthOfEntry): TimeStandingType {
  const { base, overage, uncovered, writtenOff, debt } = standingOf(month, entry);
  const counts = entry.status === 'BOOKED' ? 1 : 0;
  return {
    baseMinutes: base * counts,
    overageMinutes: overage * counts,
    uncoveredMinutes: uncovered * counts,
    writtenOffMinutes: writtenOff * counts,
    debtMinutes: debt * counts,
  };
}

/** Minor units of an entry as it stands. */
function costOf(entry: KnownEntry, month: MonthOfEntry): number {
  const { baseMinutes, overageMinutes, debtMinutes } = shownStanding(entry, month);
  return (
    lineAmount('BASE', baseMinutes, entry) +
    lineAmount('OVERAGE', overageMinutes, entry) +
    lineAmount('DEBT', debtMinutes, entry)
  );
}

const entryId = (agreementId: string, id: string): string =>
  toGlobalId('TimeEntry', entryKeyText({ agreementId, entryId: id }));

/** What a row says by itself. */
const plainPart = (row: StoredTimeEntry) => {
  const { agreement_id: agreementId, document: entry } = row;
  return {
    id: entryId(agreementId, row.entry_id),
    version: row.version,
    entryId: row.entry_id,
    agreementId: toGlobalId('Agreement', agreementId),
    period: row.period,
    workedPeriod: row.worked_period,
    workedOn: entry.workedOn,
    startedAt: entry.startedAt ?? null,
    personId: toGlobalId('Person', row.person_id),
    requestId: row.request_id && toGlobalId('Request', row.request_id),
    activity: row.activity,
    role: entry.role ?? null,
    minutes: row.minutes,
    billable: row.billable,
    note: entry.note,
    status: row.status,
    recordedAt: row.booked_at,
    reversedAt: row.reversed_at,
    reversalCause: entry.takenBack?.reason ?? null,
    draw: shownDraw(entry.draw),
    creditedMinutes: row.credited_minutes,
    correctsId: entry.correctsEntryId === undefined ? null : entryId(agreementId, entry.correctsEntryId),
    workspaceId: row.workspace_id,
    streamId: `${timeEntry.type}-${entryKeyText({ agreementId, entryId: row.entry_id })}`,
  };
};

/** Entries as the API shows them; what lies beside their rows is looked up when it is asked for. */
@Injectable()
export class TimeEntries {
  constructor(
    private readonly entries: TimeEntryReader,
    private readonly people: PeopleLoaders,
    private readonly requests: RequestReader,
  ) {}

  show(row: StoredTimeEntry): TimeEntryObject {
    const { document: entry, agreement_id: agreementId, request_id: requestId } = row;
    const ofMonth =
      <T>(tell: (month: MonthOfEntry) => T) =>
      async (_args: object, context: ApiContext, info: GraphQLResolveInfo): Promise<T | null> => {
        const month = await this.entries.month(readerOf(info), context, { agreementId, period: row.period });
        return month && tell(month);
      };
    // Whoever sees the money of their own work alone may see minutes of others all the same, by another role.
    const priced: Priced = (tell) => (args, context, info) => {
      const { grant, viewer } = readerOf(info);
      return grant === 'all' || viewer.personId === row.person_id ? ofMonth(tell)(args, context, info) : null;
    };
    return Object.assign(new TimeEntryObject(), {
      ...plainPart(row),
      person: (_args: object, context: ApiContext, info: GraphQLResolveInfo) =>
        this.people.person(readerOf(info), context, row.person_id),
      request: (_args: object, context: ApiContext, info: GraphQLResolveInfo) =>
        requestId === null ? null : this.requests.one(readerOf(info), context, requestId),
      standing: ofMonth((month) => shownStanding(entry, month)),
      rate: priced(({ currency }) => moneyOf(entry.rate, currency)),
      amount: priced((month) => moneyOf(costOf(entry, month), month.currency)),
      credits: row.credits.slice(0, MOST).map((credit) => shownCredit(credit, priced)),
      correctedById: (_args: object, context: ApiContext, info: GraphQLResolveInfo) =>
        this.correctedBy(row, readerOf(info), context),
    });
  }

  private async correctedBy(row: StoredTimeEntry, reader: Reader, context: ApiContext): Promise<string | null> {
    // Only what was taken back can have been recorded anew.
    if (row.status === 'BOOKED') return null;
    const key = { agreementId: row.agreement_id, entryId: row.entry_id };
    const found = await this.entries.correctionOf(reader, context, key);
    return found && toGlobalId('TimeEntry', found);
  }
}

type Priced = (tell: (month: MonthOfEntry) => Money) => TimeCreditType['amount'];

const shownCredit = ({ creditId, period, pool, minutes, amount, recordedAt }: EntryCredit, priced: Priced) => ({
  creditId,
  period,
  pool,
  minutes,
  recordedAt,
  amount: priced(({ currency }) => moneyOf(amount, currency)),
});
