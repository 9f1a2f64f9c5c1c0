import { InvalidState, NotFound, Refusal, ValidationFailed } from '#libs/event-log';
import type { Delegation, HeldRole, KnownPerson, Person, PersonDetail, PersonEvent } from './person.js';
import { sameRole } from './person.js';
import type { Role } from './rights.js';

export const MAX_ROLES_PER_PERSON = 40;
export const MAX_DELEGATIONS_PER_PERSON = 20;
export const MAX_DELEGATION_DAYS = 366;

/** Roles that mean something only beside a team. */
const TEAM_ROLES: readonly Role[] = [
  'MARKETING_MEMBER',
  'MARKETING_LEAD',
  'ENGINEER',
  'ENGINEERING_LEAD',
  'PRODUCT_MANAGER',
  'RISK_REVIEWER',
  'BRIDGE',
  'AGENCY_MEMBER',
];

/** An integration is cut to its token, and an auditor's independence is personal: neither has a deputy. */
const NOT_DELEGABLE: readonly Role[] = ['INTEGRATION', 'AUDITOR'];

/** Ids of who decides: the person and, if any, the one acted for; nobody when the operator at the command line does. */
export type Deciders = readonly string[];

const existing = (person: Person): KnownPerson => {
  if (person.status === 'unknown') throw new NotFound('person');
  return person;
};

const refuse = (code: string, message: string, path?: readonly string[]): Refusal =>
  new Refusal(code, 'STATE', message, {}, path ? { path } : {});

const noSelfService = (by: Deciders, beneficiary: string, message: string): void => {
  if (by.includes(beneficiary)) throw new Refusal('SELF_APPROVAL_FORBIDDEN', 'FORBIDDEN', message);
};

export const addPerson =
  (personId: string) =>
  (person: Person): PersonEvent[] => {
    if (person.status === 'known') throw new InvalidState('known', ['unknown']);
    return [{ type: 'PersonAdded', data: { personId } }];
  };

/** Records that details changed and which; the details themselves stay outside the log. */
export const changeDetails =
  (fields: readonly PersonDetail[]) =>
  (person: Person): PersonEvent[] => {
    const { personId } = existing(person);
    if (fields.length === 0) throw new ValidationFailed('Give a name or an e-mail address to change.', ['input']);
    return [{ type: 'PersonDetailsChanged', data: { personId, fields } }];
  };

/** Nobody grants a role to oneself, administrators included: a second person has to. */
export const grantRole =
  (wanted: HeldRole, by: Deciders) =>
  (state: Person): PersonEvent[] => {
    const person = existing(state);
    const { role, teamId } = wanted;
    noSelfService(by, person.personId, 'Nobody grants a role to oneself; ask another administrator.');
    if (teamId === null && TEAM_ROLES.includes(role)) {
      throw new ValidationFailed(`${role} is held in a team; name the team.`, ['input', 'teamId'], 'TEAM_REQUIRED');
    }
    if (person.roles.some((held) => sameRole(held, wanted))) {
      throw refuse('ROLE_ALREADY_HELD', `The person holds ${role} there already.`, ['input', 'role']);
    }
    if (person.roles.length >= MAX_ROLES_PER_PERSON) {
      throw new Refusal('ROLE_LIMIT_REACHED', 'LIMIT', `A person holds at most ${MAX_ROLES_PER_PERSON} roles.`, {
        limit: MAX_ROLES_PER_PERSON,
      });
    }
    return [{ type: 'RoleGranted', data: { personId: person.personId, role, teamId } }];
  };

