/** The roles of core model 2.6. They are held per team and can be combined. */
export const ROLES = [
  'MARKETING_MEMBER',
  'MARKETING_LEAD',
  'ENGINEER',
  'ENGINEERING_LEAD',
  'PRODUCT_MANAGER',
  'RISK_REVIEWER',
  'FINANCE',
  'BRIDGE',
  'FACILITATOR',
  'AGENCY_MEMBER',
  'AUDITOR',
  'INTEGRATION',
  'ADMIN',
] as const;

export type Role = (typeof ROLES)[number];

/**
 * What a role carries: on every object of the workspace, or only on the caller's own ones.
 * What "own" means is the rule's business (requester or co-author of a request, its owner for dates; the person itself for a token).
 */
export type Grant = 'all' | 'own';
export type Cell = Grant | null;

export type Row = Partial<Record<Role, Grant>>;

export const all = (...roles: Role[]): Row => Object.fromEntries(roles.map((role) => [role, 'all']));
export const own = (...roles: Role[]): Row => Object.fromEntries(roles.map((role) => [role, 'own']));

/** The two teams that talk about a request: "any member" in the command table of 2.1. */
export const MEMBERS = [
  'MARKETING_MEMBER',
  'MARKETING_LEAD',
  'ENGINEER',
  'ENGINEERING_LEAD',
  'PRODUCT_MANAGER',
  'RISK_REVIEWER',
  'BRIDGE',
] as const satisfies readonly Role[];

/** Who may draft a request, and so can be its requester. */
export const REQUESTERS = [
  'MARKETING_MEMBER',
  'MARKETING_LEAD',
  'ENGINEER',
  'ENGINEERING_LEAD',
  'PRODUCT_MANAGER',
  'BRIDGE',
  'INTEGRATION',
] as const satisfies readonly Role[];

export const drafting: Row = { ...all(...REQUESTERS), ...own('MARKETING_MEMBER') };
export const dialogue: Row = { ...all(...MEMBERS), ...own('AGENCY_MEMBER') };
/** Whoever works in one of the two teams or keeps their meetings. */
export const everybody: Row = all(...MEMBERS, 'FACILITATOR');
export const readers: Row = all(...MEMBERS, 'FINANCE', 'FACILITATOR', 'AUDITOR', 'INTEGRATION');
export const leaders: Row = all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE');
/** Whoever builds it or rates its risks; who may settle a concern is the rule's to say. */
export const concerns: Row = all('ENGINEER', 'ENGINEERING_LEAD', 'RISK_REVIEWER');
/** Anyone reports what is live and wrong, and says that it is right again. */
export const bugs: Row = { ...all(...MEMBERS, 'FINANCE', 'FACILITATOR', 'INTEGRATION'), ...own('AGENCY_MEMBER') };
export const oneself: Row = { ...own(...ROLES), ...all('ADMIN') };

/** "See minutes" of 2.6. */
export const minutes: Row = all(
  'MARKETING_MEMBER',
  'MARKETING_LEAD',
  'ENGINEER',
  'ENGINEERING_LEAD',
  'PRODUCT_MANAGER',
  'FINANCE',
  'BRIDGE',
  'AUDITOR',
  'INTEGRATION',
);
/** "See money" of 2.6. */
export const money: Row = all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'FINANCE', 'BRIDGE', 'AUDITOR', 'INTEGRATION');
export const bothLeads: Row = all('MARKETING_LEAD', 'ENGINEERING_LEAD');
/** "Record own time"; the provider's lead and an integration record for others. */
export const recorders: Row = {
  ...own('ENGINEER', 'PRODUCT_MANAGER', 'RISK_REVIEWER', 'BRIDGE', 'AGENCY_MEMBER'),
  ...all('ENGINEERING_LEAD'),
};
