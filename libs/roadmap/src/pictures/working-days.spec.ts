import { defaultCalendar, type TeamCalendarEntry } from '#libs/calendar';
import { anItem, days, given } from '../domain/given.spec-kit.js';
import { type Owners, planItem, proposeItem } from '../domain/index.js';
import { workingDaysIn } from './alignment-reader.js';

const ZONE = 'Europe/Berlin';

/** A team that is off on one Monday. */
const team = (teamId: string, side: TeamCalendarEntry['side'], holiday: string): TeamCalendarEntry => ({
  teamId,
  side,
  timeZone: ZONE,
  calendar: { ...defaultCalendar(ZONE), holidays: [{ date: holiday, name: 'Off' }] },
});

const teams = [
  team('brand', 'CONSUMER', '2026-03-02'),
  team('platform', 'PROVIDER', '2026-03-09'),
  team('apps', 'PROVIDER', '2026-03-16'),
];

function owned(owners: Partial<Owners>, end = '2026-02-27') {
  const proposed = given(proposeItem({ status: 'unknown' }, { ...anItem, owners: { product: lead('x'), ...owners } }));
  return given(
    proposeItem({ status: 'unknown' }, { ...anItem, owners: { product: lead('x'), ...owners } }),
    planItem(proposed, { window: days('2026-01-05', end), horizon: 'NOW' }),
  );
}
const lead = (teamId: string) => ({ personId: 'p-x', teamId });

describe('by whose working days a buffer counts', () => {
  const [byNobody, byApps, byBrand] = [
    owned({}),
    owned({ engineering: lead('apps') }),
    owned({ marketing: lead('brand') }),
  ];
  // Friday; the next Mondays are 03-02, 03-09 and 03-16.
  const ready = (ended: typeof byNobody, waiting: typeof byNobody, known = teams) => {
    const count = workingDaysIn(known, ZONE)(ended, waiting);
    return ['2026-02-27', '2026-03-06', '2026-03-13'].map((friday) => count(friday, 1));
  };

  it('is the team that builds what ends', () => {
    expect(ready(byApps, byBrand)).toEqual(['2026-03-02', '2026-03-09', '2026-03-17']);
  });

  it('is else the team whose campaign waits', () => {
    expect(ready(byNobody, byBrand)).toEqual(['2026-03-03', '2026-03-09', '2026-03-16']);
    expect(ready(byBrand, byApps)).toEqual(['2026-03-02', '2026-03-10', '2026-03-16']);
  });

  it('is else the oldest team that builds, and without one the ordinary week', () => {
    expect(ready(byNobody, byNobody)).toEqual(['2026-03-02', '2026-03-10', '2026-03-16']);
    expect(ready(byNobody, byNobody, teams.slice(0, 1))).toEqual(['2026-03-02', '2026-03-09', '2026-03-16']);
    expect(ready(owned({ engineering: lead('gone') }), byNobody)).toEqual(['2026-03-02', '2026-03-10', '2026-03-16']);
  });

  it('never comes where time ends before the buffer does', () => {
    expect(workingDaysIn(teams, ZONE)(byNobody, byNobody)('9999-12-30', 250)).toBe('9999-12-31');
  });
});
