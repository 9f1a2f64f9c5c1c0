import { type Changed, lastModifiedOf } from './last-modified.js';

const berlin: Changed = {
  changedAt: new Date('2026-02-10T09:00:00.500Z'),
  sandbox: false,
  today: '2026-02-10',
  timeZone: 'Europe/Berlin',
  now: new Date('2026-02-10T12:00:00Z'),
};
const at = (change: Partial<Changed> = {}) => lastModifiedOf({ ...berlin, ...change })?.toISOString() ?? null;

describe('a calendar was modified', () => {
  it('by its last change', () => expect(at()).toBe('2026-02-10T09:00:00.500Z'));

  it('when the day began, as its days move with it', () => {
    expect(at({ changedAt: new Date('2026-02-01T09:00:00Z') })).toBe('2026-02-09T23:00:00.000Z');
    expect(at({ changedAt: null })).toBe('2026-02-09T23:00:00.000Z');
    expect(at({ changedAt: null, timeZone: 'America/New_York' })).toBe('2026-02-10T05:00:00.000Z');
  });

  it('at no instant that tells anything while changes of that moment may be on their way', () => {
    expect(at({ now: new Date('2026-02-10T09:00:59.000Z') })).toBeNull();
    expect(at({ now: new Date('2026-02-10T09:01:00.500Z') })).toBe('2026-02-10T09:00:00.500Z');
  });

  it('at no instant that tells anything on a test clock', () => expect(at({ sandbox: true })).toBeNull());
});
