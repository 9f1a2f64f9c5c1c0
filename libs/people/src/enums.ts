import { registerEnumType } from '@nestjs/graphql';
import { ROLES, type Role } from './domain/rights.js';
import { SIDES, type Side } from './domain/team.js';

const named = <Name extends string>(names: readonly Name[]): Record<Name, Name> =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;

export const RoleName: Record<Role, Role> = named(ROLES);

registerEnumType(RoleName, {
  name: 'Role',
  description:
    'What somebody is to the two lanes. Roles are held per team and can be combined; a right is the best of them.',
  valuesMap: {
    MARKETING_MEMBER: { description: 'Asks for work: drafts requests and speaks for their own.' },
    MARKETING_LEAD: { description: 'The CMO: approves for the consumer side.' },
    ENGINEER: { description: 'Answers, estimates and builds.' },
    ENGINEERING_LEAD: { description: 'The CTO or CIO: approves for the provider side.' },
    PRODUCT_MANAGER: { description: 'Triages, sets dates, launches.' },
    RISK_REVIEWER: { description: 'Rates risks and sets what a request touches.' },
    FINANCE: { description: 'Closes months and adjusts them.' },
    BRIDGE: { description: 'The marketing technologist between the two teams.' },
    FACILITATOR: { description: 'Leads the meetings of the two teams.' },
    AGENCY_MEMBER: { description: 'Works from outside, on their own work only.' },
    AUDITOR: { description: 'Reads everything and the log; writes nothing.' },
    INTEGRATION: { description: 'A machine: does what its token names, in roles and in scopes.' },
    ADMIN: { description: 'Keeps people and policies; approves no business by virtue of it.' },
  },
});

export const SideName: Record<Side, Side> = named(SIDES);

registerEnumType(SideName, {
  name: 'Side',
  description: 'Which lane a team works in.',
  valuesMap: {
    CONSUMER: { description: 'Asks for work, e.g. marketing.' },
    PROVIDER: { description: 'Does the work, e.g. engineering or an agency.' },
  },
});

export const GrantName = { all: 'all', own: 'own' } as const;

registerEnumType(GrantName, {
  name: 'Grant',
  description: 'How far a right reaches.',
  valuesMap: {
    all: { description: 'Over every object of the workspace.' },
    own: { description: 'Only over one’s own objects.' },
  },
});
