import type { Right, Role } from './domain/rights.js';
import type { Side } from './domain/team.js';

export type DemoTeam = 'Marketing' | 'Engineering' | 'Agency';

/** Somebody of the demo quarter (demo-quarter.md 5). All names are invented. */
export interface DemoPerson {
  /** What the person is called at work, e.g. `CMO`; the demo token is derived from it. */
  readonly title: string;
  readonly name: string;
  readonly role: Role;
  /** Null for roles of the whole workspace. */
  readonly team: DemoTeam | null;
  /** Rights its token is cut to; without them a machine may do nothing. */
  readonly scopes?: readonly Right[];
}

export const DEMO_ZONE = 'Europe/Berlin';

export const DEMO_TEAMS: Readonly<Record<DemoTeam, Side>> = {
  Marketing: 'CONSUMER',
  Engineering: 'PROVIDER',
  Agency: 'PROVIDER',
};

const inTeam =
  (team: DemoTeam | null) =>
  (title: string, name: string, role: Role): DemoPerson => ({ title, name, role, team });

const marketing = inTeam('Marketing');
const engineering = inTeam('Engineering');
const agency = inTeam('Agency');
const everywhere = inTeam(null);

/** What a job needs that reads the log by pages and makes reports of it. */
const REPORTING = ['log.read', 'log.consume', 'metric.read', 'request.read', 'roadmap.read'] as const;

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  marketing('CMO', 'Carla Moreno', 'MARKETING_LEAD'),
  marketing('Campaign Manager', 'Mara Lindt', 'MARKETING_MEMBER'),
  marketing('Web Content Manager', 'Winnie Okafor', 'MARKETING_MEMBER'),
  marketing('CRM Manager', 'Cem Yilmaz', 'MARKETING_MEMBER'),
  marketing('Marketing Analyst', 'Ana Petrova', 'MARKETING_MEMBER'),
  engineering('CTO', 'Tom Becker', 'ENGINEERING_LEAD'),
  engineering('Web Team Lead', 'Wei Chen', 'ENGINEER'),
  engineering('Backend Engineer', 'Bea Novak', 'ENGINEER'),
  engineering('Frontend Engineer', 'Finn Larsen', 'ENGINEER'),
  engineering('Risk Reviewer', 'Rita Sandoval', 'RISK_REVIEWER'),
  engineering('Product Manager', 'Paula Keller', 'PRODUCT_MANAGER'),
  everywhere('Finance Controller', 'Felix Braun', 'FINANCE'),
  everywhere('Facilitator', 'Fatima Haddad', 'FACILITATOR'),
  agency('Agency Designer', 'Dario Conti', 'AGENCY_MEMBER'),
  everywhere('Administrator', 'Ada Wolff', 'ADMIN'),
  everywhere('Auditor', 'Otto Reinhardt', 'AUDITOR'),
  { ...everywhere('Reporting Job', 'Nightly Figures', 'INTEGRATION'), scopes: REPORTING },
];
