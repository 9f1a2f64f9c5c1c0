import { entryOf } from '../../apps/api/src/demo/quarter/hours.js';
import { instantOf, type Quarter } from '../../apps/api/src/demo/quarter/quarter.js';

const [jan, mar] = ['2026-01', '2026-03'] as const;

/** The last minute of a day, where the quarter takes place. */
export const endOf = (day: string): string => instantOf(`${day}T23:59`);

const BALANCE = `basePoolMinutes grantedMinutes carriedInMinutes consumedMinutes openReservedMinutes availableMinutes
  overageApprovedMinutes overageConsumedMinutes uncoveredMinutes usedMinutes capacityMinutes notBillableMinutes`;

export type Balance = Readonly<Record<string, number>>;

interface Month {
  readonly status: string;
  readonly balance: Balance;
  readonly thresholdsCrossed: readonly number[];
  readonly reservations: readonly { readonly request: { readonly reference: string }; readonly openMinutes: number }[];
}

/** Asks the service about AG-1, as the page prints it. */
export class HoursAsked {
  constructor(private readonly quarter: Quarter) {}

  private variables(more: object): Record<string, unknown> {
    return { agreementId: this.quarter.idOf('AG-1'), ...more };
  }

  month(period: string, recordedAt: string | null = null): Promise<Month> {
    const asOf = recordedAt === null ? null : { recordedAt };
    return this.quarter.asks<Month>(
      'CMO',
      `query ($agreementId: ID, $period: String, $asOf: HoursAsOf) {
        allotment(agreementId: $agreementId, period: $period, asOf: $asOf) {
          status thresholdsCrossed balance { ${BALANCE} } reservations { request { reference } openMinutes } } }`,
      this.variables({ period, asOf }),
    );
  }

  async available(period: string, day: string): Promise<number | undefined> {
    return (await this.month(period, endOf(day))).balance['availableMinutes'];
  }

  statement<Shape>(period: string, asOf: object | null, fields: string): Promise<Shape> {
    return this.quarter.asks<Shape>(
      'Finance Controller',
      `query ($agreementId: ID!, $period: String!, $asOf: HoursAsOf) {
        statement(agreementId: $agreementId, period: $period, asOf: $asOf) { ${fields} } }`,
      this.variables({ period, asOf }),
    );
  }

  /** A query about the quarter's three months. */
  ofQuarter<Shape>(query: string, fields: string): Promise<Shape> {
    return this.quarter.asks<Shape>(
      'CMO',
      `query ($agreementId: ID!, $from: String!, $to: String!) {
        ${query}(agreementId: $agreementId, from: $from, to: $to) { ${fields} } }`,
      this.variables({ from: jan, to: mar }),
    );
  }

  ledger(recordedAt: string | null): Promise<{ a: number; b: number; c: number }> {
    return this.quarter.asks(
      'Finance Controller',
      `query ($agreementId: ID!, $asOf: AsOf) { ledgerCheck(agreementId: $agreementId, asOf: $asOf) {
        a b c sums { grantedMinutes baseConsumedMinutes expiredMinutes } } }`,
      this.variables({ asOf: recordedAt === null ? null : { recordedAt } }),
    );
  }

  entry<Shape>(entryId: string, fields: string): Promise<Shape> {
    const id = entryOf(this.quarter, entryId);
    return this.quarter.asks<Shape>('CTO', `query ($id: ID!) { timeEntry(id: $id) { ${fields} } }`, { id });
  }

  simulation<Shape>(policy: object): Promise<Shape> {
    return this.quarter.asks<Shape>(
      'CMO',
      `query ($input: SimulateAllotmentInput!) { simulateAllotment(input: $input) {
        simulated { overageMinutes expiredMinutes amount { minorUnits } months { rolledOverMinutes unusedMinutes } }
        recorded { overageMinutes expiredMinutes amount { minorUnits } months { rolledOverMinutes } }
        difference { minorUnits currency } refusals { at requestId shortfallMinutes } } }`,
      { input: { ...this.variables({ from: jan, to: mar }), ...policy } },
    );
  }
}
