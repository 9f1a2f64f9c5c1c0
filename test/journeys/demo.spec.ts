import { tellDemoHours } from '../../apps/api/src/demo/demo-hours.js';
import { tellDemoStory } from '../../apps/api/src/demo/demo-requests.js';
import { tellDemoRisk } from '../../apps/api/src/demo/demo-risk.js';
import { tellDemoRoadmap } from '../../apps/api/src/demo/demo-roadmap.js';
import { InnerVoice } from '../../apps/api/src/demo/inner-voice.js';
import { prepareViews, type RunningApi, startApi } from '../kit/api.js';
import { testDatabase, type TestDatabase } from '../kit/database.js';

interface Told {
  readonly nodes: readonly {
    readonly title: string;
    readonly status: string;
    readonly held: object | null;
    readonly outcomeTargets: object[];
  }[];
}

/** Somebody who is cut short after so many calls. */
class BriefVoice extends InnerVoice {
  left = 0;

  override run<T>(source: string, asking: Parameters<InnerVoice['run']>[1]): Promise<T> {
    this.left -= 1;
    if (this.left < 0) return Promise.reject(new Error('Cut short.'));
    return super.run<T>(source, asking);
  }
}

describe('the demo workspace', () => {
  let database: TestDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const requests = () =>
    api.answer<Told>(
      '{ requests(order: { number: ASC }) { nodes { title status held { reason } outcomeTargets { attainmentPercent } } } }',
      { as: 'CTO' },
    );
  const events = async (): Promise<number> => {
    const { rows } = await api.service.pool.query<{ events: number }>('select count(*) as events from log.event');
    return rows[0]!.events;
  };

  it('goes on with a story that was cut short, and tells it once', async () => {
    // The first two steps, as a start left them that was killed then.
    const team = '{ teams { nodes { id name } } }';
    const { nodes } = await api.answer<{ nodes: { id: string; name: string }[] }>(team, { as: 'CMO' });
    const consumerTeamId = nodes.find(({ name }) => name === 'Marketing')!.id;
    const variables = {
      input: { title: 'Spring landing page A/B test', type: 'AB_TEST', consumerTeamId },
      key: 'demo/Spring landing page A/B test/createRequest',
    };
    await api.done(
      'mutation ($input: CreateRequestInput!, $key: String) { createRequest(input: $input, idempotencyKey: $key) { problems { code } } }',
      { as: 'Web Content Manager', variables },
    );

    // A step that was taken on an earlier day had other dates.
    const yesterday = { teamId: consumerTeamId, holidays: [{ date: '2025-12-31', name: 'New Year’s Eve' }] };
    await api.done(
      `mutation ($input: AddHolidaysInput!, $key: String) {
        addHolidays(input: $input, expect: { latest: true }, idempotencyKey: $key) { problems { code } } }`,
      { as: 'CMO', variables: { input: yesterday, key: `demo/${consumerTeamId}/addHolidays` } },
    );

    await tellDemoStory(api.service, api.schema, api.demo);
    const told = await requests();
    expect(told.nodes).toMatchObject([
      { title: 'Spring landing page A/B test', status: 'APPROVED' },
      { title: 'Paid webinar payment form', status: 'ESTIMATED' },
      { title: 'Referral programme', status: 'TRIAGED' },
      { title: 'Personalised onboarding flow', status: 'SUBMITTED', held: null },
      { title: 'Double opt-in change in CRM', status: 'SUBMITTED', held: { reason: expect.any(String) as string } },
      { title: 'Analytics event clean-up', status: 'IN_PROGRESS' },
      { title: 'Webinar reminder', status: 'DELIVERED' },
      { title: 'Page of the autumn fair', status: 'LAUNCHED' },
      { title: 'Customer stories on the start page', status: 'CLOSED' },
      { title: 'Birthday e-mail', status: 'DRAFT' },
    ]);
    expect(told.nodes.flatMap(({ outcomeTargets }) => outcomeTargets)).toEqual([
      { attainmentPercent: 70 },
      { attainmentPercent: 146.7 },
    ]);
    const week = await api.answer<{ holidays: object[] }>(
      'query ($team: ID!) { workingCalendar(teamId: $team) { holidays { date } } }',
      { as: 'CTO', variables: { team: nodes.find(({ name }) => name === 'Engineering')!.id } },
    );
    expect(week.holidays).toHaveLength(8);
    const stored = await events();
    await tellDemoStory(api.service, api.schema, api.demo);
    expect(await events()).toBe(stored);
  });

  it('has an agreement that is signed and worked under, told once as well', async () => {
    const tell = (signal?: AbortSignal) =>
      tellDemoHours(api.service.pool, new InnerVoice(api.service, api.schema, api.demo, signal));
    await expect(tell(AbortSignal.abort(new Error('Cut short.')))).rejects.toThrow('Cut short.');
    expect(await tell()).toBe(true);
    const hours = await api.answer<{ nodes: object[] }>(
      `{ agreements { totalCount nodes { reference status
        months(first: 1) { status balance { grantedMinutes usedMinutes availableMinutes } } } } }`,
      { as: 'CMO' },
    );
    expect(hours).toEqual({
      totalCount: 1,
      nodes: [
        {
          reference: 'AG-1',
          status: 'ACTIVE',
          months: [{ status: 'OPEN', balance: { grantedMinutes: 4800, usedMinutes: 615, availableMinutes: 4185 } }],
        },
      ],
    });
    const stored = await events();
    expect(await tell()).toBe(false);
    expect(await events()).toBe(stored);
  });

  type Telling = typeof tellDemoRisk;
  /** Tells it, cut short again and again a little later; then once more, which tells nothing. */
  const toldInPieces = async (tell: Telling): Promise<void> => {
    const voice = new BriefVoice(api.service, api.schema, api.demo);
    let pieces = 0;
    for (let told = false; !told; pieces += 1) {
      voice.left = 3 + pieces * 13;
      told = await tell(api.service.pool, voice).then(Boolean, (error: Error) => {
        expect(error.message).toBe('Cut short.');
        return false;
      });
    }
    expect(pieces).toBeGreaterThan(2);
    const stored = await events();
    // The claim of the telling before ends with its connection.
    for (let again: boolean | null = null; again === null;) {
      voice.left = 1;
      again = await tell(api.service.pool, voice);
      expect(again).not.toBe(true);
    }
    expect(await events()).toBe(stored);
  };

  it('has its risks looked at, and one launch that waits for it', async () => {
    await toldInPieces(tellDemoRisk);
    const ahead = `{ properties(first: 5, order: { name: ASC }) { nodes { name peaks { title capacityGap } freezes { status } } } }`;
    expect(await api.answer(ahead, { as: 'CTO' })).toEqual({
      nodes: [
        { name: 'app', peaks: [], freezes: [{ status: 'AHEAD' }] },
        { name: 'www', peaks: [{ title: 'Spring sale', capacityGap: 1500 }], freezes: [{ status: 'AHEAD' }] },
      ],
    });
    const reviews = '{ riskReviews(first: 5, order: { number: ASC }) { nodes { status lenses { lens signed } } } }';
    expect(await api.answer(reviews, { as: 'Risk Reviewer' })).toMatchObject({
      nodes: [
        {
          status: 'IN_ASSESSMENT',
          lenses: [{ lens: 'PAYMENT' }, { lens: 'SECURITY' }, { lens: 'PRIVACY' }, { lens: 'THIRD_PARTY' }],
        },
        { status: 'OPEN', lenses: [{ lens: 'LEGAL', signed: false }] },
      ],
    });
    const risks = `{ risks(first: 5, order: { number: ASC }) {
      nodes { reference inherent { score } acknowledgement { isEnough } mitigations { title status } } } }`;
    expect(await api.answer(risks, { as: 'Risk Reviewer' })).toMatchObject({
      nodes: [
        {
          reference: 'K1',
          inherent: { score: 15 },
          acknowledgement: { isEnough: true },
          mitigations: [{ title: 'Hosted card fields', status: 'DONE' }],
        },
        { reference: 'K2', inherent: { score: 12 }, mitigations: [{ status: 'PLANNED' }] },
        { reference: 'K3', inherent: { score: 6 }, mitigations: [] },
      ],
    });
    const blocked = '{ blockedLaunches { nodes { request { title } reasons { cause text } } } }';
    expect(await api.answer(blocked, { as: 'CTO' })).toMatchObject({
      nodes: [{ request: { title: 'Webinar reminder' }, reasons: [{ cause: 'UNDECIDED' }] }],
    });
  });

  it('has a roadmap that both sides agreed on, and that moved since', async () => {
    await toldInPieces(tellDemoRoadmap);
    const items = '{ roadmapItems(order: { number: ASC }) { nodes { reference lane status } } }';
    expect(await api.answer(items, { as: 'CTO' })).toEqual({
      nodes: [
        { reference: 'RM-1', lane: 'SHARED', status: 'IN_DELIVERY' },
        { reference: 'RM-2', lane: 'PRODUCT', status: 'COMMITTED' },
        { reference: 'RM-3', lane: 'MARKETING', status: 'COMMITTED' },
        { reference: 'RM-4', lane: 'ENGINEERING', status: 'COMMITTED' },
        { reference: 'RM-5', lane: 'MARKETING', status: 'COMMITTED' },
        { reference: 'RM-6', lane: 'SHARED', status: 'PLANNED' },
        { reference: 'RM-7', lane: 'ENGINEERING', status: 'PLANNED' },
        { reference: 'RM-8', lane: 'MARKETING', status: 'PLANNED' },
      ],
    });
    const stability = '{ planStability { percent items movedLater { items { title } } } }';
    expect(await api.answer(stability, { as: 'CMO' })).toEqual({
      percent: 75,
      items: 8,
      movedLater: { items: [{ title: 'Personalised onboarding' }, { title: 'CMS upgrade' }] },
    });
    const pairs = '{ alignment { pairs { campaign { title } needed { title } status } conflicts { from { title } } } }';
    expect(await api.answer(pairs, { as: 'CMO' })).toEqual({
      pairs: [
        { campaign: { title: 'Spring campaign' }, needed: { title: 'Personalised onboarding' }, status: 'MISALIGNED' },
        { campaign: { title: 'Paid webinars' }, needed: { title: 'Payment-provider upgrade' }, status: 'ALIGNED' },
      ],
      conflicts: [],
    });
    const sessions = '{ planningSessions { nodes { status baseline { joint } } } }';
    const { nodes } = await api.answer<{ nodes: { status: string }[] }>(sessions, { as: 'CMO' });
    expect(nodes.map(({ status }) => status).sort()).toEqual(['CLOSED', 'SCHEDULED']);
  });
});
