import type { DemoAccess } from '#libs/people';
import ICAL from 'ical.js';
import type { Quarter } from '../../apps/api/src/demo/quarter/quarter.js';
import type { RunningApi } from '../kit/api.js';
import { quarterPeople } from './quarter-world.js';

/** The specs of the roadmap's picture and calendar, about a quarter that is told. */
export function describeTimeline(told: () => { readonly api: RunningApi; readonly quarter: Quarter }): void {
  let people: readonly DemoAccess[];
  beforeAll(async () => {
    people = await quarterPeople(told().api);
  });
  const get = async (path: string): Promise<string> => {
    const token = people.find(({ title }) => title === 'CMO')!.token;
    const response = await fetch(`${told().api.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
    return response.text();
  };

  it('draws what moved from the session of January to that of March', async () => {
    const session = told().quarter.idOf('session of January');
    const svg = await get(`/roadmap/timeline.svg?baseline=${session}&asOf=2026-03-26T22:59:59.999Z`);
    const texts = Array.from(svg.matchAll(/<text[^>]*>([^<]*)</g), ([, text]) => text);
    // Lane by lane.
    const moved = ['+63 d', '+14 d', '+35 d', '\u221228 d', '\u221263 d'];
    expect(texts.filter((text) => text?.endsWith(' d'))).toEqual(moved);
    expect(texts).toEqual(
      expect.arrayContaining([
        'Roadmap, 2026-03-26',
        '2026-01-05 to 2026-05-31, 5 moved since 2026-01-08',
        'today 03-26',
        'RM-3 Spring campaign',
        'No window yet: RM-8 Brand refresh',
      ]),
    );
  });

  it('has its campaigns, its events and its sessions in the calendar', async () => {
    const events = ICAL.Component.fromString(await get('/calendar.ics')).getAllSubcomponents('vevent');
    const lines = events.map((event) =>
      ['dtstart', 'dtend', 'status', 'summary'].map((name) => String(event.getFirstPropertyValue(name))).join(' '),
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        '2026-01-08 2026-01-09 CONFIRMED Planning session (now)',
        '2026-03-26 2026-03-27 CONFIRMED Planning session (now)',
        '2026-03-09 2026-05-30 CONFIRMED RM-6 Paid webinars',
        '2026-03-30 2026-05-01 CONFIRMED RM-3 Spring campaign',
      ]),
    );
    expect(lines.filter((line) => line.includes('RM-'))).toHaveLength(2);
  });
}
