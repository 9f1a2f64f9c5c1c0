import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunningApi } from '../kit/api.js';
import { quarterPeople } from './quarter-world.js';
import { scriptOf, shellFunctions } from './readme-script.js';

/** What stands between the answers of the API and what the command line prints. */
const COMMANDS = '== the command line';

interface World {
  readonly api: RunningApi;
  readonly ownerUrl: string;
}

/** The README's ways of reading the log and of proving it, run as written about a quarter that is told. */
export function describeLog(told: () => World): void {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twolane-readme-'));
    await promisify(execFile)(process.execPath, ['apps/local/build.mjs']);
    // The command line names its version as it finds it where it is started.
    await copyFile('package.json', join(folder, 'package.json'));
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('leads the README’s way from an event to a feed, a place, a hook and the past, to reports and to a proof', async () => {
    const { api, ownerUrl } = told();
    const auditor = (await quarterPeople(api)).find(({ title }) => title === 'Auditor')!;
    const who = (title: string): string => api.who(title).token;
    const tokens = { QUARTER: auditor.token, JOB: who('Reporting Job'), MANAGER: who('Campaign Manager') };
    const log = await scriptOf('log', { url: api.url, tokens: { ...tokens, ADMIN: who('Administrator') } });
    const here = process.cwd();
    const operate = (await scriptOf('operate', { url: api.url, tokens: {}, local: true })).replace(
      'npm run --silent twolane --',
      `node '${here}/dist/apps/cli/src/main.js'`,
    );
    const script = [await shellFunctions(api.url), log, `echo '${COMMANDS}'`, operate].join('\n');
    const [answers, printed] = await run(
      script.replaceAll('node apps/cli/', `node ${here}/apps/cli/`),
      folder,
      ownerUrl,
    );

    expect(answers).toMatchObject([
      { events: { nodes: [{ type: 'RequestLaunched', recordedAt: '2026-03-24T09:00:00.000Z' }] } },
      { why: { sentence: 'It goes back to signAgreement by an engineering lead, over 5 steps.' } },
      { eventTypes: [{ name: 'RequestLaunched', version: 1, versions: [{ version: 1 }] }] },
      { createRequest: { request: { title: 'Seen at once' } } },
      { createRequest: { request: { title: 'Seen later' } } },
      { registerConsumer: { consumer: { name: 'drafts-by-night' }, problems: [] } },
      { acknowledge: { consumer: { lag: 0 }, problems: [] } },
      { registerWebhook: { webhook: null, secret: null, problems: [{ code: 'WEBHOOK_URL_REFUSED' }] } },
      { rotateWebhookSecret: { webhook: { version: 2 }, problems: [] } },
      { removeWebhook: { webhook: null, problems: [] } },
      { roadmap: { nodes: { length: 7 } } },
      {
        requests: {
          nodes: [
            { reference: 'REQ-1', status: 'ESTIMATED' },
            { reference: 'REQ-2', status: 'APPROVED' },
          ],
        },
      },
      { scoreboard: { rows: expect.arrayContaining([expect.objectContaining({ key: 'M3', value: 7 })]) as object[] } },
    ]);
    const seen = (await text('seen.ndjson')).trimEnd().split('\n');
    expect(seen.filter((line) => line.includes('"Seen '))).toHaveLength(2);
    expect(printed).toMatch(/Chains: .*, 0 broken\.\nSeals: .* compared with .*, 0 broken; .*\n[^]* 0 tables differ/);
    expect(printed).toMatch(/"type": "StatementIssued"[^]*PROVEN: seal \d+ [^]+\(yours\), .*\nFound out\.\n$/);
    expect(await text('quarter.html')).toContain('Collaboration scoreboard');
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(['february.csv', 'launches.ndjson', 'quarter.ndjson.gz']),
    );
  }, 180_000);

  const text = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');
}

/** Data of the answers before the mark, and what was printed after it. */
async function run(script: string, cwd: string, ownerUrl: string): Promise<[answers: object[], printed: string]> {
  const env = { ...process.env, DATABASE_URL: ownerUrl };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd, env });
  const [asked = '', printed = ''] = stdout.split(`${COMMANDS}\n`);
  const lines = asked.split('\n').filter((line) => line !== '');
  return [lines.map((line) => (JSON.parse(line) as { data: object }).data), printed];
}
