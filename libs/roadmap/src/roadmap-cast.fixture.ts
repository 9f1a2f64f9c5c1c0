import type { Role } from '#libs/people';

/** Somebody who can call. */
export interface Member {
  readonly personId: string;
  /** Global id of the person. */
  readonly id: string;
  readonly token: string;
}

export type TeamName = 'marketing' | 'engineering' | 'sales' | 'agencyTeam';
export type Held = readonly [Role, TeamName | null];

/** Everybody, by the roles they hold and the teams they hold them in. */
export const CAST = {
  marketer: [['MARKETING_MEMBER', 'marketing']],
  cmo: [['MARKETING_LEAD', 'marketing']],
  /** Leads another team that asks for work. */
  salesLead: [['MARKETING_LEAD', 'sales']],
  cto: [['ENGINEERING_LEAD', 'engineering']],
  backend: [['ENGINEER', 'engineering']],
  frontend: [['ENGINEER', 'engineering']],
  manager: [['PRODUCT_MANAGER', 'engineering']],
  reviewer: [['RISK_REVIEWER', 'engineering']],
  secondReviewer: [['RISK_REVIEWER', 'engineering']],
  /** Leads both sides. */
  both: [
    ['MARKETING_LEAD', 'marketing'],
    ['ENGINEERING_LEAD', 'engineering'],
  ],
  bridge: [['BRIDGE', null]],
  finance: [['FINANCE', null]],
  facilitator: [['FACILITATOR', null]],
  agencyDesigner: [['AGENCY_MEMBER', 'agencyTeam']],
  auditor: [['AUDITOR', null]],
  admin: [['ADMIN', null]],
} as const satisfies Record<string, readonly Held[]>;

export type Name = keyof typeof CAST;

export const TEAMS = {
  marketing: 'CONSUMER',
  engineering: 'PROVIDER',
  sales: 'CONSUMER',
  agencyTeam: 'PROVIDER',
} as const;

/** A workspace with its teams and people. Ids of teams are global ones. */
export interface Cast extends Readonly<Record<Name, Member>>, Readonly<Record<TeamName, string>> {
  readonly workspaceId: string;
}
