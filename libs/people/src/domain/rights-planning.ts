import { all, bothLeads, everybody, leaders, MEMBERS, own, readers, ROLES, type Row } from './rights-kit.js';

/** Who moves items on the roadmap: both leads, product, and who stands between. */
const planners: Row = leaders;
const deciders: Row = all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER');

/** Rights of policies, risk and the roadmap: 2.2, 2.4, 3.11 and the rows of 2.6 about them. */
export const planningRights = {
  'policy.read': all(...ROLES),
  // Which lead speaks for which side is the rule's to say, here and below.
  'policy.set': bothLeads,
  'policy.propose': all('MARKETING_LEAD', 'ENGINEERING_LEAD', 'RISK_REVIEWER'),
  'risk.read': readers,
  'risk.open': { ...leaders, ...all('RISK_REVIEWER') },
  'risk.assign': all('ENGINEERING_LEAD', 'RISK_REVIEWER'),
  'risk.raise': all('ENGINEER', 'RISK_REVIEWER'),
  // Rate, treat, answer what a lens asks, sign it, decide: never whoever asked for the work or builds it, which is the rule's to say.
  'risk.sign': all('RISK_REVIEWER'),
  'risk.mitigate': all('ENGINEER', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'RISK_REVIEWER', 'BRIDGE'),
  'risk.completeMitigation': {
    ...own('MARKETING_MEMBER', 'MARKETING_LEAD'),
    ...all('ENGINEER', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'RISK_REVIEWER', 'BRIDGE'),
  },
  'risk.accept': bothLeads,
  'risk.acknowledge': all('MARKETING_MEMBER', 'MARKETING_LEAD'),
  'risk.materialise': { ...all(...MEMBERS), ...all('INTEGRATION') },
  'property.read': readers,
  'property.manage': leaders,
  'property.check': all('ENGINEER', 'ENGINEERING_LEAD', 'RISK_REVIEWER', 'INTEGRATION'),
  'peak.declare': { ...leaders, ...all('MARKETING_MEMBER') },
  'freeze.declare': leaders,
  'freeze.override': bothLeads,
  'roadmap.read': readers,
  // What a roadmap shows to everybody: a type of its own.
  'publicRoadmap.read': all(...ROLES),
  'roadmap.propose': { ...leaders, ...all('MARKETING_MEMBER', 'ENGINEER', 'INTEGRATION') },
  'roadmap.plan': planners,
  'roadmap.agree': deciders,
  'roadmap.commit': deciders,
  'roadmap.assess': all('MARKETING_MEMBER', 'MARKETING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'),
  'roadmap.link': { ...leaders, ...all('ENGINEER') },
  'planning.read': readers,
  'planning.hold': { ...leaders, ...all('FACILITATOR') },
  'planning.attend': everybody,
} satisfies Record<string, Row>;