/** With the last holding of a role its delegations end: nobody is deputy of somebody who has nothing to give. */
export const revokeRole =
  ({ role, teamId }: HeldRole) =>
  (state: Person): PersonEvent[] => {
    const person = existing(state);
    const { personId } = person;
    if (!person.roles.some((held) => sameRole(held, { role, teamId }))) {
      throw refuse('ROLE_NOT_HELD', `The person does not hold ${role} there.`, ['input', 'role']);
    }
    const elsewhere = person.roles.filter((held) => held.role === role).length > 1;
    const ended = elsewhere ? [] : person.delegations.filter((delegation) => delegation.role === role);
    return [
      { type: 'RoleRevoked', data: { personId, role, teamId } },
      ...ended.map(({ delegationId }): PersonEvent => ({
        type: 'DelegationEnded',
        data: { personId, delegationId, cause: 'ROLE_REVOKED' },
      })),
    ];
  };

const DAY_MS = 86_400_000;
const daysOf = ({ from, until }: Delegation): number => (Date.parse(until) - Date.parse(from)) / DAY_MS + 1;

const checkPeriod = (wanted: Delegation, today: string): void => {
  if (wanted.until < wanted.from) {
    throw new ValidationFailed('The period ends before it begins.', ['input', 'until'], 'PERIOD_INVALID');
  }
  if (wanted.until < today) {
    throw new ValidationFailed('The period is already over.', ['input', 'until'], 'PERIOD_INVALID');
  }
  if (daysOf(wanted) > MAX_DELEGATION_DAYS) {
    const message = `A deputy is named for at most ${MAX_DELEGATION_DAYS} days; name one again later.`;
    throw new ValidationFailed(message, ['input', 'until'], 'PERIOD_INVALID');
  }
};

const overlap = (one: Delegation, other: Delegation): boolean =>
  one.role === other.role && one.deputyId === other.deputyId && one.from <= other.until && other.from <= one.until;

/** Refuses a person as one's own deputy; known before anything is read. */
export const checkDeputy = (personId: string, deputyId: string): void => {
  if (deputyId !== personId) return;
  throw new ValidationFailed('Nobody is one’s own deputy.', ['input', 'deputyId'], 'DELEGATION_TO_SELF');
};

const checkDelegable = (person: KnownPerson, { role, deputyId }: Delegation, by: Deciders): void => {
  checkDeputy(person.personId, deputyId);
  noSelfService(by, deputyId, 'Nobody names oneself deputy of somebody else.');
  if (NOT_DELEGABLE.includes(role)) {
    throw refuse('ROLE_NOT_DELEGABLE', `${role} has no deputy.`, ['input', 'role']);
  }
  if (!person.roles.some((held) => held.role === role)) {
    throw refuse('ROLE_NOT_HELD', `The person does not hold ${role}.`, ['input', 'role']);
  }
};

/** `delegate(role, from, to, period)` of 2.6. `today` is the workspace's local date. */
export const delegateRole =
  (wanted: Delegation, { by, today }: { by: Deciders; today: string }) =>
  (state: Person): PersonEvent[] => {
    const person = existing(state);
    checkPeriod(wanted, today);
    checkDelegable(person, wanted, by);
    const running = person.delegations.filter(({ until }) => until >= today);
    if (running.some((delegation) => overlap(delegation, wanted))) {
      throw refuse('DELEGATION_EXISTS', 'This deputy has the role in that period already.', ['input', 'deputyId']);
    }
    if (running.length >= MAX_DELEGATIONS_PER_PERSON) {
      const message = `A person has at most ${MAX_DELEGATIONS_PER_PERSON} running or coming delegations.`;
      throw new Refusal('DELEGATION_LIMIT_REACHED', 'LIMIT', message, { limit: MAX_DELEGATIONS_PER_PERSON });
    }
    const { delegationId, role, deputyId, from, until } = wanted;
    const data = { personId: person.personId, delegationId, role, deputyId, from, until, on: today };
    return [{ type: 'RoleDelegated', data }];
  };

export const endDelegation =
  (delegationId: string) =>
  (state: Person): PersonEvent[] => {
    const { personId, delegations } = existing(state);
    if (!delegations.some((delegation) => delegation.delegationId === delegationId)) throw new NotFound('delegation');
    return [{ type: 'DelegationEnded', data: { personId, delegationId, cause: 'ENDED' } }];
  };
