import { billsOf, drafted, rate, signed } from './hours.js';
import type { Happening, Made, Quarter } from './quarter.js';

const AGENCY = 'AGY-1';

/** What an agency has to prove (contexts.md 3.10). */
const CHECKLIST = [
  'NDA',
  'DATA_PROCESSING_AGREEMENT',
  'SECURITY_CONTACT',
  'SSO_ONLY_ACCESS',
  'LEAST_PRIVILEGE_ACCESS',
  'SECURE_CODING',
  'INCIDENT_NOTICE',
  'INSURANCE',
  'SUB_PROCESSORS',
  'OFFBOARDING_PLAN',
] as const;

/** The agency is invited, and AG-2 is signed: 40 hours a month, nothing beyond them and nothing carried over. */
async function invited(quarter: Quarter): Promise<void> {
  const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
  const input = { name: 'Studio North', teamId: quarter.teamId('Agency'), ceiling: eur(100_000) };
  const query = '{ providers(first: 1) { nodes { id reference } } }';
  const known = async () => (await quarter.asks<{ nodes: Made[] }>('CTO', query)).nodes[0] ?? null;
  const making = { input, made: 'provider', known, reference: AGENCY };
  quarter.remember(AGENCY, await quarter.makes('CTO', 'inviteProvider', making));
  await drafted(quarter, 'AG-2', {
    provider: { agencyId: quarter.idOf(AGENCY) },
    grant: { pool: { minutesPerMonth: 2400 } },
    overage: { mode: 'HARD_STOP' },
    rollover: { none: true },
    rates: rate(11_000),
  });
  await signed(quarter, 'AG-2');
}

async function approved(quarter: Quarter): Promise<void> {
  const providerId = quarter.idOf(AGENCY);
  const fields = 'provider { status }';
  for (const item of CHECKLIST) {
    await quarter.gives('Agency Designer', 'submitEvidence', { input: { providerId, item, text: 'Signed.' }, fields });
    await quarter.gives('Risk Reviewer', 'verifyItem', { input: { providerId, item, ok: true }, fields });
  }
  await quarter.gives('CTO', 'approveProvider', { input: { providerId, validUntil: '2026-07-31' }, fields });
}

const work = (quarter: Quarter, workedOn: string) => ({
  agreementId: quarter.idOf('AG-2'),
  entryId: `G-${workedOn}`,
  workedOn,
  activity: 'BUILD',
  minutes: 50,
});

/** AG-2 of demo-quarter.md 5.3: nothing is recorded before the agency's approval, and three times 91.67 EUR after it. */
export const agencyOfTheQuarter: readonly Happening[] = [
  { at: '2026-01-05T08:30', deed: invited },
  {
    at: '2026-02-03T09:20',
    deed: (quarter) =>
      quarter.refused('Agency Designer', 'recordTime', {
        code: 'PROVIDER_NOT_ONBOARDED',
        input: work(quarter, '2026-02-03'),
      }),
  },
  { at: '2026-02-09T09:20', deed: approved },
  ...['2026-02-12', '2026-02-16', '2026-02-18'].map((day): Happening => ({
    at: `${day}T09:20`,
    deed: (quarter) =>
      quarter.gives('Agency Designer', 'recordTime', { input: work(quarter, day), fields: 'entry { id }' }),
  })),
  ...billsOf('AG-2', ['10:30', '10:40']),
];
