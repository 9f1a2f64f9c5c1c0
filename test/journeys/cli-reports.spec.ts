import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { gunzipSync } from 'node:zlib';
import { DEMO_WORKSPACE_ID } from '#libs/people';
import { prepareViews, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { type Ending, Program } from '#test/kit/program';

interface Line {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly source: string;
  readonly position: string;
}

const NAME = 'Twolane Demo';
/** As `npm run twolane` starts it, built once for all of them. */
const CLI = 'dist/apps/cli/src/main.js';

/** Refused in exactly one line. */
const refusedAs = (line: RegExp) => ({
  code: 1,
  stdout: '',
  stderr: expect.stringMatching(new RegExp(`^[^\\n]*${line.source}[^\\n]*\\n$`)) as string,
});

describe('the reporter’s command line', () => {
  let database: TestDatabase;
  let folder: string;
  let env: Record<string, string>;
  const give = (...args: string[]): Promise<Ending> => new Program([CLI, ...args], env).ended;
  const at = (file: string): string => join(folder, file);
  const text = (file: string): Promise<string> => readFile(at(file), 'utf8');
  const linesOf = (ndjson: string): Line[] =>
    ndjson
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);

  beforeAll(async () => {
    expect(await new Program(['apps/local/build.mjs'], {}).ended).toMatchObject({ code: 0 });
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    folder = await mkdtemp(join(tmpdir(), 'twolane-reports-'));
    env = { DATABASE_URL: database.ownerUrl };
    // Its demo is the log that is read here.
    const api = await startApi({ databaseUrl: database.url });
    await api.stop();
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await database.drop();
  });

  it('exports the same events whatever the format, and of them what is asked for', async () => {
    const whole = await give('export', '-w', NAME, '-o', at('whole.ndjson'));
    expect(whole).toMatchObject({ code: 0, stdout: '' });
    const events = linesOf(await text('whole.ndjson'));
    expect(whole.stderr).toMatch(new RegExp(`^[\\d,]+ positions in .*\\n${events.length} events in `));
    expect(new Set(events.map(({ source }) => source))).toEqual(new Set([`/workspaces/${DEMO_WORKSPACE_ID}`]));

    expect(await give('export', '-w', DEMO_WORKSPACE_ID, '-o', at('a.parquet'))).toMatchObject({ code: 0 });
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(at('a.parquet')) });
    expect(rows.map((row) => row['id'])).toEqual(events.map(({ id }) => id));

    const { type, subject } = events.at(-1)!;
    const asked = ['-s', subject, '-t', type, '--after', events[3]!.position];
    const picked = await give('export', '-w', NAME, ...asked, '-f', 'csv', '-o', '-');
    const sheet = parse<Record<string, string>>(picked.stdout, { columns: true });
    const wanted = events.slice(4).filter((event) => event.subject === subject && event.type === type);
    expect(sheet.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
  });

  it('goes on with an export that was interrupted, to the same events as without', async () => {
    const args = ['export', '-w', NAME, '-o', at('cut.ndjson.gz'), '--batch', '1'];
    const program = new Program([CLI, ...args], env);
    await written(at('cut.ndjson.gz.part.json'), 5);
    // Holds its next page back until it has heard of the interruption.
    const holder = await database.ownerPool(1).connect();
    await holder.query('begin; lock table log.event in access exclusive mode');
    const ending = program.interrupt();
    await holder.query('rollback');
    holder.release();
    const said = expect.stringContaining('the same command goes on') as string;
    expect(await ending).toMatchObject({ code: 130, stdout: '', stderr: said });
    const { events } = JSON.parse(await text('cut.ndjson.gz.part.json')) as { events: number };
    expect(events).toBeGreaterThanOrEqual(5);

    // Killed while it wrote: what stands behind the mark is not part of it.
    const half = await readFile(at('cut.ndjson.gz.part'));
    await writeFile(at('cut.ndjson.gz.part'), Buffer.concat([half, Buffer.from('half a batch')]));
    const other = await give('export', '-w', NAME, '-t', 'RoleGranted', '-o', at('cut.ndjson.gz'));
    expect(other).toEqual(refusedAs(/is what was left of another export: remove it/));
    expect(await give(...args)).toMatchObject({ code: 0 });
    expect(gunzipSync(await readFile(at('cut.ndjson.gz'))).toString()).toBe(await text('whole.ndjson'));
    await expect(text('cut.ndjson.gz.part.json')).rejects.toThrow('ENOENT');
  });

  it('replays, and makes one page of all reports', async () => {
    const replay = await give('replay', '-w', NAME, '--types', 'PersonAdded,RoleGranted');
    const counted = expect.stringMatching(/^PersonAdded +\d+$[^]*^\d+ events of 2 types in /m) as string;
    expect(replay).toMatchObject({ code: 0, stdout: counted });
    const page = await give('report', '--all', '-w', NAME, '-o', at('all.html'), '--workers', '2');
    expect(page).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect((await text('all.html')).match(/<article /g)).toHaveLength(8);
  });

  it('says how the log stands, and what needs a person', async () => {
    const owner = database.ownerPool();
    await owner.query(`insert into log.consumer (name, version, kind) values ('planted', 1, 'projection')`);
    const park = `insert into log.parked (consumer, version, workspace_id, stream_id, position, error)
      values ('planted', 1, $1, 'request-1', 1, 'planted')`;
    await owner.query(park, [DEMO_WORKSPACE_ID]);
    const { code, stdout, stderr } = await give('status');
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^log +[\d,]+ events in [\d,]+ streams, /m);
    expect(stdout).toMatch(/\nNeeds somebody: planted has parked 1 stream; see "consumers", and retry\.\n$/);
  });

  it('refuses in one line', async () => {
    const there = /No workspace is called "Nobody"; there are "Twolane Demo" \(/;
    expect(await give('report', 'rework', '-w', 'Nobody')).toEqual(refusedAs(there));
  });

  /** Resolves once so many events are in an export under way. */
  async function written(mark: string, events: number): Promise<void> {
    for (;;) {
      const known = await readFile(mark, 'utf8').catch(() => '{}');
      if (((JSON.parse(known) as { events?: number }).events ?? 0) >= events) return;
      await sleep(5);
    }
  }
});
