import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tellDemoStory } from '../../apps/api/src/demo/demo-requests.js';
import { tellDemoRisk } from '../../apps/api/src/demo/demo-risk.js';
import { tellDemoRoadmap } from '../../apps/api/src/demo/demo-roadmap.js';
import { InnerVoice } from '../../apps/api/src/demo/inner-voice.js';
import { prepareViews, type RunningApi, startApi } from '../kit/api.js';
import { testDatabase, type TestDatabase } from '../kit/database.js';
import { bash, scriptOf, shellFunctions } from './readme-script.js';

const request = (status: string) => ({ request: { status }, problems: [] });
const text = (part: string): string => expect.stringContaining(part) as string;

/** Answers of the first of the two ways. */
const LAUNCHING = 19;

/** The README's ways through risk and the roadmap, run as written in the live workspace as a start of the service leaves it. */
describe('the README about risk and the roadmap', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let folder: string;
  let tokens: Record<string, string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twolane-readme-'));
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
    await tellDemoStory(api.service, api.schema, api.demo);
    const voice = new InnerVoice(api.service, api.schema, api.demo);
    await tellDemoRisk(api.service.pool, voice);
    await tellDemoRoadmap(api.service.pool, voice);
    const people = {
      CTO: 'CTO',
      CMO: 'CMO',
      ANALYST: 'Marketing Analyst',
      ENGINEER: 'Backend Engineer',
      REVIEWER: 'Risk Reviewer',
      PRODUCT: 'Product Manager',
    };
    tokens = Object.fromEntries(Object.entries(people).map(([name, title]) => [name, api.who(title).token]));
  }, 60_000);
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('leads from a touch to a launch, and from an idea on the roadmap to what moved, to pictures and to a calendar', async () => {
    const script = [await shellFunctions(api.url), await scriptOf('planning', { url: api.url, tokens })].join('\n');
    const answers = (await bash(script, folder)).map(({ data }) => Object.values(data)[0]);
    expect(answers.slice(0, LAUNCHING)).toMatchObject([
      { request: { touches: [{ touch: 'LEGAL_CLAIMS' }] }, problems: [] },
      request('IN_PROGRESS'),
      request('DELIVERED'),
      request('DELIVERED'),
      request('ACCEPTED'),
      { request: { launchReadiness: { ready: false } }, problems: [] },
      {
        request: null,
        problems: [{ code: 'LAUNCH_BLOCKED_BY_RISK', reasons: [{ text: text('lens LEGAL not signed') }] }],
      },
      { riskReview: { reference: text('RR-'), status: 'IN_ASSESSMENT' } },
      { risk: { statement: text('Because some visits are counted twice'), inherent: { score: 12, band: 'HIGH' } } },
      { risk: { treatment: 'REDUCE' } },
      { risk: { acknowledgement: { isEnough: true } } },
      { risk: { mitigations: [{ mitigationId: 'M1', status: 'PLANNED' }] } },
      { riskReview: { status: 'IN_ASSESSMENT' } },
      { riskReview: { status: 'DECISION_PENDING', openPoints: [{}, { text: text('Every visit is counted once') }] } },
      { risk: {}, problems: [] },
      { risk: { mitigations: [{ status: 'VERIFIED' }] } },
      { risk: { current: { score: 4 } } },
      { riskReview: { status: 'CLEARED', decision: { validUntil: text('-') } }, problems: [] },
      request('LAUNCHED'),
    ]);
    expect(answers.slice(LAUNCHING)).toMatchObject([
      { item: { reference: 'RM-9', status: 'PLANNED' } },
      { item: { dependencies: [{ type: 'NEEDS', item: { title: 'Referral programme' } }] } },
      { item: null, problems: [{ code: 'DEPENDENCY_CYCLE' }] },
      { item: { worthiness: { verdict: 'WORTHY' } } },
      { item: { status: 'PLANNED' }, problems: [] },
      { item: { status: 'PLANNED' }, problems: [] },
      { item: { window: {} }, problems: [] },
      {
        rescheduled: [{ item: { title: 'Summer campaign' }, shiftDays: 14, cause: { summary: text('14 days later') } }],
        unchanged: { count: 8 },
      },
      { percent: 88.9, items: 9 },
    ]);
    expect((await readdir(folder)).sort()).toEqual(['link.svg', 'risk-matrix.svg', 'timeline.svg', 'twolane.ics']);
    expect(await readFile(join(folder, 'timeline.svg'), 'utf8')).toContain('Summer campaign');
    expect(await readFile(join(folder, 'twolane.ics'), 'utf8')).toContain('Summer campaign');
  });
});
