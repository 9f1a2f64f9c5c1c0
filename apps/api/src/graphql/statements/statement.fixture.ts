import type { FileLine, StatementDocument } from './statement-document.js';

type Month = StatementDocument['months'][number];

export const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
export const evil = '<script>document.title = "run"</script><img src=x onerror="document.title=\'run\'">';

const line = (change: Partial<FileLine>): FileLine => ({
  lineId: 'F1:BASE',
  kind: 'WORK',
  entryId: 'F1',
  workedOn: '2026-02-03',
  activity: 'BUILD',
  originalPeriod: null,
  billedPeriod: '2026-02',
  pool: 'BASE',
  minutes: 420,
  percent: 100,
  rate: eur(9000),
  amount: eur(63000),
  note: null,
  person: { name: 'Bea Backend' },
  requestId: 'r1',
  request: { reference: 'REQ-1', title: 'Onboarding' },
  ...change,
});

const totals = {
  baseMinutes: 420,
  overageMinutes: 90,
  debtMinutes: 0,
  retainerMinutes: 0,
  creditMinutes: -60,
  billedMinutes: 450,
  baseAmount: eur(63000),
  overageAmount: eur(20250),
  debtAmount: eur(0),
  retainerAmount: eur(0),
  creditAmount: eur(-13500),
  amount: eur(69750),
};

const february: Month = {
  period: '2026-02',
  status: 'CLOSED',
  businessDate: null,
  number: 1,
  acceptBy: '2026-03-12',
  currency: 'EUR',
  contentHash: 'c0ffee'.repeat(10),
  asOfPosition: 'ZTEuNDI',
  issue: {
    issuedAt: '2026-03-05T08:00:00.000Z',
    acceptedAt: '2026-03-05T09:30:00.000Z',
    acceptedBy: { name: `Cleo ${evil}` },
    acceptedOnBehalfOf: null,
  },
  totals,
  movement: {
    grantedMinutes: 4800,
    adjustedMinutes: 0,
    carriedInMinutes: 630,
    creditedMinutes: 0,
    debtAppliedMinutes: 0,
    consumedMinutes: 5430,
    overageMinutes: 540,
    debtMinutes: 0,
    writtenOffMinutes: 0,
    uncoveredMinutes: 0,
    rolledOverMinutes: 0,
    expiredMinutes: 0,
    leftMinutes: 0,
  },
  lines: [
    line({ note: evil }),
    line({
      lineId: 'F17:OVERAGE',
      entryId: 'F17',
      pool: 'OVERAGE',
      minutes: 90,
      percent: 150,
      amount: eur(20250),
      requestId: 'r2',
      request: { reference: 'REQ-3', title: `Cards ${evil}` },
    }),
    line({
      lineId: '2026-02-K1',
      kind: 'CREDIT',
      workedOn: null,
      activity: null,
      person: null,
      originalPeriod: '2026-01',
      minutes: -60,
      percent: 150,
      amount: eur(-13500),
      note: '=HYPERLINK("http://elsewhere.example";"see")',
    }),
    line({ lineId: 'F3:BASE', entryId: 'F3', requestId: null, request: null, minutes: 0, amount: eur(0) }),
    line({ lineId: 'F4:BASE', entryId: 'F4', requestId: 'r9', request: null, minutes: 0, amount: eur(0) }),
  ],
};

/** Statements as nobody should have to read them: names and texts that would like to be run. */
export const document: StatementDocument = {
  agreement: {
    reference: 'AG-1',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    consumerTeam: { name: `Marketing ${evil}` },
    providerTeam: { name: null },
    termsVersions: [
      {
        effectiveFromPeriod: '2026-01',
        overageMode: 'APPROVAL',
        overageFactorPercent: 150,
        billing: 'ACTUALS',
        rollover: { carries: true, capPercent: 25, capMinutes: null, expiresAfterMonths: 1 },
      },
      {
        effectiveFromPeriod: '2026-03',
        overageMode: 'APPROVAL',
        overageFactorPercent: 200,
        billing: 'RETAINER',
        rollover: { carries: false, capPercent: null, capMinutes: null, expiresAfterMonths: null },
      },
    ],
    rates: [
      { activity: null, role: null, effectiveFrom: '2026-01-01', perHour: eur(9000) },
      { activity: 'QA', role: null, effectiveFrom: '2026-03-01', perHour: eur(8000) },
    ],
  },
  months: [february, { ...february, period: '2026-03', status: 'PROVISIONAL', number: null, issue: null }],
  totals,
};
