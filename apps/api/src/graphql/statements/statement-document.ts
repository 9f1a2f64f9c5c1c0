/** What a file of statements is made of: asked of the schema like anybody's query, so that rights and refusals are those of the API. */

export interface FileMoney {
  readonly minorUnits: number;
  readonly currency: string;
}

interface Named {
  readonly name: string | null;
}

export interface FileLine {
  readonly lineId: string;
  readonly kind: string;
  readonly entryId: string | null;
  readonly workedOn: string | null;
  readonly activity: string | null;
  readonly originalPeriod: string | null;
  readonly billedPeriod: string;
  readonly pool: string | null;
  readonly minutes: number;
  readonly percent: number;
  readonly rate: FileMoney;
  readonly amount: FileMoney;
  readonly note: string | null;
  readonly person: Named | null;
  readonly requestId: string | null;
  readonly request: { readonly reference: string; readonly title: string } | null;
}

export interface FileTotals {
  readonly baseMinutes: number;
  readonly overageMinutes: number;
  readonly debtMinutes: number;
  readonly retainerMinutes: number;
  readonly creditMinutes: number;
  readonly billedMinutes: number;
  readonly baseAmount: FileMoney;
  readonly overageAmount: FileMoney;
  readonly debtAmount: FileMoney;
  readonly retainerAmount: FileMoney;
  readonly creditAmount: FileMoney;
  /** Null for whoever may not see money: they get no file. */
  readonly amount: FileMoney | null;
}

export type FileMovement = Readonly<
  Record<
    | 'grantedMinutes'
    | 'adjustedMinutes'
    | 'carriedInMinutes'
    | 'creditedMinutes'
    | 'debtAppliedMinutes'
    | 'consumedMinutes'
    | 'overageMinutes'
    | 'debtMinutes'
    | 'writtenOffMinutes'
    | 'uncoveredMinutes'
    | 'rolledOverMinutes'
    | 'expiredMinutes'
    | 'leftMinutes',
    number
  >
>;

export interface FileMonth {
  readonly period: string;
  readonly status: string;
  readonly businessDate: string | null;
  readonly number: number | null;
  readonly acceptBy: string | null;
  readonly currency: string;
  readonly contentHash: string;
  readonly asOfPosition: string;
  readonly issue: {
    readonly issuedAt: string;
    readonly acceptedAt: string | null;
    readonly acceptedBy: Named | null;
    readonly acceptedOnBehalfOf: Named | null;
  } | null;
  readonly totals: FileTotals;
  readonly movement: FileMovement;
}

export interface FileTerms {
  readonly effectiveFromPeriod: string;
  readonly overageMode: string;
  readonly overageFactorPercent: number;
  readonly billing: string;
  readonly rollover: {
    readonly carries: boolean;
    readonly capPercent: number | null;
    readonly capMinutes: number | null;
    readonly expiresAfterMonths: number | null;
  };
}

export interface FileRate {
  readonly activity: string | null;
  readonly role: string | null;
  readonly effectiveFrom: string;
  readonly perHour: FileMoney;
}

export interface FileAgreement {
  readonly reference: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly consumerTeam: Named | null;
  readonly providerTeam: Named | null;
  readonly termsVersions: readonly FileTerms[];
  readonly rates: readonly FileRate[] | null;
}

/** Everything but the lines. */
export interface FileHead {
  readonly agreement: FileAgreement | null;
  readonly statements: { readonly months: readonly FileMonth[]; readonly totals: FileTotals };
}

export interface LinePage {
  readonly statement: {
    readonly contentHash: string;
    readonly lines: {
      readonly nodes: readonly FileLine[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

/** A file's content: months with their lines. */
export interface StatementDocument extends Omit<FileHead, 'statements' | 'agreement'> {
  readonly agreement: FileAgreement;
  readonly months: readonly (FileMonth & { readonly lines: readonly FileLine[] })[];
  readonly totals: FileTotals;
}

const MONEY = '{ minorUnits currency }';
const TOTALS = `totals { baseMinutes overageMinutes debtMinutes retainerMinutes creditMinutes billedMinutes baseAmount ${MONEY}
  overageAmount ${MONEY} debtAmount ${MONEY} retainerAmount ${MONEY} creditAmount ${MONEY} amount ${MONEY} }`;

export const HEAD = `query StatementFile($agreementId: ID!, $from: String!, $to: String!, $asOf: HoursAsOf) {
  agreement(id: $agreementId) { reference timeZone currency consumerTeam { name } providerTeam { name }
    termsVersions { effectiveFromPeriod overageMode overageFactorPercent billing
      rollover { carries capPercent capMinutes expiresAfterMonths } }
    rates { activity role effectiveFrom perHour ${MONEY} } }
  statements(agreementId: $agreementId, from: $from, to: $to, asOf: $asOf) { ${TOTALS}
    months { period status businessDate number acceptBy currency contentHash asOfPosition
      issue { issuedAt acceptedAt acceptedBy { name } acceptedOnBehalfOf { name } } ${TOTALS}
      movement { grantedMinutes adjustedMinutes carriedInMinutes creditedMinutes debtAppliedMinutes consumedMinutes overageMinutes
        debtMinutes writtenOffMinutes uncoveredMinutes rolledOverMinutes expiredMinutes leftMinutes } } } }`;

export const LINES = `query StatementFileLines($agreementId: ID!, $period: String!, $asOf: HoursAsOf, $after: String) {
  statement(agreementId: $agreementId, period: $period, asOf: $asOf) { contentHash lines(first: 250, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { lineId kind entryId workedOn activity originalPeriod billedPeriod pool minutes percent rate ${MONEY} amount ${MONEY} note
      person { name } requestId request { reference title } } } } }`;
