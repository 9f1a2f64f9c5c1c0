import { ValidationFailed } from '#libs/event-log';
import { days, instant, uuid, words } from './check.js';

const ID = '0b0e3a52-6b77-4d5e-9d6b-3f0a3c1d2e4f';

describe('what was typed', () => {
  it('is taken as it is meant', () => {
    expect(uuid('The person', ID)).toBe(ID);
    expect(instant('2026-01-05T09:00:00+01:00')).toBe('2026-01-05T08:00:00.000Z');
    expect(days('30')).toBe(30);
    expect(words('roles', ['ENGINEER', 'ADMIN'], 'ADMIN, ENGINEER,ADMIN')).toEqual(['ENGINEER', 'ADMIN']);
  });

  it.each([
    [() => uuid('The person', 'Mara'), 'The person is a uuid, not "Mara".'],
    [() => instant('yesterday'), 'An instant is written like 2026-01-05T08:00:00Z, not "yesterday".'],
    [() => instant('2026-01-05'), 'not "2026-01-05"'],
    [() => instant('2026-13-05T08:00:00Z'), 'not "2026-13-05T08:00:00Z"'],
    [() => days('0'), 'Days are a whole number from 1 to 3650, not "0".'],
    [() => days('3651'), 'from 1 to 3650'],
    [() => days('1.5'), 'from 1 to 3650'],
    [() => words('roles', ['ENGINEER', 'ADMIN'], 'ADMIN,BOSS,'), 'Unknown roles: BOSS, ; there are ENGINEER, ADMIN.'],
  ])('%# is refused with what it should have been', (check, message) => {
    expect(check).toThrow(ValidationFailed);
    expect(check).toThrow(message);
  });
});
