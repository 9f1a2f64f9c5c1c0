import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { operatorCommand } from '#libs/people';
import { openMonths } from '../agreements.fixture.js';
import { monthStream } from '../decisions.js';
import {
  acceptStatement,
  addMonths,
  agreement,
  type AgreementState,
  type Allotment,
  type AllotmentEvent,
  allotment,
  allotmentId,
  beginClosing,
  closePeriod,
  type HoursContext,
  issueStatement,
  lastDayOf,
  termsFor,
} from '../domain/index.js';
import type { HoursApi, Member } from '../hours.fixture.js';
import { OverageBench } from '../overage/overage.fixture.js';

const MONEY = '{ minorUnits currency }';
export const TOTALS = `baseMinutes overageMinutes debtMinutes retainerMinutes creditMinutes billedMinutes baseAmount ${MONEY}
  overageAmount ${MONEY} debtAmount ${MONEY} retainerAmount ${MONEY} creditAmount ${MONEY} amount ${MONEY}`;
export const LINE = `lineId kind entryId timeEntryId requestId workedOn activity originalPeriod billedPeriod pool minutes percent
  rate ${MONEY} amount ${MONEY} note`;
export const STATEMENT = `period status businessDate number acceptBy currency contentHash asOfPosition issue { issuedAt acceptedAt }
  totals { ${TOTALS} } lines(first: 250) { totalCount nodes { ${LINE} } }`;

const ONE = `query ($agreementId: ID!, $period: String!, $asOf: HoursAsOf) {
  statement(agreementId: $agreementId, period: $period, asOf: $asOf) { ${STATEMENT} } }`;

export interface ShownMoney {
  readonly minorUnits: number;
  readonly currency: string;
}

export interface ShownLine {
  readonly lineId: string;
  readonly kind: string;
  readonly minutes: number;
  readonly percent: number;
  readonly originalPeriod: string | null;
  readonly billedPeriod: string;
  readonly amount: ShownMoney | null;
  readonly note: string | null;
}

export interface ShownStatement {
  readonly status: string;
  readonly number: number | null;
  readonly acceptBy: string | null;
  readonly businessDate: string | null;
  readonly contentHash: string | null;
  readonly asOfPosition: string;
  readonly issue: { readonly issuedAt: string; readonly acceptedAt: string | null } | null;
  readonly totals: Readonly<Record<string, number | ShownMoney | null>>;
  readonly lines: { readonly totalCount: number; readonly nodes: readonly ShownLine[] };
}

/** Lines as short texts, e.g. `e1:BASE 300 45835`. */
export const inShort = ({ lines }: ShownStatement): string[] =>
  lines.nodes.map(({ lineId, minutes, amount }) => `${lineId} ${minutes} ${amount?.minorUnits ?? '-'}`);

/** An agreement whose months end as the rules say, without a clock. */
export class StatementBench {
  private constructor(
    readonly bench: OverageBench,
    private readonly known: AgreementState,
  ) {}

  /** 600 minutes a month at 91.67 EUR an hour, with other fields of `draftAgreement`; January runs. */
  static async open(api: HoursApi, change: object = {}): Promise<StatementBench> {
    const bench = await OverageBench.open(api, {
      grant: { pool: { minutesPerMonth: 600 } },
      debtAllowed: true,
      rates: [{ perHour: { minorUnits: 9167, currency: 'EUR' }, effectiveFrom: '2026-01-01' }],
      ...change,
    });
    const streamId = `${agreement.type}-${fromGlobalId(bench.agreementId, 'Agreement')}`;
    const events = await api.log.readStream({ workspaceId: bench.cast.workspaceId, streamId });
    const state = (events as Parameters<typeof agreement.evolve>[1][]).reduce(
      (known, event) => agreement.evolve(known, event),
      agreement.initial,
    );
    return new StatementBench(bench, state as AgreementState);
  }

  get id(): string {
    return fromGlobalId(this.bench.agreementId, 'Agreement');
  }

  entry(entryId: string): string {
    return toGlobalId('TimeEntry', `${this.id}-${entryId}`);
  }

  /** 09:00 in Berlin of a day. */
  async on(day: string): Promise<void> {
    const { api, cast, agreementId } = this.bench;
    await api.setClock(cast.workspaceId, `${day}T08:00:00.000Z`);
    await openMonths(api, cast, agreementId, ['2026-01', '2026-02', '2026-03', '2026-04']);
  }

  /** Issues the statement of a month that is over. */
  async issue(period: string, today: string): Promise<void> {
    await this.on(today);
    await this.decide(period, (month, ctx) => beginClosing(month, { graceEndsOn: lastDayOf(period) }, ctx));
    const history = (await this.history(period)) as unknown as AllotmentEvent[];
    await this.decide(period, (month, ctx) => issueStatement(month, { history, acceptBy: today }, ctx));
  }

  accept(period: string): Promise<void> {
    return this.decide(period, (month, ctx) => acceptStatement(month, {}, ctx));
  }

  /** From the statement to the close. */
  async settle(period: string, today: string): Promise<void> {
    await this.issue(period, today);
    await this.accept(period);
    const { api, cast } = this.bench;
    const command = operatorCommand({ workspaceId: cast.workspaceId, operation: 'close', input: { period } });
    const streams = { month: monthStream(this.id, period), next: monthStream(this.id, addMonths(period, 1)) };
    await api.log.decide(command, streams, (months, { now }) => closePeriod(months, {}, this.context(period, now)));
  }

  history(period: string) {
    const streamId = `${allotment.type}-${allotmentId(this.id, period)}`;
    return this.bench.api.log.readStream({ workspaceId: this.bench.cast.workspaceId, streamId });
  }

  show(period: string, asOf: object | null = null, who: Member = this.bench.cast.finance): Promise<ShownStatement> {
    return this.bench.api.ask(ONE, who, { agreementId: this.bench.agreementId, period, asOf });
  }

  run(period: string, who: Member, agreementId = this.bench.agreementId) {
    return this.bench.api.run(ONE, who, { agreementId, period });
  }

  /** Lets the log be read as history up to here. */
  private decide(
    period: string,
    rule: (month: Allotment, ctx: HoursContext) => readonly AllotmentEvent[],
  ): Promise<void> {
    const stream = { aggregate: allotment, id: allotmentId(this.id, period) };
    const { api, cast } = this.bench;
    return api.happened(cast.workspaceId, stream, (month, now) => rule(month, this.context(period, now)));
  }

  /** The consumer's lead. */
  private context(period: string, now: string): HoursContext {
    const actor = {
      personId: this.bench.cast.cmo.personId,
      roles: ['MARKETING_LEAD'],
      side: 'CONSUMER',
      grant: 'all',
    } as const;
    return { now, today: now.slice(0, 10), actor, terms: termsFor(this.known, period) };
  }
}
