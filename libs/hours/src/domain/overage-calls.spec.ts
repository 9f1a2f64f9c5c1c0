import { openBook } from './book.spec-kit.js';
import { refusalOf } from './given.spec-kit.js';
import { callForOverage, maxPendingOverage, type OverageCallInput } from './overage.js';

const O1 = 'O1';

/** A book in which O1 waits in January. */
const waiting = () => {
  const desk = openBook();
  desk.askOverage('2026-01', 'REQ-1', 60);
  const call = (call: OverageCallInput['call'], overageId = O1) =>
    desk.add('2026-01', callForOverage(desk.month('2026-01'), { overageId, call }));
  return { desk, call };
};

describe('overage that waits', () => {
  it('is called to mind once, then escalated once', () => {
    const { call } = waiting();
    expect(call('REMINDED')).toEqual(['OverageReminded']);
    expect(call('REMINDED')).toEqual([]);
    expect(call('ESCALATED')).toEqual(['OverageEscalated']);
    expect(call('ESCALATED')).toEqual([]);
    expect(call('REMINDED')).toEqual([]);
  });

  it('is escalated without a reminder, and not called to mind after that', () => {
    const { call } = waiting();
    expect(call('ESCALATED')).toEqual(['OverageEscalated']);
    expect(call('REMINDED')).toEqual([]);
  });

  it('is spoken of while one side is missing, and no more when both have signed', () => {
    const { desk, call } = waiting();
    expect(call('REMINDED')).toEqual(['OverageReminded']);
    expect(desk.approve('2026-01', O1)).toContain('OverageApproved');
    expect(call('ESCALATED')).toEqual([]);
  });

  it('is not spoken of where there is none', () => {
    const { call } = waiting();
    expect(call('REMINDED', 'O2')).toEqual([]);
    expect(callForOverage({ status: 'unknown' }, { overageId: O1, call: 'REMINDED' })).toEqual([]);
  });

  it('is not spoken of in a month that is closed', () => {
    const { desk } = waiting();
    const closed = { ...desk.opened('2026-01'), status: 'CLOSED' as const };
    expect(callForOverage(closed, { overageId: O1, call: 'REMINDED' })).toEqual([]);
  });

  it('is so much at a time, of so many requests', () => {
    const desk = openBook();
    for (let index = 1; index <= maxPendingOverage; index += 1) desk.askOverage('2026-01', `REQ-${index}`, 60);
    expect(refusalOf(() => desk.askOverage('2026-01', 'REQ-0', 60)).code).toBe('LIMIT_REACHED');
  });
});
