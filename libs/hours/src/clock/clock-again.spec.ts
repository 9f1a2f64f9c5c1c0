import { ConsumerRunner, Consumers, Horizon, type ProcessConsumer } from '#libs/event-log';
import { operatorCommand } from '#libs/people';
import type { HoursApi } from '../hours.fixture.js';
import { ClockBench } from './clock.fixture.js';
import { monthClock } from './month-clock.process.js';
import { MonthSteps } from './month-steps.js';

describe('the clock of months, run again', () => {
  let api: HoursApi;
  let horizon: Horizon;
  beforeAll(async () => {
    api = await ClockBench.start();
    horizon = new Horizon({ pool: api.pool, pollMs: 200 });
    await horizon.start();
  });
  afterAll(async () => {
    await horizon.stop();
    await api.close();
  });

  const runner = (definition: ProcessConsumer) =>
    new ConsumerRunner({ pool: api.pool, log: api.log, horizon, consumers: [definition], pollMs: 200 });
  const last = async () => {
    const { rows } = await api.owner.query<{ last: number }>('select max(position) as last from log.event');
    return Number(rows[0]?.last);
  };

  it('does nothing twice, however often every reaction is repeated', async () => {
    const bench = await ClockBench.on(api);
    await bench.at('2026-03-20T12:00');
    const before = await api.events(bench.cast.workspaceId);
    // A new version of the process reacts to everything from the start; its commands are those of the old one.
    const again = { ...monthClock(api.pool), version: 2 };
    const second = runner(again);
    second.start();
    await new Consumers(api.pool, horizon).waitFor(again, await last());
    await second.stop();
    expect(await api.events(bench.cast.workspaceId)).toBe(before);
  });

  it('goes on after it was stopped in the middle, and two runners at once do each step once', async () => {
    const bench = await ClockBench.on(api);
    await bench.at('2026-01-31T12:00');
    const definition = monthClock(api.pool);
    const others = [runner(definition), runner(definition)];
    for (const other of others) other.start();
    const stopping = Promise.all(others.map((other) => other.stop()));
    await bench.at('2026-02-20T12:00');
    await stopping;
    expect((await bench.course('2026-01')).slice(2)).toEqual([
      '2026-02-01T00:00 ClosingBegun',
      '2026-02-05T00:00 GraceEnded',
      '2026-02-05T00:00 StatementIssued',
      '2026-02-13T00:00 StatementAccepted',
      '2026-02-13T00:00 MinutesExpired',
      '2026-02-13T00:00 PeriodClosed',
    ]);
  });

  it('finds a month that somebody closed meanwhile done', async () => {
    const bench = await ClockBench.on(api);
    await bench.at('2026-02-14T12:00');
    const { workspaceId } = bench.cast;
    const before = await api.events(workspaceId);
    const command = (operation: string) => operatorCommand({ workspaceId, operation, input: {} });
    const steps = new MonthSteps(
      { log: api.log, command, schedule: () => undefined, cancel: () => undefined },
      workspaceId,
      bench.id,
    );
    await steps.close('2026-01', '2026-02-14');
    await steps.issue('2026-01', '2026-02-14');
    await steps.open('2026-02');
    expect(await api.events(workspaceId)).toBe(before);
  });

  it('finishes a firing whose commands were stored and whose timer was not put away', async () => {
    const bench = await ClockBench.on(api);
    const { workspaceId } = bench.cast;
    const timers = 'select process, workspace_id, key, due_at from log.timer where workspace_id = $1';
    await bench.at('2026-02-04T12:00');
    const { rows } = await api.owner.query<{ due_at: Date }>(timers, [workspaceId]);
    await bench.at('2026-02-05T12:00');
    const before = await api.events(workspaceId);
    await api.owner.query('update log.timer set due_at = $2 where workspace_id = $1', [workspaceId, rows[0]!.due_at]);
    await bench.settle();
    expect(await api.events(workspaceId)).toBe(before);
    const after = await api.owner.query<{ due_at: Date }>(timers, [workspaceId]);
    expect(after.rows.map(({ due_at }) => bench.local(due_at.toISOString()))).toEqual(['2026-02-13T00:00']);
  });
});
