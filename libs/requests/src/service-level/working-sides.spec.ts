import { randomUUID } from 'node:crypto';
import { defaultCalendar, type TeamCalendarEntry } from '#libs/calendar';
import type { ProcessTools } from '#libs/event-log';
import { commandIn, drafted, RequestsBench } from '../consumers.fixture.js';
import { serviceLevels } from './service-level.process.js';
import { sidesOf, sidesOfTeams } from './working-sides.js';

const team = (teamId: string, side: TeamCalendarEntry['side'], timeZone: string): TeamCalendarEntry => ({
  teamId,
  side,
  timeZone,
  calendar: defaultCalendar(timeZone),
});
const marketing = team('m', 'CONSUMER', 'Asia/Kolkata');
const web = team('w', 'PROVIDER', 'America/Sao_Paulo');
const apps = team('a', 'PROVIDER', 'Pacific/Auckland');
const zonesOf = (providerTeamId: string | null, ...teams: TeamCalendarEntry[]) => {
  const { calendars } = sidesOfTeams({ consumerTeamId: 'm', providerTeamId }, { teams, timeZone: 'Europe/Berlin' });
  return [calendars.CONSUMER.weeks[0].timeZone, calendars.PROVIDER.weeks[0].timeZone];
};

describe('the calendars a request is counted by', () => {
  it('are those of its two teams', () => {
    expect(zonesOf('a', marketing, web, apps)).toEqual(['Asia/Kolkata', 'Pacific/Auckland']);
  });

  it('is that of the only engineering team before triage, and the ordinary week where there are several', () => {
    expect(zonesOf(null, marketing, web)).toEqual(['Asia/Kolkata', 'America/Sao_Paulo']);
    expect(zonesOf(null, marketing, web, apps)).toEqual(['Asia/Kolkata', 'Europe/Berlin']);
    expect(zonesOf(null)).toEqual(['Europe/Berlin', 'Europe/Berlin']);
  });
});

describe('a reaction that is run again', () => {
  let bench: RequestsBench;
  beforeAll(async () => void (bench = await RequestsBench.open()));
  afterAll(() => bench.end());

  it('says nothing twice and keeps the timer of what comes next', async () => {
    const workspaceId = await bench.sandbox('Europe/Berlin', '2026-01-05T08:00:00.000Z');
    const requestId = randomUUID();
    const slaTargets = { firstResponseMinutes: 480, answerMinutes: 480 };
    const data = { revision: 1, completeness: 100, slaTargets };
    await bench.record(workspaceId, requestId, drafted(1), { type: 'RequestSubmitted', data });
    await bench.owner.query('update log.sandbox_clock set now = $2 where workspace_id = $1', [
      workspaceId,
      '2026-01-05T14:30:00.000Z',
    ]);
    const timers: string[] = [];
    const ids = new Map<string, ReturnType<typeof commandIn>>();
    const tools: ProcessTools = {
      log: bench.log,
      command: (operation) => {
        const command = ids.get(operation) ?? { ...commandIn(workspaceId), operation };
        ids.set(operation, command);
        return command;
      },
      schedule: (_key, dueAt) => void timers.push(dueAt),
      cancel: () => void timers.push('cancelled'),
    };
    const [event] = (await bench.history(workspaceId, requestId)).slice(-1);
    const process = serviceLevels(sidesOf(bench.pool));
    for (let time = 0; time < 2; time += 1) await process.react(event!, tools);
    expect((await bench.history(workspaceId, requestId)).map(({ type }) => type)).toEqual([
      'RequestDrafted',
      'RequestSubmitted',
      'FirstResponseDue',
    ]);
    expect(timers).toEqual(['2026-01-05T16:00:00.000Z', '2026-01-05T16:00:00.000Z']);
  });
});
