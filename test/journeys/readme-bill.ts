import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningApi } from '../kit/api.js';
import type { Quarter } from '../../apps/api/src/demo/quarter/quarter.js';
import { quarterPeople } from './quarter-world.js';
import { bash, scriptOf, shellFunctions } from './readme-script.js';

/** The README's way from an agreement to a bill, run as written about a quarter that is told. */
export function describeBill(told: () => { readonly api: RunningApi; readonly quarter: Quarter }): void {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twolane-readme-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('leads the README’s way from an agreement to a bill, with the printed answers', async () => {
    const { api } = told();
    const controller = (await quarterPeople(api)).find(({ title }) => title === 'Finance Controller')!;
    const tokens = { QUARTER: controller.token, CMO: api.who('CMO').token, CTO: api.who('CTO').token };
    const script = [await shellFunctions(api.url), await scriptOf('bill', { url: api.url, tokens })].join('\n');
    const answers = (await bash(script, folder)).map(({ data }) => data);
    const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
    expect(answers).toMatchObject([
      { allotment: { status: 'OPEN', balance: { carriedInMinutes: 630, usedMinutes: 2340, availableMinutes: 30 } } },
      { statement: { status: 'CLOSED', totals: { billedMinutes: 3360, creditMinutes: -60, amount: eur(499_500) } } },
      { issued: { totals: { billedMinutes: 5970 } }, restated: { totals: { billedMinutes: 5910 } } },
      {
        simulateAllotment: {
          recorded: { overageMinutes: 540 },
          simulated: { overageMinutes: 0 },
          difference: eur(-36_000),
        },
      },
      { ledgerCheck: { a: 0, b: 0, c: 0, balanced: true } },
      { signAgreement: { agreement: { status: 'DRAFT' }, problems: [] } },
      { signAgreement: { agreement: { status: 'ACTIVE' }, problems: [] } },
      {
        recordTime: {
          draw: { baseMinutes: 60, overageMinutes: 0, uncoveredMinutes: 15 },
          allotment: { balance: { availableMinutes: 0 } },
          problems: [],
        },
      },
      { statement: { status: 'PROVISIONAL', totals: { billedMinutes: 60, amount: eur(8000) } } },
    ]);
    expect((await readdir(folder)).sort()).toEqual(['statement-2026-01..2026-03.csv', 'statement-2026-03.html']);
    expect(await readFile(join(folder, 'statement-2026-03.html'), 'utf8')).toContain('4,995.00 EUR');
  });
}
