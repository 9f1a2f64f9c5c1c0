import type { Recorded } from '#libs/event-log';
import { person, type Delegation, type Person, type PersonEvent } from './person.js';
import {
  addPerson,
  changeDetails,
  delegateRole,
  endDelegation,
  grantRole,
  MAX_DELEGATIONS_PER_PERSON,
  MAX_ROLES_PER_PERSON,
  revokeRole,
} from './person.rules.js';

const given = (...events: PersonEvent[]): Person =>
  events.reduce((state, event) => person.evolve(state, event as Recorded<PersonEvent>), person.initial);

const personId = 'p';
const added: PersonEvent = { type: 'PersonAdded', data: { personId } };
const granted = (role: 'MARKETING_LEAD' | 'ADMIN' | 'AUDITOR', teamId: string | null = 't'): PersonEvent => ({
  type: 'RoleGranted',
  data: { personId, role, teamId },
});
const delegation: Delegation = {
  delegationId: 'd',
  role: 'MARKETING_LEAD',
  deputyId: 'q',
  from: '2026-01-12',
  until: '2026-01-16',
};
const delegated = (changes: Partial<Delegation> = {}, on = '2026-01-05'): PersonEvent => ({
  type: 'RoleDelegated',
  data: { personId, ...delegation, ...changes, on },
});
const code = (value: string) => expect.objectContaining({ code: value });
const decision = { by: ['p'], today: '2026-01-05' };

describe('a person', () => {
  it('is added once', () => {
    expect(addPerson(personId)(given())).toEqual([added]);
    expect(() => addPerson(personId)(given(added))).toThrow(code('INVALID_STATE'));
  });

  it('changes details without telling the log what they are', () => {
    const facts = changeDetails(['name'])(given(added));
    expect(facts).toEqual([{ type: 'PersonDetailsChanged', data: { personId, fields: ['name'] } }]);
    expect(given(added, ...facts)).toEqual(given(added));
    expect(() => changeDetails([])(given(added))).toThrow(code('VALIDATION_FAILED'));
    expect(() => changeDetails(['name'])(given())).toThrow(code('NOT_FOUND'));
  });
});

describe('a role', () => {
  const lead = { role: 'MARKETING_LEAD' as const, teamId: 't' };

  it('is granted by somebody else', () => {
    expect(grantRole(lead, ['admin'])(given(added))).toEqual([granted('MARKETING_LEAD')]);
    expect(grantRole(lead, [])(given(added))).toHaveLength(1);
  });

  const full = given(
    added,
    ...Array.from({ length: MAX_ROLES_PER_PERSON }, (_, n) => granted('MARKETING_LEAD', `t${n}`)),
  );
  const asked = { wanted: lead, by: ['admin'], state: given(added) };
  it.each([
    ['to nobody', 'NOT_FOUND', { ...asked, state: given() }],
    ['to oneself', 'SELF_APPROVAL_FORBIDDEN', { ...asked, by: ['p'] }],
    ['to the one acted for', 'SELF_APPROVAL_FORBIDDEN', { ...asked, by: ['deputy', 'p'] }],
    ['without a team', 'TEAM_REQUIRED', { ...asked, wanted: { ...lead, teamId: null } }],
    ['twice', 'ROLE_ALREADY_HELD', { ...asked, state: given(added, granted('MARKETING_LEAD')) }],
    ['without end', 'ROLE_LIMIT_REACHED', { ...asked, state: full }],
  ])('is not granted %s (%s)', (_, refusal, { wanted, by, state }) => {
    expect(() => grantRole(wanted, by)(state)).toThrow(code(refusal));
  });

  it('takes its delegations with it, but only when it is held nowhere else', () => {
    const state = given(added, granted('MARKETING_LEAD'), granted('MARKETING_LEAD', 'u'), delegated());
    const revoked = { type: 'RoleRevoked', data: { personId, ...lead } } as const;
    const ended = { type: 'DelegationEnded', data: { personId, delegationId: 'd', cause: 'ROLE_REVOKED' } };
    expect(revokeRole(lead)(state)).toEqual([revoked]);
    const last = given(added, granted('MARKETING_LEAD'), delegated());
    expect(revokeRole(lead)(last)).toEqual([revoked, ended]);
    expect(given(added, granted('MARKETING_LEAD'), delegated(), ...revokeRole(lead)(last))).toEqual(given(added));
    expect(() => revokeRole(lead)(given(added))).toThrow(code('ROLE_NOT_HELD'));
  });
});

describe('a deputy', () => {
  const holder = given(added, granted('MARKETING_LEAD'));

  it('is named for a period', () => {
    expect(delegateRole(delegation, decision)(holder)).toEqual([delegated()]);
    const today = { ...delegation, from: '2026-01-05', until: '2026-01-05' };
    expect(delegateRole(today, decision)(holder)).toHaveLength(1);
  });

  it.each([
    ['by nobody', 'NOT_FOUND', {}, given()],
    ['for a role not held', 'ROLE_NOT_HELD', {}, given(added)],
    ['for oneself', 'DELEGATION_TO_SELF', { deputyId: 'p' }, holder],
    ['ending before it begins', 'PERIOD_INVALID', { until: '2026-01-11' }, holder],
    ['in the past', 'PERIOD_INVALID', { from: '2026-01-01', until: '2026-01-04' }, holder],
    ['for longer than a year', 'PERIOD_INVALID', { until: '2027-01-13' }, holder],
    [
      'twice for the same days',
      'DELEGATION_EXISTS',
      { from: '2026-01-16', until: '2026-01-20' },
      given(added, granted('MARKETING_LEAD'), delegated()),
    ],
    ['for an auditor', 'ROLE_NOT_DELEGABLE', { role: 'AUDITOR' as const }, given(added, granted('AUDITOR', null))],
    [
      'without end',
      'DELEGATION_LIMIT_REACHED',
      {},
      given(
        added,
        granted('MARKETING_LEAD'),
        ...Array.from({ length: MAX_DELEGATIONS_PER_PERSON }, (_, n) => delegated({ deputyId: `q${n}` })),
      ),
    ],
  ])('is not named %s (%s)', (_, refusal, changes, state) => {
    expect(() => delegateRole({ ...delegation, ...changes }, decision)(state)).toThrow(code(refusal));
  });

  it('is not named by an administrator for that administrator', () => {
    const byDeputy = { ...decision, by: ['q'] };
    expect(() => delegateRole(delegation, byDeputy)(holder)).toThrow(code('SELF_APPROVAL_FORBIDDEN'));
  });

  it('is let go before the end', () => {
    const state = given(added, granted('MARKETING_LEAD'), delegated());
    const facts = endDelegation('d')(state);
    expect(given(added, granted('MARKETING_LEAD'), delegated(), ...facts)).toEqual(holder);
    expect(() => endDelegation('other')(state)).toThrow(code('NOT_FOUND'));
  });

  it('that is over is forgotten with the next one, so the row does not grow', () => {
    const next = delegated({ delegationId: 'e', from: '2026-02-02', until: '2026-02-03' }, '2026-01-17');
    const state = given(added, granted('MARKETING_LEAD'), delegated(), next);
    expect(state).toMatchObject({ delegations: [{ delegationId: 'e' }] });
  });
});
