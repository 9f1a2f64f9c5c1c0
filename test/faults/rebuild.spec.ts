import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compareInlineView, rebuildInlineView } from '#libs/event-log';
import { hallModel, hallRow } from '../../libs/event-log/src/contract/hall.js';
import { hallTable } from '../../libs/event-log/src/contract/harness.js';
import { BusyHalls } from '../../libs/event-log/src/contract/busy-halls.js';
import { Program } from '../kit/program.js';

const APP = fileURLToPath(new URL('./rebuild-app.mjs', import.meta.url));

/** What the rebuild cannot get past, so that it is there when it is killed; null: it stays of its own accord after a batch. */
const places = [
  { where: 'after a batch', held: null },
  { where: 'when it waits to switch', held: `lock table ${hallTable} in access share mode` },
  { where: 'in the switching transaction, its tables renamed', held: 'select from log.inline_view for update' },
] as const;

describe('a rebuild that is killed', () => {
  let halls: BusyHalls;
  beforeAll(async () => {
    halls = await BusyHalls.open();
    await halls.fill(6_000);
  });
  afterAll(() => halls?.database.drop());

  const agrees = () =>
    expect(compareInlineView(halls.owner, hallModel, hallRow)).resolves.toMatchObject({ differing: 0 });
  const waitsForLock = `select count(*)::int as waiting from pg_stat_activity
    where application_name = 'rebuild app' and wait_event_type = 'Lock' and datname = current_database()`;
  const isWaiting = async (): Promise<void> => {
    for (;;) {
      const { rows } = await halls.owner.query<{ waiting: number }>(waitsForLock);
      if (rows[0]!.waiting > 0) return;
      await sleep(2);
    }
  };

  it.each(places)('$where leaves the live rows right, and the next one succeeds', async ({ held }) => {
    const holder = await halls.owner.connect();
    await holder.query('begin');
    if (held !== null) await holder.query(held);
    const program = new Program([APP, halls.database.ownerUrl, held === null ? 'stays' : 'goes on'], {});
    await program.says(/batch/);
    if (held !== null) await isWaiting();
    process.kill(program.pid, 'SIGKILL');
    const { stdout } = await program.ended;
    await holder.query('commit');
    holder.release();
    expect(stdout).not.toContain('done');
    await halls.take(halls.log(), 1);
    await agrees();
    await expect(halls.seats()).resolves.toBe(halls.stored);
    const next = await halls.during(() => rebuildInlineView(halls.owner, hallModel, hallRow));
    expect(halls.failures).toEqual([]);
    expect(next).toMatchObject({ rows: 150, differing: 0 });
    await agrees();
    await expect(halls.seats()).resolves.toBe(halls.stored);
    await expect(halls.schemas()).resolves.toEqual(['kept_contract_hall_row']);
  });
});
