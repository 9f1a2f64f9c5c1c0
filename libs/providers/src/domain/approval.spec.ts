import {
  approveProvider,
  dueDays,
  isOnboarded,
  rejectProvider,
  resumeProvider,
  suspendProvider,
  watchApproval,
  windowOf,
} from './approval.js';
import { type Agency, approved, invited, nobody, reviewed, today } from './given.spec-kit.js';
import {
  completeOffboarding,
  confirmRevoked,
  recordAccess,
  recordIntegrationStep,
  startOffboarding,
} from './offboarding.js';
import { providerPolicy } from './policy.js';

const approve = (at: Agency, validUntil: string, day?: string) =>
  at.when(approveProvider, { validUntil }, day === undefined ? {} : { day });
const suspend = (at: Agency, day = today) => at.when(suspendProvider, { reason: 'Leaked key.' }, { day });
const resume = (at: Agency, day = today) => at.when(resumeProvider, {}, { day });
const watch = (at: Agency, day: string) => at.when(watchApproval, {}, { day });
const leave = (at: Agency, day = today) => at.when(startOffboarding, { reason: 'The contract ends.' }, { day });
const access = (at: Agency, system = 'Content management') => at.when(recordAccess, { system });
const revoke = (at: Agency, accessId: string) => at.when(confirmRevoked, { accessId });
const complete = (at: Agency) => at.when(completeOffboarding, {});
const reject = (at: Agency, reason = 'Uninsured.') => at.when(rejectProvider, { reason });
const expired = (day = '2026-07-01') => watch(approved(), day);

describe('an approval', () => {
  it('holds from today until its last day', () => {
    const data = { validFrom: today, validUntil: '2027-02-09', renewal: false, policyVersion: 1 };
    expect(approve(reviewed(), '2027-02-09').facts).toEqual([{ type: 'ProviderApproved', data }]);
    expect(approve(reviewed(), today).facts).toHaveLength(1);
  });

  it('is refused while an item is open, naming each', () => {
    expect(approve(reviewed('NDA', 'INSURANCE'), '2026-12-31').refusal).toMatchObject({
      code: 'CHECKLIST_OPEN',
      details: { ids: ['NDA', 'INSURANCE'] },
    });
  });

  it('is refused for days that cannot be', () => {
    const path = ['input', 'validUntil'];
    expect(approve(reviewed(), '2026-02-08').refusal).toMatchObject({ code: 'DATE_IN_PAST', path });
    expect(approve(reviewed(), '2027-02-10').refusal).toMatchObject({ code: 'VALIDATION_FAILED', path });
    expect(approve(reviewed(), '2028-02-29', '2027-02-28').refusal.code).toBe('VALIDATION_FAILED');
    expect(approve(reviewed(), '2029-02-28', '2028-02-29').facts).toHaveLength(1);
  });

  it('is refused where it has no place', () => {
    for (const at of [invited, suspend(approved()), leave(approved()), reject(invited)])
      expect(approve(at, '2026-12-31').refusal.code).toBe('INVALID_STATE');
    expect(approve(nobody, '2026-12-31').refusal.code).toBe('NOT_FOUND');
    const often = Array.from({ length: 99 }).reduce<Agency>((at) => approve(at, '2026-12-31'), approved());
    expect(approve(often, '2026-12-31').refusal.code).toBe('LIMIT_REACHED');
  });

  it('is renewed before its end without a gap, and after it with one', () => {
    const before = approve(approved(), '2026-12-31', '2026-06-01');
    expect(before.facts).toMatchObject([{ data: { renewal: true } }]);
    expect(before.state).toMatchObject({ validity: [{ from: today, until: '2026-12-31' }] });
    const after = approve(expired('2026-07-05'), '2026-12-31', '2026-07-10');
    expect(after.state).toMatchObject({
      status: 'APPROVED',
      validity: [
        { from: today, until: '2026-06-30' },
        { from: '2026-07-10', until: '2026-12-31' },
      ],
    });
    // Work of the days before the gap may still be recorded, of the gap not.
    expect(windowOf(after.state, '2026-06-30')).toEqual({ from: today, until: '2026-06-30' });
    expect(windowOf(after.state, '2026-07-05')).toEqual({ from: '2026-07-10', until: '2026-12-31' });
  });
});

