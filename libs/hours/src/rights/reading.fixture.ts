import type { Role } from '#libs/people';
import type { HoursBench, Told } from './rights.fixture.js';
import { DECEMBER, JANUARY, stories } from './stories.fixture.js';

/** What there is to be read: one agreement of each kind. */
export interface Shelf {
  readonly issued: Told;
  readonly credited: Told;
  readonly wantedRate: Told;
}

/** A query, and what it is asked of. */
export interface Read {
  readonly query: string;
  readonly document: string;
  readonly variables: (shelf: Shelf) => object;
}

export const fill = async (bench: HoursBench): Promise<Shelf> => {
  // The agency's person worked: what is theirs they see.
  const worker = bench.holder('AGENCY_MEMBER');
  const tell = (name: 'issued' | 'credited' | 'wantedRate') => bench.tell(stories[name], { worker });
  const [issued, credited, wantedRate] = await Promise.all([tell('issued'), tell('credited'), tell('wantedRate')]);
  return { issued, credited, wantedRate };
};

const MONEY = '{ minorUnits currency }';
const TOTALS = `totals { baseAmount ${MONEY} overageAmount ${MONEY} debtAmount ${MONEY} retainerAmount ${MONEY}
  creditAmount ${MONEY} amount ${MONEY} }`;
const ENTRY = `id personId rate ${MONEY} amount ${MONEY} credits { amount ${MONEY} }`;
const STATEMENT = `${TOTALS} contentHash lines { nodes { rate ${MONEY} amount ${MONEY} } }`;
const OUTCOME = `{ amount ${MONEY} months { amount ${MONEY} } }`;

const ofAgreement = ({ credited }: Shelf) => ({ id: credited.agreementId });
const from = `from: "${DECEMBER}", to: "${JANUARY}"`;

/** Every query of hours. */
export const reads: readonly Read[] = [
  {
    query: 'agreement',
    document: `query ($id: ID!) { agreement(id: $id) { history { changes { summary } } openConsents { terms perHour ${MONEY} }
      rates { perHour ${MONEY} } } }`,
    variables: ({ wantedRate }) => ({ id: wantedRate.agreementId }),
  },
  { query: 'agreements', document: '{ agreements { nodes { id } } }', variables: () => ({}) },
  {
    query: 'allotment',
    document: `query ($id: ID!, $day: LocalDate!) {
      allotment(id: $id) { history { changes { summary } } issuedStatement { amount ${MONEY} } }
      restated: allotment(id: $id, asOf: { businessDate: $day }) { restated { amount ${MONEY} } } }`,
    variables: ({ issued }) => ({ id: issued.month(DECEMBER), day: '2025-12-31' }),
  },
  {
    query: 'allotments',
    document: `query ($id: ID!) { allotments(agreementId: $id, ${from}) { period } }`,
    variables: ofAgreement,
  },
  {
    query: 'burn',
    document: `query ($id: ID!) { burn(agreementId: $id, period: "${JANUARY}") { recordedMinutes } }`,
    variables: ofAgreement,
  },
  {
    query: 'effortBreakdown',
    document: `query ($id: ID!) { effortBreakdown(agreementId: $id, ${from}) { __typename } }`,
    variables: ofAgreement,
  },
  {
    query: 'workCoverage',
    document: `query ($id: ID!) { workCoverage(agreementId: $id, ${from}) { __typename } }`,
    variables: ofAgreement,
  },
  {
    query: 'overBudget',
    document: `query ($id: ID!) { overBudget(agreementId: $id, ${from}) { __typename } }`,
    variables: ofAgreement,
  },
  {
    query: 'ledgerCheck',
    document: `query ($id: ID!) { ledgerCheck(agreementId: $id) { __typename } }`,
    variables: ofAgreement,
  },
  {
    query: 'statement',
    document: `query ($id: ID!) { statement(agreementId: $id, period: "${DECEMBER}") { ${STATEMENT} } }`,
    variables: ({ issued }) => ({ id: issued.agreementId }),
  },
  {
    query: 'statements',
    document: `query ($id: ID!) { statements(agreementId: $id, ${from}) { ${TOTALS} months { ${STATEMENT} } } }`,
    variables: ofAgreement,
  },
  {
    query: 'simulateAllotment',
    document: `query ($id: ID!) { simulateAllotment(input: { agreementId: $id, ${from}, demand: RECORDED, minutesPerMonth: 700 }) {
      simulated ${OUTCOME} recorded ${OUTCOME} difference ${MONEY} } }`,
    variables: ofAgreement,
  },
  {
    query: 'waitingOnLeads',
    document: '{ waitingOnLeads { items { kind what } } }',
    variables: () => ({}),
  },
  {
    query: 'myTime',
    document: '{ myTime(from: "2025-12-01", to: "2025-12-31") { minutes } }',
    variables: () => ({}),
  },
  {
    query: 'timeEntries',
    document: `query ($id: ID!) { timeEntries(filter: { agreementId: { eq: $id } }) { nodes { ${ENTRY} } } }`,
    variables: ofAgreement,
  },
  {
    query: 'timeEntry',
    document: `query ($id: ID!) { timeEntry(id: $id) { ${ENTRY} history { changes { summary } } } }`,
    variables: ({ credited }) => ({ id: credited.entry() }),
  },
];

/** Who sees all money; an agency's people see that of their own work. */
export const seesMoney = (role: Role): boolean =>
  ['MARKETING_LEAD', 'ENGINEERING_LEAD', 'FINANCE', 'BRIDGE', 'AUDITOR', 'INTEGRATION'].includes(role);
