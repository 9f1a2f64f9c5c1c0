import type { OtherStreams } from '#libs/event-log';
import { riskRules } from '#libs/risk';
import type { KnownProvider, Provider } from './domain/index.js';
import { providerSubject } from './risk-subject.js';

const done = { by: { personId: 'p-cto', onBehalfOf: null }, at: '2026-02-02T08:00:00.000Z' };
const access = (system: string, revoked: boolean): KnownProvider['accesses'][number] => ({
  id: system,
  system,
  granted: done,
  revoked: revoked ? done : null,
});

const agency = (more: Partial<KnownProvider> = {}): Provider => ({
  status: 'IN_REVIEW',
  number: 1,
  name: 'Studio North',
  teamId: 't-studio',
  contactId: 'p-nora',
  rateCard: null,
  checklist: [],
  validity: [],
  approvedUntil: null,
  approvals: 0,
  accesses: [],
  steps: [],
  reason: null,
  reminded: [],
  invitedAt: '2026-02-02T08:00:00.000Z',
  ...more,
});

const shown = (state: Provider) => providerSubject.show('a-1', state, {} as OtherStreams);

describe('an agency as the subject of a review', () => {
  it('is a new vendor, so that the lens for third parties is asked for', () => {
    const subject = shown(agency());
    expect(subject?.view).toMatchObject({
      kind: 'PROVIDER',
      id: 'a-1',
      teamIds: ['t-studio'],
      engineerIds: ['p-nora'],
    });
    const [triggers] = riskRules.defaultPolicies.triggers;
    expect(riskRules.lensesFor(subject!.scope, triggers!.value)).toEqual(['THIRD_PARTY']);
  });

  it('is another scope when it reaches another system, and the same one when an access ends that another grants', () => {
    const hash = (more: Partial<KnownProvider>) => shown(agency(more))?.view.scopeHash;
    const crm = hash({ accesses: [access('CRM', false)] });
    expect(crm).not.toBe(hash({}));
    expect(hash({ accesses: [access('CRM', true), access('CRM', false)] })).toBe(crm);
    expect(hash({ accesses: [access('CRM', true)] })).toBe(hash({}));
  });

  it('ends with the agency, and is not there before it was invited', () => {
    expect([shown(agency())?.view.ended, shown(agency({ status: 'OFFBOARDED' }))?.view.ended]).toEqual([false, true]);
    expect(shown({ status: 'unknown' })).toBeNull();
  });
});