describe('the days of which work counts', () => {
  const holds = (at: Agency, day: string) => {
    const window = windowOf(at.state, day);
    return window !== null && window.from <= day && day <= window.until;
  };

  it('begin with the approval and end with its last day', () => {
    expect(windowOf(reviewed().state, today)).toBeNull();
    expect(windowOf(nobody.state, today)).toBeNull();
    expect(['2026-02-03', today, '2026-06-30', '2026-07-01'].map((day) => holds(approved(), day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([holds(expired(), '2026-06-30'), holds(expired(), '2026-07-01')]).toEqual([true, false]);
    expect(isOnboarded(approved().state, '2026-06-30')).toBe(true);
    expect(isOnboarded(approved().state, '2026-07-01')).toBe(false);
    expect(isOnboarded(expired().state, '2026-06-30')).toBe(false);
  });

  it('leave out a suspension', () => {
    const back = resume(suspend(approved(), '2026-03-02'), '2026-03-09');
    expect(windowOf(suspend(approved()).state, today)).toBeNull();
    expect(['2026-03-02', '2026-03-05', '2026-03-09'].map((day) => holds(back, day))).toEqual([true, false, true]);
    expect(resume(suspend(approved())).state).toMatchObject({ validity: [{ from: today, until: '2026-06-30' }] });
  });

  it('end with the day on which the agency begins to leave', () => {
    const leaving = leave(approved(), '2026-03-02');
    expect([holds(leaving, '2026-03-02'), holds(leaving, '2026-03-03')]).toEqual([true, false]);
    expect(isOnboarded(leaving.state, '2026-03-02')).toBe(false);
    expect(windowOf(complete(leaving).state, '2026-03-02')).toBeNull();
  });
});

describe('a suspension', () => {
  it('needs a reason and an approval', () => {
    expect(suspend(approved()).facts).toEqual([
      { type: 'ProviderSuspended', data: { reason: 'Leaked key.', lastDay: today } },
    ]);
    expect(approved().when(suspendProvider, { reason: ' ' }).refusal.code).toBe('REASON_REQUIRED');
    for (const at of [invited, reviewed(), suspend(approved()), expired()])
      expect(suspend(at).refusal.code).toBe('INVALID_STATE');
  });

  it('ends while the approval holds, and not after', () => {
    const suspended = suspend(approved());
    expect(resume(suspended, '2026-06-30').facts).toEqual([
      { type: 'ProviderResumed', data: { reason: null, validFrom: '2026-06-30', validUntil: '2026-06-30' } },
    ]);
    expect(resume(suspended, '2026-07-01').refusal).toMatchObject({
      code: 'APPROVAL_EXPIRED',
      details: { validUntil: '2026-06-30' },
    });
    expect(resume(approved()).refusal.code).toBe('INVALID_STATE');
    expect(suspended.when(resumeProvider, { reason: 'Ask dario@example.com' }).refusal.code).toBe('PII_NOT_ALLOWED');
  });

  it('comes and goes a hundred times at most', () => {
    const stretches = Array.from({ length: 99 }, (_, index) => ({
      type: 'ProviderResumed' as const,
      data: { reason: null, validFrom: `${2100 + index}-01-01`, validUntil: `${2100 + index}-02-01` },
    }));
    const full = approved().given([
      ...stretches,
      { type: 'ProviderSuspended', data: { reason: 'x', lastDay: '2999-01-01' } },
    ]);
    expect(resume(full).refusal.code).toBe('LIMIT_REACHED');
  });
});

describe('the end of an approval', () => {
  it('is announced 30 and 7 days before, once each', () => {
    expect(dueDays('2026-06-30', providerPolicy)).toEqual(['2026-05-31', '2026-06-23', '2026-07-01']);
    expect(watch(approved(), '2026-05-30').facts).toEqual([]);
    const first = watch(approved(), '2026-05-31');
    expect(first.facts).toEqual([{ type: 'ProviderRenewalDue', data: { validUntil: '2026-06-30', daysBefore: 30 } }]);
    expect(watch(first, '2026-06-22').facts).toEqual([]);
    const second = watch(first, '2026-06-23');
    expect(second.facts).toMatchObject([{ data: { daysBefore: 7 } }]);
    expect(watch(second, '2026-06-30').facts).toEqual([]);
    // A reminder that was missed is not made up for.
    expect(watch(watch(approved(), '2026-06-25'), '2026-06-26').facts).toEqual([]);
    // A renewal begins anew.
    expect(watch(approve(second, '2026-12-31', '2026-06-24'), '2026-12-01').facts).toHaveLength(1);
  });

  it('comes after its last day, suspended or not, and once', () => {
    expect(expired().facts).toEqual([{ type: 'ProviderExpired', data: { validUntil: '2026-06-30' } }]);
    expect(watch(suspend(approved()), '2026-07-01').facts).toMatchObject([{ type: 'ProviderExpired' }]);
    for (const at of [expired(), leave(approved()), reviewed(), nobody])
      expect(watch(at, '2026-07-02').facts).toEqual([]);
  });
});

describe('a rejection', () => {
  it('needs a reason, and nobody who can get in', () => {
    expect(reject(reviewed('NDA')).facts).toEqual([{ type: 'ProviderRejected', data: { reason: 'Uninsured.' } }]);
    expect(reject(invited, '').refusal.code).toBe('REASON_REQUIRED');
    expect(reject(access(invited)).refusal).toMatchObject({ code: 'ACCESS_NOT_REVOKED', details: { ids: ['X1'] } });
    expect(reject(revoke(access(invited), 'X1')).facts).toHaveLength(1);
    expect(reject(approved()).refusal.code).toBe('INVALID_STATE');
  });
});

describe('leaving', () => {
  it('ends when every access is revoked', () => {
    const leaving = leave(access(access(approved()), 'Tag manager'));
    expect(leaving.facts).toEqual([
      { type: 'OffboardingStarted', data: { reason: 'The contract ends.', lastDay: today } },
    ]);
    expect(complete(revoke(leaving, 'X2')).refusal).toMatchObject({
      code: 'ACCESS_NOT_REVOKED',
      details: { ids: ['X1'] },
    });
    const gone = complete(revoke(revoke(leaving, 'X2'), 'X1'));
    expect(gone.facts).toEqual([{ type: 'ProviderOffboarded', data: {} }]);
    expect(access(gone).refusal.code).toBe('INVALID_STATE');
    expect(revoke(gone, 'X1').refusal.code).toBe('INVALID_STATE');
  });

  it('is refused where it has no place', () => {
    for (const at of [invited, reviewed(), leave(approved())]) expect(leave(at).refusal.code).toBe('INVALID_STATE');
    expect(approved().when(startOffboarding, { reason: '' }).refusal.code).toBe('REASON_REQUIRED');
    expect(complete(approved()).refusal.code).toBe('INVALID_STATE');
    expect(leave(suspend(approved())).facts).toHaveLength(1);
    expect(leave(expired(), '2026-07-02').facts).toHaveLength(1);
  });
});

describe('an access', () => {
  it('has an id inside its agency, and is revoked once', () => {
    expect(access(access(approved()), ' Tag manager ').facts).toEqual([
      { type: 'AccessGranted', data: { accessId: 'X2', system: 'Tag manager' } },
    ]);
    expect(revoke(access(approved()), 'X1').facts).toEqual([{ type: 'AccessRevoked', data: { accessId: 'X1' } }]);
    expect(revoke(revoke(access(approved()), 'X1'), 'X1').refusal).toMatchObject({
      code: 'INVALID_STATE',
      details: { state: 'REVOKED' },
    });
    expect(revoke(approved(), 'X1').refusal).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'accessId'] });
  });

  it('names a system and nobody, and there is an end to them', () => {
    expect(access(approved(), '').refusal.code).toBe('VALIDATION_FAILED');
    expect(access(approved(), 'dario@example.com').refusal.code).toBe('PII_NOT_ALLOWED');
    const all = Array.from({ length: 200 }).reduce<Agency>((at) => access(at), approved());
    expect(access(all).refusal.code).toBe('LIMIT_REACHED');
  });
});

describe('a step of integration', () => {
  it('is recorded once', () => {
    const step = { step: 'POINT_PERSON', personId: 'p-enno' } as const;
    const done = approved().when(recordIntegrationStep, step);
    expect(done.facts).toEqual([{ type: 'IntegrationStepDone', data: { ...step, note: null } }]);
    expect(done.when(recordIntegrationStep, step).facts).toEqual([]);
    expect(leave(approved()).when(recordIntegrationStep, step).refusal.code).toBe('INVALID_STATE');
    expect(approved().when(recordIntegrationStep, { ...step, note: 'dario@example.com' }).refusal.code).toBe(
      'PII_NOT_ALLOWED',
    );
  });
});
