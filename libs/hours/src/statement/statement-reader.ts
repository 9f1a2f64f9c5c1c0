import { TimeTravel } from '#libs/api-kit';
import { NotFound, type Position } from '#libs/event-log';
import type { LocalDate, Period } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import {
  type AllotmentState,
  type Ledger,
  ledgerOf,
  restatedStatement,
  type Statement,
  statementFromRows,
  statementOf,
} from '../domain/index.js';
import type { HoursAsOf } from '../months/as-of.input.js';
import type { AllotmentKey } from '../allotment-key.js';
import { PastMonths } from '../months/past-months.js';
import { type Issue, issueIn } from './issue.js';
import { IssueReader } from './issue-reader.js';
import { type Months, type ReadLedger, StatementRows } from './statement-rows.js';

/** The bill of one month. */
export interface MonthStatement extends Statement {
  readonly month: AllotmentState;
  /** The day it is restated at; null for the bill itself. */
  readonly businessDate: LocalDate | null;
  /** The month that billed a line, by line id; a line that is not named is billed by the month itself. */
  readonly billedBy: ReadonlyMap<string, Period>;
  /** Who issued and accepted it, and when. Null where nothing was issued, or it is void. */
  readonly issue: () => Promise<Issue | null>;
  /** What it says, it says of everything up to here. */
  readonly position: Position;
}

/** One month of an agreement in a workspace. */
interface Wanted extends Months {
  readonly workspaceId: string;
}

/** Statements of months: of rows as they stand, of the log as it stood. */
@Injectable()
export class StatementReader {
  constructor(
    private readonly rows: StatementRows,
    private readonly issues: IssueReader,
    private readonly past: PastMonths,
    private readonly travel: TimeTravel,
  ) {}

  /**
   * What was issued is told as it was issued, everything else as it would be billed.
   * @throws NotFound for a month nobody opened; what `TimeTravel` throws
   */
  async one(
    workspaceId: string,
    { agreementId, period }: AllotmentKey,
    asOf: HoursAsOf | null,
  ): Promise<MonthStatement> {
    const wanted = { workspaceId, agreementId, from: period, to: period };
    const issued = asOf === null ? await this.issued(workspaceId, { agreementId, period }) : null;
    const [statement] = issued ? [issued] : await this.many(wanted, asOf);
    if (!statement) throw new NotFound('month of this agreement', ['period']);
    return statement;
  }

  /** Months that were opened, in order; of the present by a number of database statements that does not depend on their size or number. */
  async range(workspaceId: string, months: Months, asOf: HoursAsOf | null): Promise<MonthStatement[]> {
    return this.many({ workspaceId, ...months }, asOf);
  }

  /** The statement that stands, from the fact that issued it. */
  private async issued(workspaceId: string, key: AllotmentKey): Promise<MonthStatement | null> {
    const found = await this.issues.standing(workspaceId, key);
    return found && { ...asIssued(found.month, found.issue), position: found.position };
  }

  private async many(wanted: Wanted, asOf: HoursAsOf | null): Promise<MonthStatement[]> {
    const position = await this.travel.positionOf(wanted.workspaceId, asOf);
    const businessDate = asOf?.businessDate ?? null;
    const read = position === null ? this.present(wanted, businessDate) : this.before(wanted, businessDate, position);
    return statementsOf(await read, wanted, businessDate);
  }

  private async present(wanted: Wanted, businessDate: LocalDate | null): Promise<Source> {
    const { workspaceId } = wanted;
    const read = await (businessDate === null
      ? this.rows.billed(workspaceId, wanted)
      : this.rows.worked(workspaceId, wanted));
    const billed = (month: AllotmentState) => billedStatement(read.ledger, month);
    return { ...read, billed, issueOf: (month) => this.issues.of(workspaceId, month) };
  }

  /** Restating asks for the months after as well: they may hold late time and credits. */
  private async before(wanted: Wanted, businessDate: LocalDate | null, position: Position): Promise<Source> {
    const { from, to } = wanted;
    const periods = await this.past.periods(wanted, businessDate === null ? { from, to } : { from });
    const histories = await this.past.histories({ ...wanted, position }, periods);
    const historyOf = ({ period }: AllotmentState) => histories[periods.indexOf(period)] ?? [];
    return {
      ledger: ledgerOf(histories),
      position,
      // A month's own history tells its credits, too, whichever month their entries are of.
      billed: (month) => statementOf(historyOf(month))!,
      issueOf: (month) => Promise.resolve(issueIn(historyOf(month), month)),
    };
  }
}

interface Source extends ReadLedger {
  /** What a month of the ledger bills. */
  readonly billed: (month: AllotmentState) => Statement;
  readonly issueOf: (month: AllotmentState) => Promise<Issue | null>;
}

const asIssued = (month: AllotmentState, issue: Issue) => ({
  month,
  lines: issue.lines,
  totals: issue.totals,
  businessDate: null,
  billedBy: new Map<string, Period>(),
  issue: () => Promise.resolve(issue),
});

function statementsOf(
  { ledger, position, billed, issueOf }: Source,
  { from, to }: Months,
  businessDate: LocalDate | null,
) {
  const wanted = [...ledger.months.values()].filter(({ period }) => period >= from && period <= to);
  return wanted
    .sort((a, b) => (a.period < b.period ? -1 : 1))
    .map((month): MonthStatement => {
      const own = { month, businessDate, position };
      if (businessDate === null) {
        const issue = () => (month.statement ? issueOf(month) : Promise.resolve(null));
        return { ...own, ...billed(month), billedBy: new Map(), issue };
      }
      const { lines, totals } = restatedStatement(ledger, month.period, businessDate)!;
      return { ...own, lines, totals, billedBy: billedBy(ledger, lines), issue: () => Promise.resolve(null) };
    });
}

const billedStatement = ({ entries, credits }: Ledger, month: AllotmentState): Statement =>
  statementFromRows(
    month,
    entries.filter(({ entry }) => entry.period === month.period),
    credits.filter(({ period }) => period === month.period),
  );

function billedBy({ entries, credits }: Ledger, lines: Statement['lines']): ReadonlyMap<string, Period> {
  const ofEntry = new Map(entries.map(({ entry }) => [entry.entryId, entry.period]));
  const ofCredit = new Map(credits.map(({ creditId, period }) => [creditId, period]));
  return new Map(
    lines.flatMap(({ kind, lineId, entryId }) => {
      const period = kind === 'CREDIT' ? ofCredit.get(lineId) : ofEntry.get(entryId ?? '');
      return period === undefined ? [] : [[lineId, period] as const];
    }),
  );
}
