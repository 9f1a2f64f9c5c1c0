import {
  all,
  bothLeads,
  bugs,
  type Cell,
  concerns,
  dialogue,
  drafting,
  everybody,
  type Grant,
  leaders,
  MEMBERS,
  minutes,
  money,
  oneself,
  own,
  readers,
  recorders,
  REQUESTERS,
  type Role,
  ROLES,
  type Row,
} from './rights-kit.js';
import { planningRights } from './rights-planning.js';
import { readersRights } from './rights-readers.js';

export { type Cell, type Grant, type Role, ROLES } from './rights-kit.js';

/**
 * The matrix of core model 2.6, as far as the commands exist. A cell that is not named is "no".
 * Rows the page does not print follow the roles of the command table in 2.1.
 * INTEGRATION's cells count only for what the token's scopes name: see `grantOf`.
 */
const MATRIX = {
  'people.read': all(...ROLES),
  'people.manage': all('ADMIN'),
  'calendar.read': all(...ROLES),
  // Leads: of their own teams, which is the rule's to say.
  'calendar.manage': { ...own('MARKETING_LEAD', 'ENGINEERING_LEAD'), ...all('ADMIN') },
  'calendar.recordAbsence': own(...MEMBERS, 'FINANCE', 'FACILITATOR', 'AGENCY_MEMBER'),
  'token.mint': oneself,
  'token.revoke': oneself,
  'deputy.delegate': {
    ...own(...MEMBERS, 'FINANCE', 'FACILITATOR', 'AGENCY_MEMBER'),
    ...all('ADMIN'),
  },
  'clock.advance': all('ADMIN', 'INTEGRATION'),
  'log.read': all('AUDITOR', 'INTEGRATION'),
  'log.operate': all('ADMIN'),
  // Whoever may try a parked stream again sees which are parked; of the log itself they see nothing by it.
  'process.read': all('ADMIN', 'AUDITOR', 'INTEGRATION'),
  'request.read': {
    ...all(...MEMBERS, 'FINANCE', 'FACILITATOR', 'AUDITOR', 'INTEGRATION'),
    ...own('AGENCY_MEMBER'),
  },
  'request.create': drafting,
  'request.revise': drafting,
  'request.setTouches': {
    ...own('MARKETING_MEMBER', 'MARKETING_LEAD', 'PRODUCT_MANAGER', 'INTEGRATION'),
    ...all('ENGINEER', 'ENGINEERING_LEAD', 'RISK_REVIEWER', 'BRIDGE'),
  },
  'request.submit': own(...REQUESTERS),
  'request.addCoAuthor': { ...own(...REQUESTERS), ...all('ENGINEERING_LEAD') },
  'request.triage': all('ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'),
  'request.assignOwner': all('ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'),
  'request.decline': all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'),
  'request.withdraw': { ...own(...REQUESTERS), ...all('MARKETING_LEAD') },
  'request.revive': {
    ...own(...REQUESTERS),
    ...all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'),
  },
  'request.hold': {
    ...own('MARKETING_MEMBER', 'ENGINEER'),
    ...all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'),
  },
  // Own: the requests one owns.
  'request.agreeDate': {
    ...own(...MEMBERS, 'AGENCY_MEMBER'),
    ...all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER'),
  },
  'request.ask': dialogue,
  'request.answer': dialogue,
  'request.resolve': dialogue,
  'request.estimate': { ...all('ENGINEER', 'ENGINEERING_LEAD'), ...own('AGENCY_MEMBER') },
  'request.raiseConcern': concerns,
  'request.resolveConcern': concerns,
  'request.merge': all('ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'),
  'request.linkProperties': {
    ...own(...REQUESTERS),
    ...all('ENGINEER', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'),
  },
  'request.proposeAlternative': all('ENGINEER', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER'),
  'request.answerAlternative': { ...own(...REQUESTERS), ...all('MARKETING_LEAD') },
  'request.answerChecklist': { ...all('ENGINEER', 'ENGINEERING_LEAD'), ...own('AGENCY_MEMBER') },
  'request.planPath': {
    ...own('MARKETING_MEMBER'),
    ...all('MARKETING_LEAD', 'ENGINEER', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'),
  },
  'request.work': { ...all('ENGINEER', 'ENGINEERING_LEAD'), ...own('AGENCY_MEMBER') },
  'request.verify': { ...own(...REQUESTERS), ...all('MARKETING_MEMBER', 'MARKETING_LEAD') },
  'request.accept': { ...own(...REQUESTERS), ...all('MARKETING_LEAD') },
  'request.returnToWork': all('ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'MARKETING_LEAD'),
  'request.verifyTracking': all(
    'MARKETING_MEMBER',
    'MARKETING_LEAD',
    'ENGINEER',
    'ENGINEERING_LEAD',
    'PRODUCT_MANAGER',
    'BRIDGE',
  ),
  'request.waiveTracking': all('MARKETING_LEAD', 'PRODUCT_MANAGER'),
  'request.launch': all('ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'INTEGRATION'),
  'request.rollBack': all('ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'INTEGRATION'),
  'request.close': { ...own(...REQUESTERS), ...all('MARKETING_LEAD', 'PRODUCT_MANAGER') },
  'request.reopen': { ...own(...REQUESTERS), ...all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER') },
  'request.expedite': all('MARKETING_LEAD'),
  'request.grantExpedite': all('ENGINEERING_LEAD'),
  'request.experiment': { ...own(...REQUESTERS), ...all('ENGINEERING_LEAD') },
  'request.debt': all('ENGINEER', 'ENGINEERING_LEAD'),
  'request.outcome': { ...own(...REQUESTERS), ...all('MARKETING_MEMBER', 'MARKETING_LEAD') },
  'request.waiveOutcome': all('MARKETING_LEAD', 'PRODUCT_MANAGER'),
  'request.success': { ...own(...REQUESTERS), ...all('MARKETING_LEAD', 'ENGINEER', 'ENGINEERING_LEAD') },
  'request.evidence': all(...MEMBERS),
  'request.bug': bugs,
  'request.resolveBug': bugs,
  'request.label': all(...MEMBERS, 'FACILITATOR', 'INTEGRATION'),
  'request.setFields': { ...drafting, ...all('ENGINEER', 'ENGINEERING_LEAD') },
  'request.comment': { ...all(...MEMBERS, 'FINANCE', 'FACILITATOR'), ...own('AGENCY_MEMBER') },
  // Administrators take away what must not stand there; they write nothing.
  'request.removeComment': { ...all(...MEMBERS, 'FINANCE', 'FACILITATOR', 'ADMIN'), ...own('AGENCY_MEMBER') },
  'request.watch': { ...all(...MEMBERS, 'FINANCE', 'FACILITATOR'), ...own('AGENCY_MEMBER') },
  'request.import': all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE', 'INTEGRATION'),
  'request.setWipLimit': all('ENGINEERING_LEAD'),
  // What forms and lists are made of: labels, fields and templates belong to the whole workspace.
  'settings.read': all(...ROLES),
  'settings.manage': all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE', 'ADMIN'),
  // ADMIN: to change what is shared, which is the rule's to say.
  'filter.save': all(...MEMBERS, 'FINANCE', 'FACILITATOR', 'ADMIN'),
  // Which lead signs which side is the rule's to say.
  'request.approve': all('MARKETING_LEAD', 'ENGINEERING_LEAD'),
  'idea.read': readers,
  'idea.capture': everybody,
  'idea.vote': everybody,
  'idea.shape': { ...own(...MEMBERS, 'FACILITATOR'), ...leaders },
  'idea.park': leaders,
  'idea.drop': leaders,
  'idea.revive': leaders,
  'idea.convert': drafting,
  'roadblock.read': readers,
  'roadblock.raise': everybody,
  // Own: the roadblocks one is the owner of.
  'roadblock.manage': { ...own(...MEMBERS), ...leaders, ...all('FACILITATOR') },
  // Nobody reads the interruptions of somebody else, not even an auditor: the favours of a team are read with `favour.read`.
  'interruption.read': own(...MEMBERS),
  'interruption.log': own(...MEMBERS),
  'interruption.writeOff': own(...MEMBERS),
  'interruption.convert': { ...own(...MEMBERS), ...all('ENGINEERING_LEAD', 'PRODUCT_MANAGER') },
  'favour.read': readers,
  'capture.read': readers,
  'capture.chat': { ...everybody, ...all('INTEGRATION') },
  'priorityBoard.open': leaders,
  // Which lead speaks for which side is the rule's to say.
  'priorityBoard.rank': all('MARKETING_LEAD', 'ENGINEERING_LEAD'),
  'priorityBoard.agree': all('MARKETING_LEAD', 'ENGINEERING_LEAD'),
  'priorityBoard.breakTie': all('BRIDGE'),
  'responsibility.set': leaders,
  'hours.read': minutes,
  'money.read': { ...money, ...own('AGENCY_MEMBER') },
  // Minutes entry by entry; an agency's people and reviewers see their own.
  'time.read': { ...minutes, ...own('RISK_REVIEWER', 'AGENCY_MEMBER') },
  'agreement.draft': all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'FINANCE'),
  // Which lead speaks for which side is the rule's to say, here and below.
  'agreement.sign': bothLeads,
  'hours.consent': bothLeads,
  'hours.simulate': all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'FINANCE', 'BRIDGE'),
  'reservation.release': bothLeads,
  'overage.request': {
    ...own('MARKETING_MEMBER', 'ENGINEER', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'),
    ...all('MARKETING_LEAD'),
  },
  'overage.approve': bothLeads,
  'time.record': { ...recorders, ...all('INTEGRATION') },
  'time.reverse': recorders,
  'time.late': all('ENGINEERING_LEAD'),
  'time.import': all('ENGINEERING_LEAD', 'INTEGRATION'),
  'time.credit': all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'FINANCE'),
  'statement.issue': all('ENGINEERING_LEAD'),
  'statement.accept': all('MARKETING_LEAD'),
  'statement.dispute': all('MARKETING_LEAD'),
  'period.close': all('FINANCE'),
  'provider.read': { ...all(...MEMBERS, 'FINANCE', 'AUDITOR', 'INTEGRATION'), ...own('AGENCY_MEMBER') },
  'provider.manage': all('ENGINEERING_LEAD'),
  'provider.evidence': { ...all('ENGINEER', 'ENGINEERING_LEAD', 'BRIDGE'), ...own('AGENCY_MEMBER') },
  'provider.verify': all('RISK_REVIEWER'),
  'provider.suspend': all('ENGINEERING_LEAD', 'RISK_REVIEWER'),
  ...planningRights,
  ...readersRights,
} satisfies Record<string, Row>;

export type Right = keyof typeof MATRIX;

export const RIGHTS = Object.keys(MATRIX) as readonly Right[];

export const isRight = (name: string): name is Right => Object.hasOwn(MATRIX, name);
export const isRole = (name: string): name is Role => ROLES.some((role) => role === name);

/** What the rights need to know of a caller: the roles in force, and the scopes its token is cut to (null: not cut). */
export interface Holder {
  readonly roles: readonly Role[];
  readonly scopes: readonly Right[] | null;
}

const row = (right: Right): Row => MATRIX[right];

/** The cell of one role: what the role carries by itself, before any scope. */
export const cellOf = (role: Role, right: Right): Cell => row(right)[role] ?? null;

const grantOfRole = (role: Role, right: Right, scopes: Holder['scopes']): Cell => {
  if (scopes === null) return role === 'INTEGRATION' ? null : cellOf(role, right);
  return scopes.includes(right) ? cellOf(role, right) : null;
};

/**
 * What a caller may do: the best cell of the roles, cut to the token's scopes.
 * An INTEGRATION without scopes may do nothing.
 */
export const grantOf = (holder: Holder, right: Right): Cell => {
  const grants = holder.roles.map((role) => grantOfRole(role, right, holder.scopes));
  if (grants.includes('all')) return 'all';
  return grants.includes('own') ? 'own' : null;
};

/** The role an act is recorded under (`meta.actorRole`): the first one that carries the caller's best grant. */
export const roleFor = (holder: Holder, right: Right): Role | null => {
  const best = grantOf(holder, right);
  if (best === null) return null;
  return holder.roles.find((role) => grantOfRole(role, right, holder.scopes) === best) ?? null;
};

const RANK: Record<Grant, number> = { own: 1, all: 2 };
const rank = (cell: Cell): number => (cell === null ? 0 : RANK[cell]);

/** True when everything `weaker` may do, `stronger` may do too, to the same extent. */
export const noStrongerThan = (weaker: Holder, stronger: Holder): boolean =>
  RIGHTS.every((right) => rank(grantOf(weaker, right)) <= rank(grantOf(stronger, right)));
